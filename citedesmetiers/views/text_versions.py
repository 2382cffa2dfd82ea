"""The versions of a text for the public, pages and news alike: all of them, one with its changes, taking one up."""

from typing import NamedTuple

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from citedesmetiers import markup, page_fields, text_changes
from citedesmetiers.models import Page
from citedesmetiers.views.settings_page import crumbs, done

LANGUAGES = dict(settings.LANGUAGES)


class Addresses(NamedTuple):
    """Where the texts of one kind are looked at: words and URL name of their list, URL names of the other pages."""

    list: tuple
    edit: str
    versions: str
    version: str
    restore: str


def fields_for(request, text):
    """The fields in braces as `text` shows them: a page knows its day."""
    return page_fields.of(request, text if isinstance(text, Page) else None)


def versions_page(request, text, addresses):
    """Every version of `text`: who saved it when."""
    versions = text.versions.select_related("saved_by").order_by("-number")
    way = crumbs(addresses.list, (f"{text}", addresses.edit, text.pk))
    context = {"text": text, "versions": versions, "addresses": addresses, "crumbs": way}
    return render(request, "citedesmetiers/settings/text_versions.html", context)


def version_page(request, text, number, addresses):
    """One version: what it changed, what it said."""
    version = get_object_or_404(text.versions.select_related("saved_by"), number=number)
    before, fields = version.before, fields_for(request, text)
    changes = text_changes.changes(before.texts, version.texts, LANGUAGES) if before else []
    said = [
        (code, LANGUAGES[code], version.texts[code]["title"], markup.html(version.texts[code]["body"], fields))
        for code in LANGUAGES
        if code in version.texts
    ]
    way = crumbs(addresses.list, (f"{text}", addresses.edit, text.pk), (_("Versions"), addresses.versions, text.pk))
    context = {
        "text": text,
        "version": version,
        "before": before,
        "changes": [(code, LANGUAGES[code], title, body) for code, title, body in changes],
        "said": said,
        "is_last": number == text.last_number,
        "addresses": addresses,
        "crumbs": way,
    }
    return render(request, "citedesmetiers/settings/text_version.html", context)


def take_up(request, text, number, addresses):
    """Say again what version `number` said; what was said since stays among the versions."""
    version = get_object_or_404(text.versions, number=number)
    text.restore(version, request.user)
    return done(request, _("Version %(n)s is taken up again.") % {"n": number}, addresses.versions, text.pk)
