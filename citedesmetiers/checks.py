"""System checks: a missing access mark is found before the first request."""

from django.core.checks import Error, register
from django.urls import URLPattern, get_resolver

NOT_OURS = ("django.", "debug_toolbar.")


def views(patterns=None, prefix="", space=""):
    """Every (name, route, view) of the project, included ones too; a name has its name space before it."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", route, pattern.callback
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from views(pattern.url_patterns, route, inner)


@register()
def every_view_is_marked(app_configs, **kwargs):
    """E001 for each view that carries no access mark (see citedesmetiers.access)."""
    return [
        Error(f"{route}: the view carries no access mark", hint="Use public, for_all_staff or allow.", id="house.E001")
        for _name, route, view in views()
        if not hasattr(view, "access") and not view.__module__.startswith(NOT_OURS)
    ]
