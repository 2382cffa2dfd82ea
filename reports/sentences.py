"""Sentences that say what the figures show. Every claim in them is computed; none is left over from last year."""

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.numbers import hour_span, month_and_day, month_name, number, percent, weekday_name


def visits(n):
    """ "28,344 visits" for 28344."""
    return ngettext("%(number)s visit", "%(number)s visits", n) % {"number": number(n)}


def change(compared):
    """How `compared` differs from the year before: "6.2% more", "1.4% less", "as many"; nothing when it cannot be."""
    if compared.change is None:
        return ""
    if round(compared.change, 1) == 0:
        return _("as many")
    if compared.change > 0:
        return _("%(percent)s more") % {"percent": percent(compared.change)}
    return _("%(percent)s less") % {"percent": percent(-compared.change)}


def year_in_short(found):
    """The lead of the page: how many visits, and how that compares with the same days of the year before."""
    words = {
        "visits": visits(found.visits),
        "day": month_and_day(found.period.last),
        "year": str(found.year),
        "before": str(found.year - 1),
        "change": change(found.total),
    }
    changed = found.total.change
    if found.is_running:
        if changed is None:
            sentence = _("%(visits)s since January. No visits in %(before)s up to %(day)s to compare with.")
        elif round(changed, 1) == 0:
            sentence = _("%(visits)s since January, as many as in %(before)s up to %(day)s.")
        else:
            sentence = _("%(visits)s since January: %(change)s than in %(before)s up to %(day)s.")
    elif changed is None:
        sentence = _("%(visits)s in %(year)s. No visits in %(before)s to compare with.")
    elif round(changed, 1) == 0:
        sentence = _("%(visits)s in %(year)s, as many as in %(before)s.")
    else:
        sentence = _("%(visits)s in %(year)s: %(change)s than in %(before)s.")
    return sentence % words


def months(found):
    """The busiest month and, among months that are over, the quietest one; and how far the running month goes."""
    over = [month for month in found.months if month.until is None]
    sentences = []
    if found.busiest_month:
        busiest = {"month": month_name(found.busiest_month.number), "visits": visits(found.busiest_month.visits)}
        sentences.append(_("Busiest month: %(month)s, with %(visits)s.") % busiest)
    if len(over) > 1:
        quietest = min(over, key=lambda month: month.visits)
        words = {"month": month_name(quietest.number), "visits": visits(quietest.visits)}
        sentences.append(_("Quietest month: %(month)s, with %(visits)s.") % words)
    if found.running_month:
        words = {"month": month_name(found.running_month), "day": month_and_day(found.today)}
        sentences.append(capfirst(_("%(month)s is not over: it counts up to %(day)s.") % words))
    return " ".join(sentences)


def cumulated(found):
    """Where the year stands, where the year before stood on the same day, and where it ended."""
    words = {
        "visits": visits(found.visits),
        "day": date_format(found.period.last),
        "visits_before": number(found.visits_before),
        "before": str(found.year - 1),
        "visits_whole": number(found.visits_whole_year_before),
    }
    if not found.visits_whole_year_before:
        return _("%(visits)s up to %(day)s.") % words
    if not found.is_running:
        return _("%(visits)s up to %(day)s, against %(visits_before)s in %(before)s.") % words
    return (
        _(
            "%(visits)s up to %(day)s, against %(visits_before)s up to the same day of %(before)s, "
            "a year that ended with %(visits_whole)s."
        )
        % words
    )


def purposes(found):
    """The purpose that most people came for, and how many gave none."""
    known = [row for row in found.purposes if row.purpose and row.visits]
    if not known:
        return _("Reception noted no purpose for any of these visits.")
    first = max(known, key=lambda row: row.visits)
    words = {
        "purpose": first.name,
        "visits": number(first.visits),
        "known": visits(found.with_purpose),
        "share": percent(first.share),
    }
    return _("Most frequent: %(purpose)s, %(visits)s of the %(known)s whose purpose is known (%(share)s).") % words


def hours(found):
    """The hour of the week with most visits."""
    (weekday, hour), n = max(found.hours.items(), key=lambda item: (item[1], [-part for part in item[0]]))
    words = {"weekday": weekday_name(weekday), "hours": hour_span(hour), "visits": visits(n)}
    return _("Busiest hour of the week: %(weekday)s, %(hours)s h, with %(visits)s.") % words


def constant_places(found):
    """How the places that counted in both years did, when others came or went; else nothing."""
    same = found.constant_places
    if same is None:
        return ""
    words = {"visits": visits(same.visits), "visits_before": number(same.visits_before), "change": change(same)}
    return _("At the places that counted in both years: %(visits)s against %(visits_before)s (%(change)s).") % words


def opening_days(coverage):
    """How many of the opening days were counted, and how much of the opening hours."""
    if not coverage.open_days:
        return _("No opening day is over yet, or no opening hours have been entered.")
    words = {
        "counted": number(coverage.counted),
        "number": number(coverage.open_days),
        "share": percent(coverage.hours.share),
    }
    return (
        ngettext(
            "%(counted)s of %(number)s opening day was counted, and %(share)s of its hours.",
            "%(counted)s of %(number)s opening days were counted, and %(share)s of their hours.",
            coverage.open_days,
        )
        % words
    )


def sampling(samples):
    """What characteristics of visitors rest on at places that sample: a sentence for each of the Samples."""
    return [_("%(place)s: %(said)s") % {"place": each.site.name, "said": each.sentence} for each in samples]


DAYS_NAMED = 12  # of one reason at one place


def explanations(coverages):
    """What reception said of opening days without any entry: a sentence for each place and reason, with the days."""
    found = []
    for coverage in coverages:
        days_of = {}
        for day in coverage.explained:
            days_of.setdefault(day.remark.get_reason_display(), []).append(month_and_day(day.day))
        for reason, days in days_of.items():
            more = max(0, len(days) - DAYS_NAMED)
            words = {
                "place": coverage.site.name,
                "reason": reason,
                "days": ", ".join(days[:DAYS_NAMED]),
                "more": number(more),
            }
            sentence = _("%(place)s: %(reason)s, %(days)s.")
            if more:
                sentence = ngettext(
                    "%(place)s: %(reason)s, %(days)s and %(more)s further day.",
                    "%(place)s: %(reason)s, %(days)s and %(more)s further days.",
                    more,
                )
            found.append(sentence % words)
    return found
