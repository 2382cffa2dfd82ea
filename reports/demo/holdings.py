"""What a documentation room leaves behind in two years: loans, scans on the tables, checks, questions, lists."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.utils import timezone

from citedesmetiers.models import Purpose, Site
from citedesmetiers.opening import calendars
from documentation import inventory as rounds
from documentation.models import (
    Bibliography,
    BibliographyItem,
    ClassificationNode,
    ConsultationCount,
    Copy,
    Inventory,
    InventoryScan,
    LinkCheck,
    Loan,
    LoanCount,
    Opinion,
    Report,
    Reservation,
    Resource,
    SearchCount,
    ShelfSpot,
    Wish,
)
from documentation.search import index
from documentation.searches import plain_question
from reports.demo.centre import YEARS_BEFORE, read
from reports.demo.chance import Weighted, stream
from reports.demo.rhythm import MONTHS, is_school_holiday

AT_ONCE = 5_000
LENT_A_DAY = {"main": 2.6, "pont_de_lisse": 1.3, "borgo_lessina": 0.3}
READ_A_ROUND = {"main": 5, "pont_de_lisse": 2.5, "borgo_lessina": 0.8}
ROUNDS = {1, 3}  # Tuesday and Thursday evening somebody goes round the tables with the scanner
OPENED_ONLINE_A_WEEK = 14
FIRST_BARCODE = 20_260_001
OUT, OVERDUE = 34, 6  # copies that are on loan, and how many of these should be back
HAND_OUTS = 20  # more copies than this lie in a pile and are not scanned
NEVER_VERIFIED, LONGEST_AGO = 0.07, 900
MISSING = 4
TRIES = 10  # so often somebody looks for a title that is there already


def fill(seed, sites, day):
    """Store what happened around the holdings until `day`; the catalogue itself is there already."""
    resources = list(Resource.objects.select_related("medium").order_by("source_id"))
    date_holdings(seed, resources, day)
    copies = list(Copy.objects.select_related("resource__medium", "site").order_by("pk"))
    scanned = [copy for copy in copies if copy.barcode]
    use(seed, sites, scanned, resources, day)
    lend(seed, scanned, day)
    inventories(seed, sites, scanned, day)
    links(seed, resources, day)
    ask(seed, day)
    lists({resource.source_id: resource for resource in resources}, day)
    weed(sites, copies, day)
    place_shelves(sites)
    index.rebuild()  # what is on the shelf has changed


def date_holdings(seed, resources, day):
    """Say when each title came and was looked at last, and stick a barcode on each copy that is no hand-out."""
    for resource in resources:
        rng = stream(seed, "acquired", resource.source_id)
        first = timezone.datetime(resource.year or day.year, 1, 8).date()
        resource.acquired_on = min(first + timedelta(days=rng.randrange(330)), day - timedelta(days=12))
        since = min((day - resource.acquired_on).days, LONGEST_AGO)
        never = rng.random() < NEVER_VERIFIED
        resource.verified_on = None if never else day - timedelta(days=int(since * rng.random() ** 2))
    Resource.objects.bulk_update(resources, ["acquired_on", "verified_on"], batch_size=AT_ONCE)
    came = {resource.pk: resource.acquired_on for resource in resources}
    copies = list(Copy.objects.order_by("pk"))
    piles = Counter((copy.resource_id, copy.site_id) for copy in copies)
    for number, copy in enumerate(copies, start=FIRST_BARCODE):
        copy.added_on = came[copy.resource_id]
        if piles[copy.resource_id, copy.site_id] <= HAND_OUTS:
            copy.barcode = str(number)
    Copy.objects.bulk_update(copies, ["added_on", "barcode"], batch_size=AT_ONCE)
    opinions = list(Opinion.objects.all())
    for opinion in opinions:
        opinion.day = min(came[opinion.resource_id] + timedelta(days=9), day)
    Opinion.objects.bulk_update(opinions, ["day"], batch_size=AT_ONCE)


def use(seed, sites, copies, resources, day):
    """Counts of loans and of scans on the tables, day by day since the first year; and of pages opened, by week."""
    begin = day.replace(year=day.year - YEARS_BEFORE, month=1, day=1)
    for calendar in calendars(Site.objects.filter(code__in=LENT_A_DAY), begin, day):
        here = {copy.resource for copy in copies if copy.site_id == calendar.site.pk}
        may_go = {copy.resource_id for copy in copies if copy.site_id == calendar.site.pk and copy.lendable}
        use_at(seed, calendar, sorted(here, key=lambda resource: resource.source_id), may_go)
    online = Weighted({resource: 1 + popularity(seed, resource) for resource in resources if resource.url})
    opened = []
    for monday in mondays(begin, day):
        rng = stream(seed, "opened", monday)
        drawn = Counter(online.draw(rng) for _n in range(around(rng, OPENED_ONLINE_A_WEEK)))
        opened += [ConsultationCount(resource=resource, day=monday, n=n) for resource, n in drawn.items()]
    ConsultationCount.objects.bulk_create(opened, batch_size=AT_ONCE)


def use_at(seed, calendar, resources, may_go):
    """Counts of one place; `may_go`: keys of the resources with a copy to lend."""
    site, loved = calendar.site, Weighted({resource: 1 + popularity(seed, resource) for resource in resources})
    lent, read_here = [], []
    for day in filter(calendar.is_open_day, days(calendar.first, calendar.last)):
        rng = stream(seed, "documents", site.code, day)
        season = MONTHS[day.month - 1] * (0.7 if is_school_holiday(day) else 1)
        for resource, n in drawn_on(day, rng, loved, LENT_A_DAY[site.code] * season):
            if resource.pk in may_go:
                lent.append(LoanCount(resource=resource, site=site, day=day, n=n, renewals=int(rng.random() < 0.15)))
        if day.weekday() in ROUNDS:
            for resource, n in drawn_on(day, rng, loved, READ_A_ROUND[site.code] * season):
                read_here.append(ConsultationCount(resource=resource, site=site, day=day, n=n))
    LoanCount.objects.bulk_create(lent, batch_size=AT_ONCE)
    ConsultationCount.objects.bulk_create(read_here, batch_size=AT_ONCE)


def drawn_on(day, rng, loved, mean):
    """[(resource, how often), …] of what is taken on a day, of what was there by then."""
    wanted = around(rng, mean)
    there = (resource for _n in range(TRIES * wanted) if (resource := loved.draw(rng)).acquired_on <= day)
    return list(Counter(islice(there, wanted)).items())


def popularity(seed, resource):
    """How much more often than the least wanted title it is taken: a few are wanted by all."""
    return 12 * stream(seed, "wanted", resource.source_id).random() ** 4


def around(rng, mean):
    """A whole number around `mean`, seldom twice as much."""
    return int(mean * (0.4 + 1.2 * rng.random()) + rng.random())


def days(first, last):
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def mondays(first, last):
    begin = first - timedelta(days=first.weekday())
    return (begin + timedelta(weeks=number) for number in range((last - begin).days // 7 + 1))


def lend(seed, copies, day):
    """What is out today, a few of it overdue; one title is waited for, one is kept aside."""
    rng = stream(seed, "out", day)
    may_go = [copy for copy in copies if copy.lendable and copy.resource.acquired_on < day - timedelta(days=60)]
    out = rng.sample(may_go, OUT)
    loans = []
    for number, copy in enumerate(out):
        term = copy.resource.medium.loan_days
        late = 1 + rng.randrange(25) if number < OVERDUE else -rng.randrange(term)
        due = day - timedelta(days=late)
        loans.append(Loan(copy=copy, number=rng.randrange(1, 400), lent_on=due - timedelta(days=term), due_on=due))
    Loan.objects.bulk_create(loans)
    alone = next(copy for copy in out if sum(other.resource_id == copy.resource_id for other in may_go) == 1)
    Reservation.objects.create(resource=alone.resource, site=alone.site, code=4172, day=day - timedelta(days=3))
    gone = {copy.pk for copy in out}
    aside = next(copy for copy in may_go if copy.pk not in gone)
    Reservation.objects.create(
        resource=aside.resource, site=aside.site, code=8306, day=day - timedelta(days=9), copy=aside,
        kept_until=day + timedelta(days=5),
    )  # fmt: skip


def inventories(seed, sites, copies, day):
    """A round in the summer, after which a few copies are missing, and one that is under way."""
    rng = stream(seed, "inventory", day.year)
    held = [copy for copy in copies if copy.site == sites["main"] and copy.added_on < day - timedelta(days=150)]
    held = [copy for copy in held if not Loan.objects.filter(copy=copy).exists()]
    gone = rng.sample(held, MISSING)
    summer = day - timedelta(days=130)
    past = Inventory.objects.create(site=sites["main"], started_on=summer)
    scan(past, [copy for copy in held if copy not in gone])
    past.finished_on, past.expected, past.found = summer + timedelta(days=1), len(held), len(held) - MISSING
    past.save()
    Copy.objects.filter(pk__in=[copy.pk for copy in gone]).update(state=Copy.State.MISSING)
    now = Inventory.objects.create(site=sites["pont_de_lisse"], started_on=day)
    due = list(rounds.expected(now).order_by("shelf_mark", "pk"))
    scan(now, due[: 2 * len(due) // 3])


def scan(inventory, copies):
    InventoryScan.objects.bulk_create(
        InventoryScan(inventory=inventory, barcode=copy.barcode, copy=copy) for copy in copies
    )


def links(seed, resources, day):
    """Three rounds of the link checker: nearly all answers, and what visitors told."""
    online = [resource for resource in resources if resource.url]
    odd = stream(seed, "links").sample(online, 4)
    Verdict, checks = LinkCheck.Verdict, []
    for back in (62, 31, 1):
        night = timezone.make_aware(datetime.combine(day - timedelta(days=back), time(2, 40)))
        for resource in online:
            verdict, status, final = Verdict.ALIVE, 200, resource.url
            if resource in odd[:2] and back < 60:
                verdict, final = Verdict.MOVED, f"{resource.url.rstrip('/')}/accueil"
            elif resource == odd[2] and back < 30:
                verdict, status, final = Verdict.DEAD, 404, ""
            elif resource == odd[3] and back == 31:
                verdict, status, final = Verdict.UNSURE, None, ""
            row = LinkCheck(resource=resource, url=resource.url, at=night, verdict=verdict, status=status)
            row.final_url = final
            checks.append(row)
    LinkCheck.objects.bulk_create(checks)
    known = {resource.source_id: resource for resource in resources}
    told = (("CMV-00023", "outdated", 4), ("CMV-00063", "damaged", 2), ("CMV-00173", "missing", 1))
    Report.objects.bulk_create(
        Report(resource=known[code], kind=kind, day=day - timedelta(days=ago)) for code, kind, ago in told
    )


def weed(sites, copies, day):
    """Titles that were held once and are weeded now, in each of the years; some led to what replaces them."""
    media = {resource.medium.code: resource.medium for resource in {copy.resource for copy in copies}}
    known, old, gone = {copy.resource.source_id: copy.resource for copy in copies}, [], []
    for entry in read("holdings")["weeded"]:
        out = day.replace(day=1) - timedelta(days=30 * entry["months_ago"] - 9)
        resource = Resource(
            title=entry["title"], publisher=entry["publisher"], year=entry["year"], medium=media[entry["medium"]],
            source_id=entry["id"], acquired_on=date(entry["year"], 9, 15), weeded_on=out,
            weeded_because=entry["because"], replaced_by=known.get(entry.get("replaced_by")),
        )  # fmt: skip
        old.append(resource)
        for _number in range(entry.get("copies", 1)):
            gone.append(Copy(
                resource=resource, site=sites["main"], shelf_mark=entry["mark"], added_on=resource.acquired_on,
                state=Copy.State.WITHDRAWN, withdrawn_on=out,
            ))  # fmt: skip
    Resource.objects.bulk_create(old)
    Copy.objects.bulk_create(gone)


def place_shelves(sites):
    """In which row of the rooms the shelves stand, for the drawing on a record's page."""
    nodes = {node.code: node for node in ClassificationNode.objects.all()}
    ShelfSpot.objects.bulk_create(
        ShelfSpot(site=sites[code], node=nodes[shelf], row=row, words=words)
        for code, rows in read("holdings")["rows"].items()
        for shelf, row, words in rows
    )


