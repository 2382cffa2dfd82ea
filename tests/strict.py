"""A test client that fails on what a user would stumble over: template code, inline handlers, a GET that writes."""

import re

from django.db import connection
from django.template import RequestContext
from django.test import Client
from django.test.signals import template_rendered

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|TRUNCATE)\b", re.IGNORECASE)
# Django's sessions and our own sign of life may be touched by a page that is only read.
MAY_WRITE = re.compile(r'"(django_session|citedesmetiers_heartbeat)"')
INLINE_HANDLER = re.compile(r"<[^>]+\son[a-z]+\s*=", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<[^>]+\sstyle\s*=", re.IGNORECASE)
BARE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")", re.IGNORECASE)
# A key printed as a number of things: 4,012 or, in French, 4 012. No form and no link knows it then.
KEY_AS_NUMBER = re.compile(
    r"""<(?:[a-z0-9]+[^>]*\s(?:id|for|href|action|name|data-[a-z-]+)
        |(?:option|button)[^>]*\svalue
        |input(?=[^>]*\stype="(?:hidden|radio|checkbox)")[^>]*\svalue
    )="[^"]*\d[,\u202f\u00a0]\d{3}""",
    re.IGNORECASE | re.VERBOSE,
)


def render_noting_pages(template, context):
    """In place of Template._render: notes the context of a whole page for `response.context`.

    What Django has there in tests copies the context of each included part and each field of a form as well, which
    takes a fifth of the tests' time.
    """
    if context.template is template and isinstance(context, RequestContext):
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


class StrictClient(Client):
    """Django's client, and a page that no user should see is a failure."""

    def request(self, **request):
        method = request.get("REQUEST_METHOD", "GET")
        written = []

        def watch(execute, sql, params, many, context):
            if method in ("GET", "HEAD") and WRITES.match(sql) and not MAY_WRITE.search(sql):
                written.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            response = super().request(**request)
        assert not written, f"a {method} of {request['PATH_INFO']} writes: {written[0]}"
        content_type = response.headers.get("Content-Type", "")
        if not response.streaming and content_type.startswith("text/html"):
            check_page(response.content.decode(), request["PATH_INFO"])
        return response


def check_page(html, path):
    """Raise AssertionError when the HTML of `path` holds raw template code, inline code or no title."""
    for raw in ("{{", "{%", "{#"):
        assert raw not in html, f"{path} shows template code: {html[max(0, html.index(raw) - 60) :][:160]}"
    for pattern, what in ((INLINE_HANDLER, "handler"), (INLINE_STYLE, "style"), (BARE_SCRIPT, "script")):
        found = pattern.search(html)
        assert not found, f"{path} has an inline {what}: {found.group(0)[:120]}"
    found = KEY_AS_NUMBER.search(html)
    assert not found, f"{path} prints a key as a number: {found.group(0)[-120:]}"
    if "<html" in html:
        assert re.search(r"<title>\s*\S", html), f"{path} has no title"
        assert len(re.findall(r"<h1[\s>]", html)) == 1, f"{path} has {len(re.findall(r'<h1[ >]', html))} h1"
