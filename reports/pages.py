"""How the pages of this room answer: tabs, a form on a page, a question before something is taken away."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citedesmetiers import access

ROOM = (_("Reports"), "reports:key_figures")


@dataclass(frozen=True)
class Tab:
    """url: name of its first page.  begins: how the names of its pages begin, to mark it as the current one."""

    title: str
    url: str
    begins: tuple
    act: str = "see_figures"

    def holds(self, match):
        return match is not None and match.namespace == "reports" and match.url_name.startswith(self.begins)


TABS = [
    Tab(_("Key figures"), "reports:key_figures", ("key_figures",)),
    Tab(
        _("All figures"),
        "reports:figures",
        ("figure", "open_data", "network", "closed_period"),
        act="see_room_figures",
    ),
    Tab(_("Declared figures"), "reports:declared", ("declared",)),
    Tab(_("Self-assessment"), "reports:assessments", ("assessment", "action", "frame")),
    Tab(_("Contributions"), "reports:contributions", ("contribution",), act="contribute_self_assessment"),
    Tab(_("Label"), "reports:label", ("label",)),
    Tab(_("Surveys"), "reports:surveys", ("survey",)),
    Tab(_("Prints"), "reports:prints", ("print",), act="edit_partners"),
]


def tabs_for(request):
    """(title, URL name, True for the current one) of each tab that the person may see."""
    match = request.resolver_match
    return [(tab.title, tab.url, tab.holds(match)) for tab in TABS if access.may(request.user, tab.act)]


def crumbs(*steps):
    """The way from the room's first page; a step is (words, URL name, arguments…)."""
    return [(words, reverse(name, args=arguments)) for words, name, *arguments in (ROOM, *steps)]


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
