"""The centre itself: territory, places, hours, closures, starting lists, accounts."""

from datetime import time
from functools import cache
from pathlib import Path

from citedesmetiers import factories, starting_lists
from citedesmetiers.models import Closure, OpeningHours, Site
from citedesmetiers.starting_lists import per_language
from citedesmetiers.yaml_files import content_of
from reports.demo.years import moved, moved_period, moved_to_weekday, parsed

HERE = Path(__file__).parent
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
YEARS_BEFORE = 2  # full years of activity before the current one
YEARS_AFTER = 1  # so that the last days of December know when the place opens again


@cache
def read(name):
    """The content of the data file `name`.yaml beside this module."""
    return content_of(HERE / f"{name}.yaml")


def build(year, password):
    """Make the centre as it stands in `year`, with its accounts. Returns the places by code."""
    content = read("centre")
    shift = year - content["anchor_year"]
    build_centre(content["centre"], shift)
    for entry in content["territory"]["municipalities"]:
        factories.make_municipality(**{field: entry[field] for field in ("code", "country", "name", "population")})
    starting_lists.load()
    names = {entry["code"]: entry["name"] for entry in content["territory"]["municipalities"]}
    sites = {}
    for entry in content["sites"]:
        sites[entry["code"]] = build_site(entry, names, parent=sites.get(entry["parent"]), shift=shift)
    OpeningHours.objects.bulk_create(
        row for entry in content["sites"] for row in opening_hours(entry, sites[entry["code"]], year, shift)
    )
    for row in closures(content["closures"], sites, year, content["anchor_year"]):
        row.save()
    for account in read("accounts")["accounts"]:
        works_at = [sites[code] for code in account["sites"]]
        factories.make_user(**account | {"sites": works_at}, password=password, language="fr")
    return sites


def build_centre(entry, shift):
    balance = entry["opening_balance_visits"]
    return factories.make_centre(
        name=entry["name"]["fr"],
        short_name=entry["short_name"],
        area_name=entry["area_name"],
        country=entry["country"],
        holding_structure=entry["holding_structure"],
        legal_model=entry["legal_model"]["code"],
        languages=entry["languages"]["offered"],
        default_language=entry["languages"]["default"],
        opening_balance=balance["value"],
        opening_balance_until=moved(parsed(balance["until"]), shift),
        suppression_threshold=entry["privacy"]["threshold"],
        retention_months=entry["privacy"]["retention_months"],
        demonstration=True,
        **per_language("name", entry["name"]),
        **per_language("aim", entry["stated_aim"]),
    )


def build_site(entry, municipalities, *, parent, shift):
    """One place with its computer stations; `municipalities` gives the names by code."""
    opened, closed = parsed(entry["opened_on"]), parsed(entry["closed_on"])
    stations = [(parsed(step["from"]), step["count"]) for step in entry["stations"]]
    if entry["kind"] == Site.Kind.EPHEMERAL:
        first = moved_to_weekday(opened, shift)
        opened, closed, stations = first, first + (closed - opened), [(first, stations[0][1])]
    site = factories.make_site(
        code=entry["code"],
        name=entry["name"]["fr"],
        kind=entry["kind"],
        parent=parent,
        services=entry["services"],
        host=entry["host"] or "",
        address=entry["address"],
        postcode=entry["postcode"],
        municipality=municipalities[entry["municipality"]],
        country=entry["country"],
        step_free=entry["access"]["step_free"],
        priority_district=entry["priority_district"],
        area_m2=entry["area_m2"],
        distance_km=entry["distance_to_parent_km"],
        opened_on=opened,
        closed_on=closed,
        profile_lists=entry["profile_lists"],
        **per_language("name", entry["name"]),
        **per_language("access", entry["access"]["transport"]),
    )
    for since, count in stations:
        factories.make_station_count(site=site, since=since, stations=count)
    return site


def opening_hours(entry, site, year, shift):
    """The weekly hours of one place as unsaved rows, for each year that is shown."""
    is_ephemeral = entry["kind"] == Site.Kind.EPHEMERAL
    years = [shift] if is_ephemeral else range(shift - YEARS_BEFORE, shift + YEARS_AFTER + 1)
    for step in years:
        for period in entry["hours"]:
            first, last = moved(parsed(period["from"]), step), moved(parsed(period["to"]), step)
            if is_ephemeral:
                first, last = site.opened_on, site.closed_on
            for weekday, stretches in period["week"].items():
                for opens, closes in stretches:
                    yield OpeningHours(
                        site=site,
                        valid_from=first,
                        valid_until=last,
                        weekday=WEEKDAYS.index(weekday),
                        opens=time.fromisoformat(opens),
                        closes=time.fromisoformat(closes),
                    )


def closures(entries, sites, year, anchor_year):
    """Closures and exceptional openings of all places as unsaved rows, for each year that is shown.

    What nobody had planned does not come back every year: it stands in every second one, whichever year is current,
    so that a past day stays what it was.
    """
    for entry in entries:
        first, last = parsed(entry["from"]), parsed(entry["to"])
        # One year more at the beginning: the closure at the year's end reaches into January.
        for target in range(year - YEARS_BEFORE - 1, year + YEARS_AFTER + 1):
            if entry.get("unplanned") and (target - anchor_year) % 2:
                continue
            starts_on, ends_on = moved_period(first, last, target - anchor_year)
            if ends_on.year < year - YEARS_BEFORE:
                continue
            for code in entry["sites"]:
                for opens, closes in entry.get("hours", [(None, None)]):
                    yield Closure(
                        site=sites[code],
                        kind=entry["kind"],
                        starts_on=starts_on,
                        ends_on=ends_on,
                        opens=opens and time.fromisoformat(opens),
                        closes=closes and time.fromisoformat(closes),
                        unplanned=entry.get("unplanned", False),
                        **per_language("reason", entry["reason"]),
                    )
