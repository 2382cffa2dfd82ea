"""How the pages of the settings answer: a form on a page, a question before something is taken away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SETTINGS = (_("Settings"), "settings")


def crumbs(*steps):
    """The way from the settings to this page; a step is (words, URL name, arguments…)."""
    return [(words, reverse(name, args=arguments)) for words, name, *arguments in (SETTINGS, *steps)]


def form_page(request, form, *, title, way, template="citedesmetiers/settings/form.html", **context):
    """The page of a form. way: see crumbs(); its last step is where "Cancel" leads."""
    way = crumbs(*way)
    if not form.errors:  # else the summary of errors takes the focus
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True
    return render(request, template, {"form": form, "title": title, "crumbs": way, "back": way[-1][1], **context})


def done(request, said, url, *arguments, anchor=""):
    """Say what was done, and go on to the page `url`, at `anchor` if given."""
    messages.success(request, said)
    return redirect(reverse(url, args=arguments) + (f"#{anchor}" if anchor else ""))


def refused(request, error, url, *arguments):
    """Say why something was not done (a ValidationError), and go on to the page `url`."""
    for message in error.messages:
        messages.error(request, message)
    return redirect(reverse(url, args=arguments))


def confirm_page(request, *, title, sentences, button, way, **context):
    """Ask before something is taken away; the sentences say in numbers what will happen."""
    way = crumbs(*way)
    return render(
        request,
        "citedesmetiers/settings/confirm.html",
        {"title": title, "sentences": sentences, "button": button, "crumbs": way, "back": way[-1][1], **context},
    )


def step_of(request):
    """Which way a row is to be moved: -1 up, 1 down."""
    return -1 if request.POST.get("direction") == "up" else 1
