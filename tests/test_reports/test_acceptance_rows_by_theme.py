"""Row 52: interviews and loans of documents of a theme, "constantly rising", entered at desk and lending table."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_opening_hours, make_site
from counselling.factories import make_desk
from counselling.models import Theme
from documentation.factories import make_copy, make_resource
from tests.test_reports.test_acceptance_counselling import figure, posted

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
TODAY = timezone.localdate


@pytest.fixture
def on(monkeypatch):
    """A function: on(day) makes the clock of the centre show that day."""

    def show(day):
        monkeypatch.setattr(timezone, "localdate", lambda moment=None, zone=None: TODAY(moment) if moment else day)

    return show


def months():
    """The tenth of each of the three months before this one, in order."""
    this = TODAY().year * 12 + TODAY().month - 1
    return [date(number // 12, number % 12 + 1, 10) for number in range(this - 3, this)]


def interviews(client, desk, day, themes):
    """Type one interview of `day` for each of the `themes` into the grid for paper lists."""
    data = {"key": str(uuid4()), "row-TOTAL_FORMS": len(themes), "row-INITIAL_FORMS": 0}
    for at, theme in enumerate(themes):
        row = {"day": day.isoformat(), "desk": desk.pk, "people": 1, "hour": 10, "minutes": "", "kind": "individual"}
        row |= {"channel": "walk_in", "theme": theme, "further_theme": "", "outcome": ""}
        data |= {f"row-{at}-{name}": value for name, value in row.items()}
    posted(client, "counselling:paper", **data)


def test_row_52_interviews_and_loans_of_a_theme_rise_from_month_to_month(signed_in, on):
    starting_lists.load()
    site = make_site(name="La Réunion")
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, valid_from=date(1993, 1, 1))
    client = signed_in("counsellor", "documentation", "director", sites=[site])
    desk, theme = make_desk(site=site, valid_from=date(2010, 1, 1)), Theme.objects.first()
    book = make_resource(title="Starting a business", subjects=["Business creation"])
    barcodes = [make_copy(resource=book, site=site, lendable=True, barcode=f"00{n}").barcode for n in range(1, 7)]
    days, lent = months(), 0
    for at, day in enumerate(days, 1):
        on(day)
        interviews(client, desk, day.replace(day=9), [theme.pk] * 2 * at + [""])  # one about something else
        for barcode in barcodes[lent : lent + at]:
            posted(client, "documentation:loan_add", number=barcode, barcode=barcode)
        lent += at
    on(TODAY())
    first, last = days[0].replace(day=1), days[-1]
    by_month = [row[0] for row in figure(client, "interviews_by_month", first, last).values()]
    loans = [row[0] for row in figure(client, "loans_by_month", first, last).values()]
    assert by_month[:3] == ["3", "5", "7"]
    assert loans[:3] == ["1", "2", "3"]
    assert figure(client, "loans_by_subject", first, last)["Business creation"][0] == "6"
    by_theme = [figure(client, "interviews_by_theme", day.replace(day=1), day)[str(theme)][0] for day in days]
    assert by_theme == ["2", "4", "6"]
