"""The holdings as a list that can be sent in again and loses nothing, and as UNIMARC."""

from itertools import groupby

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from citedesmetiers.imports import downloads
from documentation import citing
from documentation.models import Copy
from documentation.models.unimarc import current_map
from documentation.moving_in.columns import COLUMNS
from documentation.standard_numbers import shown_isbn
from documentation.unimarc import writing

KINDS = {
    "xlsx": "", "csv": "", "mrc": "application/marc", "xml": "application/xml",
    "ris": "application/x-research-info-systems",
}  # fmt: skip
AT_ONCE = 500


def prepared(resources):
    """`resources` (a queryset) with all that a row of the list needs, in a fixed number of queries."""
    return resources.select_related("medium", "sector", "level", "replaced_by").prefetch_related(
        "purposes", "subjects", "copies__site", "opinions__officer", "related"
    )


def values_of(resource):
    """{column name: text} of a resource, as an import reads them."""
    copies = list(groups(resource.copies.all()))
    has_codes = any(copy.barcode for copy, _n in copies)
    return {
        "title": resource.title,
        "subtitle": resource.subtitle,
        "author": "; ".join(resource.creators),
        "publisher": resource.publisher,
        "year": resource.year or "",
        "isbn": shown_isbn(resource.isbn),
        "issn": resource.issn,
        "medium": resource.medium.code,
        "purpose": "|".join(purpose.code for purpose in resource.purposes.all()),
        "subjects": in_bars(subject.name for subject in resource.subjects.all()),
        "sector": resource.sector.code if resource.sector else "",
        "level": resource.level.code if resource.level else "",
        "language": resource.language,
        "abstract": resource.abstract,
        "opinion": "\n\n".join(signed(opinion) for opinion in reversed(resource.opinions.all())),
        "shelf_mark": bars([copy.shelf_mark for copy, _n in copies]),
        "copies": "|".join(str(n) for _copy, n in copies) or "0",
        "site": "|".join(copy.site.code for copy, _n in copies),
        "price": "" if resource.price_cents is None else f"{resource.price_cents / 100:.2f}",
        "url": resource.url,
        "source_id": resource.source_id,
        "other_title": resource.other_title,
        "number": resource.number,
        "series": resource.series,
        "pages": resource.pages,
        "acquired_on": day(resource.acquired_on),
        "verified_on": day(resource.verified_on),
        "published": _("yes") if resource.published else _("no"),
        "barcode": bars([copy.barcode for copy, _n in copies]) if has_codes else "",
        "copy_state": "|".join(copy.state for copy, _n in copies),
        "lendable": "|".join(_("yes") if copy.lendable else _("no") for copy, _n in copies),
        "copy_added": "|".join(day(copy.added_on) for copy, _n in copies),
        "weeded_on": day(resource.weeded_on),
        "weeded_because": resource.weeded_because,
        "harvested_from": resource.harvested_from,
        "public_id": resource.public_id,
        "replaced_by": resource.replaced_by.public_id if resource.replaced_by else "",
        "related": "|".join(other.public_id for other in resource.related.all()),
    }


def groups(copies):
    """(copy, n): copies that differ in nothing stand together; one with a barcode stands alone."""

    def same(copy):
        return (copy.site_id, copy.shelf_mark, copy.barcode, copy.state, copy.lendable, day(copy.added_on))

    for _key, some in groupby(sorted(copies, key=lambda copy: (*same(copy), copy.pk)), key=same):
        some = list(some)
        yield some[0], len(some)


def bars(values):
    """Values for each place with bars between; nothing at all when none of them says anything."""
    return "|".join(value.replace("|", "/") for value in values) if any(values) else ""


def in_bars(names):
    """Names with bars between, and one at the end, so that a comma in a single name does not split it."""
    found = "|".join(name.replace("|", "/") for name in names)
    return f"{found}|" if found and "|" not in found and any(sign in found for sign in ",;/") else found


def signed(opinion):
    """An opinion with its day and its author, as an import reads them back."""
    text = " ".join(opinion.text.split("\n\n"))
    name = f", {opinion.officer.name}" if opinion.officer else ""
    return f"{text} [{opinion.day.isoformat()}{name}]"


def day(value):
    return value.isoformat() if value else ""


def response(resources, ending, absolute):
    """The file that a browser stores. resources: a queryset.  ending: one of KINDS.  absolute: see citing.ris."""
    name = _("holdings")
    today = timezone.localdate().isoformat()
    rows = prepared(resources.order_by("pk"))
    if ending in downloads.KINDS:
        head = [str(column.label) for column in COLUMNS]
        table = [[found[column.name] for column in COLUMNS] for found in map(values_of, rows.iterator(AT_ONCE))]
        return downloads.attached([(name, [head, *table])], ending, today, name)
    if ending == "ris":
        return attached(citing.ris(rows.iterator(AT_ONCE), absolute), ending, f"{name} – {today}")
    copy_map = current_map()
    records = (record_of(resource, copy_map) for resource in rows.iterator(AT_ONCE))
    content = writing.as_iso2709(records) if ending == "mrc" else writing.as_marcxml(records)
    return attached(content, ending, f"{name} – {today}")


def attached(content, ending, name):
    """`content`, a text or parts of it, as a file to store."""
    parts = [content] if isinstance(content, str) else content
    answer = StreamingHttpResponse(parts, content_type=KINDS[ending])
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}")
    return answer


def record_of(resource, copy_map):
    """A resource as a UNIMARC record, with one field for each copy that is held."""
    return writing.record_of(
        values_of(resource)
        | {
            "isbn": resource.isbn,
            "year": resource.year,
            "creators": resource.creators,
            "subjects": [subject.name for subject in resource.subjects.all()],
            "day": f"{resource.changed_at:%Y%m%d}",
            "source_id": resource.source_id or resource.public_id,
        },
        [
            {
                "barcode": copy.barcode,
                "shelf_mark": copy.shelf_mark,
                "site": copy.site.code,
                "medium": resource.medium.code,
            }
            for copy in resource.copies.all()
            if copy.state != Copy.State.WITHDRAWN
        ],
        copy_map,
    )
