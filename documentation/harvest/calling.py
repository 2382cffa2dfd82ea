"""Asking another catalogue for all its records, page by page, politely and never inside our own network."""

from urllib.parse import urlencode, urlsplit, urlunsplit
from xml.sax.saxutils import escape

import httpx
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from citedesmetiers.imports import archive
from citedesmetiers.imports.table import MOST_ROWS, Unreadable
from documentation.links import LinkChecker, Refused
from documentation.unimarc.reading import plain

OAI = "http://www.openarchives.org/OAI/2.0/"
AGENT = "CiteDesMetiersHarvester/1.0 (takes over records by OAI-PMH when somebody asks for it)"
MOST_PAGES = 2_000
MOST_BYTES_A_PAGE = 5 * archive.MB
FIRST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


def base_of(address):
    """The address of a catalogue without the question that somebody may have copied with it."""
    parts = urlsplit(address.strip())
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "", ""))


def harvested(base, say, caller=None):
    """The records behind `base` as one OAI-PMH document, in bytes. Raises Unreadable.

    say: function(number of records so far), called after each page.  caller: a LinkChecker.
    """
    with caller or LinkChecker(agent=AGENT) as calling:
        records, bytes_so_far, token = [], 0, ""
        for _page in range(MOST_PAGES):
            question = {"verb": "ListRecords", "resumptionToken": token} if token else FIRST
            found, token = page_of(called(calling, f"{base}?{urlencode(question)}"))
            records += found
            bytes_so_far += sum(map(len, found))
            say(len(records))
            if len(records) > MOST_ROWS or bytes_so_far > archive.MOST_BYTES:
                raise Unreadable(
                    _("This catalogue has more than %(most)s records, or they are too long.") % {"most": MOST_ROWS}
                )
            if not token:
                break
    if not records:
        raise Unreadable(_("This catalogue has nothing to take over."))
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="{OAI}"><request>{escape(base)}</request>'
    return b"".join([head.encode(), b"<ListRecords>", *records, b"</ListRecords></OAI-PMH>"])


def called(calling, address):
    """What is answered at `address`, in bytes. Raises Unreadable."""
    try:
        return calling.read(address, most=MOST_BYTES_A_PAGE)
    except Refused as error:
        raise Unreadable(
            _("This address is not called: it is no page of the web, or a machine of an inner network.")
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, OSError) as error:
        raise Unreadable(_("The other catalogue did not answer as it should. Try again later.")) from error


def page_of(text):
    """([records, each as XML in bytes], token of the next page or "") of an answer. Raises Unreadable."""
    try:
        root = ElementTree.fromstring(text, forbid_dtd=True)
    except (DefusedXmlException, ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable(_("What answers there is no catalogue for harvesters (OAI-PMH).")) from error
    if plain(root.tag) != "OAI-PMH":
        raise Unreadable(_("What answers there is no catalogue for harvesters (OAI-PMH)."))
    for error in root.findall(f"{{{OAI}}}error"):
        if error.get("code") != "noRecordsMatch":
            said = " ".join((error.text or error.get("code") or "").split())[:200]
            raise Unreadable(_("The other catalogue refuses: %(said)s") % {"said": said})
    token = root.findtext(f"{{{OAI}}}ListRecords/{{{OAI}}}resumptionToken", "").strip()
    records = root.findall(f"{{{OAI}}}ListRecords/{{{OAI}}}record")
    return [ElementTree.tostring(record, encoding="utf-8", xml_declaration=False) for record in records], token
