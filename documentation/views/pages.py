"""How the pages of this room answer: a form on a page, a question before something is taken away."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

ROOM = (_("Documentation"), "documentation:holdings")


def crumbs(*steps):
    """The way from the room's first page; a step is (words, URL name, arguments…)."""
    return [(words, reverse(name, args=arguments)) for words, name, *arguments in (ROOM, *steps)]


def to_resource(resource):
    """The step of the way that is a resource's page."""
    return (resource.title, "documentation:resource", resource.pk)


def form_page(request, form, *, title, way, template="citedesmetiers/settings/form.html", **context):
    """The page of a form. way: steps, see crumbs(); its last one is where "Cancel" leads."""
    way = crumbs(*way)
    if not form.errors:  # else the summary of errors takes the focus
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True
    return render(request, template, {"form": form, "title": title, "crumbs": way, "back": way[-1][1], **context})


def confirm_page(request, *, title, sentences, button, way):
    """Ask before something is taken away; the sentences say in numbers what will happen."""
    way = crumbs(*way)
    return render(
        request,
        "citedesmetiers/settings/confirm.html",
        {"title": title, "sentences": sentences, "button": button, "crumbs": way, "back": way[-1][1]},
    )
