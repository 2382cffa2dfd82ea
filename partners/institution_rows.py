"""What a row of the list of institutions shows, in one query, and how many of which sort a list holds."""

from datetime import date, timedelta

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, IntegerField, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from citedesmetiers.csv_files import download
from citedesmetiers.sorting import by_name
from partners.models import Agreement, InstitutionRole, Presence, Professional
from partners.models.agreement import DAYS_OF_NOTICE
from partners.models.institution import PARTNER_ROLES

FOR_EVER = date(9999, 12, 31)
COLUMNS = {
    "name": by_name(),
    "municipality": by_name("municipality"),
    "covered_until": "covered_until",
    "people": "people",
}


def counted(rows):
    """How many of `rows` (a queryset of one key each, the institution) an institution has, as a subquery."""
    per_institution = rows.filter(institution=OuterRef("pk")).order_by().values("institution")
    return Coalesce(Subquery(per_institution.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def for_list(institutions, day):
    """Each with agreements_in_force, covered_until (the latest end among them), people and places on `day`."""
    in_force = Agreement.objects.in_force(day).filter(institution=OuterRef("pk")).order_by()
    latest = in_force.values("institution").annotate(last=Max(Coalesce("ends_on", Value(FOR_EVER))))
    there = Presence.objects.on(day).filter(institution=OuterRef("pk")).order_by()
    places = there.values("institution").annotate(names=StringAgg("site__name", ", ", order_by="site__name"))
    return institutions.select_related("kind").annotate(
        agreements_in_force=counted(Agreement.objects.in_force(day)),
        covered_until=Subquery(latest.values("last")),
        people=counted(Professional.objects.active(day)),
        places=Subquery(places.values("names")),
    )


def sorts(institutions):
    """How many of them are partners, companies that are no partners, and others, as a dictionary."""
    partner = Q(roles__overlap=PARTNER_ROLES)
    company = Q(roles__contains=[InstitutionRole.COMPANY]) & ~partner
    return institutions.order_by().aggregate(
        partners=Count("pk", filter=partner),
        companies=Count("pk", filter=company),
        others=Count("pk", filter=~partner & ~Q(roles__contains=[InstitutionRole.COMPANY])),
    )


def as_csv(institutions, day):
    """The download of the list, one line an institution; contacts are not in it."""
    rows = [
        [
            _("Code"), _("Name"), _("Kind"), _("Roles"), _("Municipality"), _("Country"), _("Takes part since"),
            _("Took part until"), _("Agreements in force"), _("Covered until"), _("People"), _("Places"),
        ]
    ]  # fmt: skip
    for institution in institutions:
        rows.append(
            [
                institution.code,
                institution.name,
                institution.kind.name,
                ", ".join(str(name) for name in institution.role_names),
                institution.municipality,
                institution.country,
                institution.since or "",
                institution.until or "",
                institution.agreements_in_force,
                end_of(institution) or "",
                institution.people,
                institution.places or "",
            ]
        )
    return download(rows, f"institutions-{day}.csv")


def end_of(institution):
    """Until when agreements cover it, None when without an end or when there is none in force."""
    last = institution.covered_until
    return None if last in (None, FOR_EVER) else last


def ends_soon(institution, day):
    """True when the last agreement that covers it ends within the days of notice; reminders tell of it too."""
    last = end_of(institution)
    return last is not None and last <= day + timedelta(days=DAYS_OF_NOTICE)