def ask(seed, day):
    """A year of questions by week, some of them in vain."""
    content, rows = read("holdings"), []
    for monday in mondays(day - timedelta(days=360), day):
        rng = stream(seed, "asked", monday)
        for name, is_vain in (("questions", False), ("in_vain", True)):
            for words, mean in content[name].items():
                if n := around(rng, mean):
                    rows.append(
                        SearchCount(question=plain_question(words), week=monday, n=n, without_result=n * is_vain)
                    )
    SearchCount.objects.bulk_create(rows, batch_size=AT_ONCE)


def lists(known, day):
    """Bibliographies and purchase wishes."""
    purposes = {purpose.code: purpose for purpose in Purpose.objects.all()}
    for number, entry in enumerate(read("holdings")["bibliographies"]):
        row = Bibliography.objects.create(
            title=entry["title"], subtitle=entry["subtitle"], introduction=entry["introduction"],
            purpose=purposes[entry["purpose"]], day=day - timedelta(days=20 + 70 * number),
            published=entry.get("published", True),
        )  # fmt: skip
        BibliographyItem.objects.bulk_create(
            BibliographyItem(
                bibliography=row, resource=known[item["id"]], rank=rank, section=item["section"],
                comment=item["comment"],
            )
            for rank, item in enumerate(entry["items"], start=1)
        )  # fmt: skip
    Wish.objects.bulk_create(
        Wish(title=entry["title"], purpose=purposes[entry["purpose"]], asked_on=day - timedelta(days=8 + 11 * number))
        for number, entry in enumerate(read("holdings")["wishes"])
    )
