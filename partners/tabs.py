"""The pages of the partners' room, side by side: a tab for each."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citedesmetiers import access


@dataclass(frozen=True)
class Tab:
    """url: name of its first page.  begins: how the names of its pages begin, to mark it as the current one."""

    title: str
    url: str
    begins: tuple
    act: str = "see_partners"

    def holds(self, match):
        return match is not None and (match.url_name or "").startswith(self.begins)


TABS = [
    Tab(_("Institutions"), "partners:institution_list", ("institution", "contact", "presence")),
    Tab(_("Agreements"), "partners:agreement_list", ("agreement", "commitment", "document", "reminders")),
    Tab(_("People"), "partners:professional_list", ("professional",)),
    Tab(_("Onboarding"), "partners:onboarding", ("onboarding",)),
    Tab(_("Trainings"), "partners:training_list", ("training",)),
    Tab(_("Meetings"), "partners:meeting_list", ("meeting", "decision", "body", "seat")),
    Tab(_("Programmes"), "partners:programme_list", ("programme",)),
    Tab(_("Budgets"), "partners:budget_list", ("budget",)),
]
LAST = [
    Tab(_("Import"), "partners:imports", ("import",), act="edit_partners"),
    Tab(_("Lists"), "partners:lists", ("list", "kind"), act="edit_partners"),
]
_elsewhere = []


def register_tab(title, url, act):
    """Add a tab that leads to a page of a room above; called from its AppConfig.ready(), maybe more than once."""
    tab = Tab(title, url, ("no page of this room",), act=act)
    _elsewhere[:] = [*(other for other in _elsewhere if other.url != url), tab]


def tabs_for(request):
    """(title, URL name, True for the current one) of each tab that the person may see."""
    match = request.resolver_match
    return [
        (tab.title, tab.url, tab.holds(match))
        for tab in [*TABS, *_elsewhere, *LAST]
        if access.may(request.user, tab.act)
    ]
