"""The pages of the documentation room, side by side: a tab for each."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citedesmetiers import access


@dataclass(frozen=True)
class Tab:
    """url: name of its first page.  begins: how the names of its pages begin, to mark it as the current one."""

    title: str
    url: str
    begins: tuple
    act: str = "edit_catalogue"

    def holds(self, match):
        return match is not None and (match.url_name or "").startswith(self.begins)


TABS = [
    Tab(_("Holdings"), "documentation:holdings", ("holdings", "resource", "copy", "opinion", "labels"), act="lend"),
    Tab(_("Loans"), "documentation:loans", ("loan", "reservation"), act="lend"),
    Tab(_("Consultations"), "documentation:consultations", ("consultation",), act="lend"),
    Tab(_("Freshness"), "documentation:freshness", ("freshness", "link", "duplicate", "report")),
    Tab(_("Inventory"), "documentation:inventories", ("inventor",)),
    Tab(_("Bibliographies"), "documentation:bibliographies", ("bibliograph",)),
    Tab(
        _("Words and shelves"),
        "documentation:lists",
        ("lists", "subject", "synonym", "unanswered", "wish", "shel"),
    ),
    Tab(_("Figures"), "documentation:figures", ("figures",)),
    Tab(_("Import"), "documentation:imports", ("import", "unimarc")),
]


def register_tab(tab):
    """Add a tab, once; for pages of the room that live in other modules."""
    if all(other.url != tab.url for other in TABS):
        TABS.append(tab)


def tabs_for(request):
    """(title, URL name, True for the current one) of each tab that the person may see."""
    match = request.resolver_match
    return [(tab.title, tab.url, tab.holds(match)) for tab in TABS if access.may(request.user, tab.act)]
