"""The catalogue as an OAI-PMH 2.0 provider (oai_dc), so that Cités can harvest each other."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlencode
from xml.sax.saxutils import escape, quoteattr

from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers.access import public
from citedesmetiers.models import Centre
from citedesmetiers.replica import reads_from_replica
from documentation import citing
from documentation.models import Resource

AT_ONCE = 100
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/'
    ' http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">'
)
FORMAT = (
    "<metadataFormat><metadataPrefix>oai_dc</metadataPrefix>"
    "<schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>"
    f"<metadataNamespace>{citing.OAI_DC}</metadataNamespace></metadataFormat>"
)
ALLOWED = {
    "Identify": set(),
    "ListMetadataFormats": {"identifier"},
    "ListSets": {"resumptionToken"},
    "GetRecord": {"identifier", "metadataPrefix"},
    "ListIdentifiers": {"from", "until", "metadataPrefix", "resumptionToken", "set"},
    "ListRecords": {"from", "until", "metadataPrefix", "resumptionToken", "set"},
}


class Refused(Exception):
    """A request that the protocol has an error code for: Refused(code, sentence)."""


@public
@require_safe
@cache_control(public=True, max_age=300)
@reads_from_replica
def answer(request):
    """Any of the six verbs; errors in the words of the protocol."""
    verb = request.GET.get("verb", "")
    try:
        if verb not in ALLOWED:
            raise Refused("badVerb", "Unknown verb.")
        given = {name: values for name, values in request.GET.lists() if name != "verb"}
        if set(given) - ALLOWED[verb] or any(len(values) > 1 for values in given.values()):
            raise Refused("badArgument", "An argument is not allowed or stands twice.")
        given = {name: values[0] for name, values in given.items()}
        inner = f"<{verb}>{VERBS[verb](request, given)}</{verb}>"
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in {"verb": verb, **given}.items())
    except Refused as error:
        code, sentence = error.args
        inner, attributes = f'<error code="{code}">{escape(sentence)}</error>', ""
    base = escape(request.build_absolute_uri(request.path))
    text = (
        f"{HEAD}<responseDate>{stamp(timezone.now())}</responseDate><request{attributes}>{base}</request>"
        f"{inner}</OAI-PMH>"
    )
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def stamp(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def identify(request, given):
    centre = Centre.objects.first()
    first = Resource.objects.order_by("changed_at").values_list("changed_at", flat=True).first() or timezone.now()
    return (
        f"<repositoryName>{escape(centre.name if centre else 'Catalogue')}</repositoryName>"
        f"<baseURL>{escape(request.build_absolute_uri(request.path))}</baseURL><protocolVersion>2.0</protocolVersion>"
        f"<adminEmail>postmaster@{escape(request.get_host().split(':')[0])}</adminEmail>"
        f"<earliestDatestamp>{stamp(first)}</earliestDatestamp><deletedRecord>transient</deletedRecord>"
        "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>"
    )


def formats(request, given):
    if "identifier" in given:
        one(request, given["identifier"])
    return FORMAT


def sets(request, given):
    raise Refused("noSetHierarchy", "This catalogue has no sets.")


def get_record(request, given):
    if set(given) != {"identifier", "metadataPrefix"}:
        raise Refused("badArgument", "identifier and metadataPrefix are needed.")
    check_prefix(given)
    return record(request, one(request, given["identifier"]), whole=True)


def one(request, identifier):
    public_id = identifier.rpartition(":")[2]
    row = offered().filter(public_id=public_id).first()
    if row is None or identifier != name_of(request, row):
        raise Refused("idDoesNotExist", "No record has this identifier.")
    return row


def offered():
    """What others may harvest: the centre's own. What it took over itself is asked for where it is from."""
    return Resource.objects.filter(published=True, harvested_from="").with_details()


def check_prefix(given):
    if given.get("metadataPrefix") != "oai_dc":
        raise Refused("cannotDisseminateFormat", "Only oai_dc is offered.")


def listed(request, given, *, whole):
    """Records by day of change; a token goes on after the last record that was given."""
    if "resumptionToken" in given:
        if len(given) > 1:
            raise Refused("badArgument", "A resumption token stands alone.")
        token = {name: values[0] for name, values in parse_qs(given["resumptionToken"]).items()}
        if "after" not in token or not token["after"].isascii() or not token["after"].isdigit():
            raise Refused("badResumptionToken", "This token is not ours.")
        given, after = token, min(int(token["after"]), 2**62)
    else:
        if "set" in given:
            raise Refused("noSetHierarchy", "This catalogue has no sets.")
        if "metadataPrefix" not in given:
            raise Refused("badArgument", "metadataPrefix is needed.")
        check_prefix(given)
        after = 0
    rows = list(offered().filter(between(given), pk__gt=after).order_by("pk")[: AT_ONCE + 1])
    if not rows:
        raise Refused("noRecordsMatch", "Nothing changed in this time.")
    inner = "".join(record(request, row, whole=whole) for row in rows[:AT_ONCE])
    if len(rows) > AT_ONCE:
        kept = {name: given[name] for name in ("from", "until") if name in given}
        token = urlencode({"after": rows[AT_ONCE - 1].pk, **kept})
        return f"{inner}<resumptionToken>{escape(token)}</resumptionToken>"
    return inner + ("<resumptionToken/>" if after else "")


def between(given):
    """The condition of from and until."""
    found = Q()
    for name, lookup in (("from", "gte"), ("until", "lte")):
        if name in given:
            found &= Q(**{f"changed_at__{lookup}": moment(given[name], end=name == "until")})
    if {"from", "until"} <= set(given) and (
        len(given["from"]) != len(given["until"]) or given["from"] > given["until"]
    ):
        raise Refused("badArgument", "from and until do not fit.")
    return found


def moment(text, *, end):
    for pattern in ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"):
        try:
            found = datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
        if end:
            return found.replace(microsecond=999999) if "T" in text else found.replace(hour=23, minute=59, second=59)
        return found
    raise Refused("badArgument", "A date is YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def name_of(request, row):
    return f"oai:{request.get_host().split(':')[0]}:{row.public_id}"


def record(request, row, *, whole):
    """A record, or its header only; a weeded one is told as deleted."""
    gone = row.weeded_on is not None
    status = ' status="deleted"' if gone else ""
    header = (
        f"<header{status}><identifier>{escape(name_of(request, row))}</identifier>"
        f"<datestamp>{stamp(row.changed_at)}</datestamp></header>"
    )
    if not whole:
        return header
    if gone:
        return f"<record>{header}</record>"
    address = request.build_absolute_uri(row.get_absolute_url())
    return f"<record>{header}<metadata>{citing.oai_dc(row, address)}</metadata></record>"


VERBS = {
    "Identify": identify,
    "ListMetadataFormats": formats,
    "ListSets": sets,
    "GetRecord": get_record,
    "ListIdentifiers": lambda request, given: listed(request, given, whole=False),
    "ListRecords": lambda request, given: listed(request, given, whole=True),
}
