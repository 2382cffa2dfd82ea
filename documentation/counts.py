"""What the documentation room hands to the figures: one function each, in SQL, over the resources of the centre.

`sites`: keys of places, None for all. A resource stands at the places where its copies do; online ones at every place.
"""

from dateutil.relativedelta import relativedelta
from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When
from django.db.models.functions import ExtractMonth

from citedesmetiers.models import Purpose
from documentation.models import ConsultationCount, Copy, LoanCount, Medium, Resource, SearchCount

AGES = ((0, 2), (3, 5), (6, 10), (11, None))  # years since publication


def held(sites=None, day=None, **only):
    """Resources that are held, at `sites` or anywhere; on the day `day`, now when it is left out.

    A resource whose day of acquisition is not known counts as always there. only: conditions, such as purposes.
    """
    rows = Resource.objects.filter(**only)
    if day is None:
        rows = rows.kept()
    else:
        rows = rows.filter(Q(weeded_on__isnull=True) | Q(weeded_on__gt=day))
        rows = rows.filter(Q(acquired_on__isnull=True) | Q(acquired_on__lte=day))
    return standing_at(rows, copies_held(day), sites)


def copies_held(day=None):
    """Copies that are not withdrawn; on the day `day`, now when it is left out."""
    if day is None:
        return Copy.objects.kept()
    return Copy.objects.exclude(withdrawn_on__lte=day).exclude(added_on__gt=day)


def standing_at(resources, copies, sites):
    """Those of `resources` with one of `copies` at `sites`, and the online ones; all of them when `sites` is None."""
    if sites is None:
        return resources
    return resources.filter(Q(pk__in=copies.filter(site__in=sites).values("resource")) | ~Q(url=""))


def holdings(sites=None, day=None):
    """{"resources", "copies"} that are held."""
    rows = held(sites, day)
    copies = copies_held(day).filter(resource__in=held(day=day))
    if sites is not None:
        copies = copies.filter(site__in=sites)
    return {"resources": rows.count(), "copies": copies.count()}


def by_purpose(sites=None, day=None):
    """[(purpose name or None, n), …]; a resource with two purposes counts for both."""
    return in_order(Purpose, held(sites, day), "purposes")


def by_medium(sites=None, day=None, **only):
    """[(medium name, n), …] in the order of the list."""
    return in_order(Medium, held(sites, day, **only), "medium")


def in_order(model, resources, path):
    """[(name in the reader's language, n), …] of the rows of a list that `path` leads to, then None for no row."""
    counted = dict(resources.order_by().values_list(path).annotate(n=Count("pk", distinct=True)))
    found = [(row.name, counted[row.pk]) for row in model.objects.order_by("rank", "pk") if row.pk in counted]
    return found + ([(None, counted[None])] if None in counted else [])


def by_age(today, sites=None, day=None, **only):
    """[((youngest, oldest) in years or None for no year, n), …]."""
    whens = [
        When(
            Q(year__lte=today.year - young) & (Q(year__gte=today.year - old) if old is not None else Q()),
            then=Value(at),
        )
        for at, (young, old) in enumerate(AGES)
    ]
    whens.insert(0, When(year__gt=today.year, then=Value(0)))
    band = Case(*whens, default=Value(None), output_field=IntegerField())
    found = dict(held(sites, day, **only).order_by().annotate(band=band).values_list("band").annotate(n=Count("pk")))
    return [(AGES[at], found.get(at, 0)) for at in range(len(AGES))] + [(None, found.get(None, 0))]


def older_than(today, years=3, sites=None, day=None, **only):
    """How many of those held are older than `years`, and of how many the year is known."""
    rows = held(sites, day, **only).filter(year__isnull=False)
    return {"n": rows.filter(year__lt=today.year - years).count(), "of": rows.count()}


def additions(year, sites=None):
    """{"resources", "copies", "cents"} that came in during `year`; the price counts once for each copy.

    What was weeded or withdrawn since came in all the same: the figure of a year stays what it was.
    """
    copies = Copy.objects.filter(added_on__year=year)
    resources = standing_at(Resource.objects.filter(acquired_on__year=year), Copy.objects.all(), sites)
    if sites is not None:
        copies = copies.filter(site__in=sites)
    return {
        "resources": resources.count(),
        "copies": copies.count(),
        "cents": copies.aggregate(cents=Sum("resource__price_cents"))["cents"] or 0,
    }


def weeded(year):
    """{"n", "reasons": [(reason, n), …]} of what was weeded in `year`."""
    rows = Resource.objects.filter(weeded_on__year=year).order_by()
    reasons = rows.values_list("weeded_because").annotate(n=Count("pk")).order_by("-n")
    labels = dict(Resource.WeedingReason.choices)
    return {"n": rows.count(), "reasons": [(labels[code], n) for code, n in reasons]}


def monthly(rows, year, sites):
    rows = rows.filter(day__year=year).order_by()
    if sites is not None:
        rows = rows.filter(site__in=sites)
    found = dict(rows.annotate(month=ExtractMonth("day")).values_list("month").annotate(total=Sum("n")))
    return [found.get(month, 0) for month in range(1, 13)]


def loans(year, sites=None):
    """Loans in each month of `year`, January first; renewals are not loans."""
    return monthly(LoanCount.objects.all(), year, sites)


def consultations(year, sites=None):
    """Consultations on the spot in each month of `year`, January first."""
    return monthly(ConsultationCount.objects.filter(site__isnull=False), year, sites)


def lent(sites, first, last):
    """Loans at `sites` from `first` to `last`, both included; renewals are not loans."""
    return used(LoanCount, sites, first, last)


def consulted(sites, first, last):
    """Consultations on the spot at `sites` from `first` to `last`, both included."""
    return used(ConsultationCount, sites, first, last)


def used(model, sites, first, last):
    """The sum of a model of counts of days; what was opened online stands at no place and so is left out."""
    rows = model.objects.filter(site__in=sites, day__range=(first, last))
    return rows.aggregate(n=Sum("n", default=0))["n"]


def opened_online(year):
    """How often something was opened online in each month of `year`, January first; no place has a part in it."""
    return monthly(ConsultationCount.objects.filter(site__isnull=True), year, None)


def searches(year):
    """{"n", "without_result"} of the questions that were asked in the weeks that began in `year`."""
    found = SearchCount.objects.filter(week__year=year).aggregate(n=Sum("n"), without_result=Sum("without_result"))
    return {name: number or 0 for name, number in found.items()}


def verified(today, sites=None):
    """{"n", "of"}: how many of those held were verified within a year: since the day after this one a year ago."""
    rows = held(sites)
    return {"n": rows.filter(verified_on__gt=today - relativedelta(years=1)).count(), "of": rows.count()}
