"""Sections of the settings that rooms add from their AppConfig.ready(); the settings name no room above them."""

from dataclasses import dataclass

from citedesmetiers import access


@dataclass(frozen=True)
class Section:
    """An entry of the settings page. url: the URL name of its first page.  act: who sees it."""

    title: str
    hint: str
    url: str
    act: str


_sections = []


def register_section(title, hint, *, url, act):
    """Add an entry to the settings page, or put it anew; a room's ready() may run more than once."""
    section = Section(title, hint, url, act)
    known = [other.url for other in _sections]
    if url in known:
        _sections[known.index(url)] = section
    else:
        _sections.append(section)


def sections_for(user):
    """The entries that `user` may open, in the order in which the rooms added them."""
    return [section for section in _sections if access.may(user, section.act)]
