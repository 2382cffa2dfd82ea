"""What the characteristics of visitors rest on: the weeks in which a place that samples qualifies every visit."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.models import Site
from citedesmetiers.opening import calendars
from reception.models import DayRemark, SamplingPeriod


@dataclass(frozen=True)
class Sample:
    """The sampling of one place over some days.

    periods: the SamplingPeriods that touch these days, in order; empty when the place samples at other times alone.
    sampled, opened: opening days within them, and in all, as far as they are over.
    """

    site: object
    periods: tuple = ()
    sampled: int = 0
    opened: int = 0

    @property
    def sentence(self):
        """What the characteristics of visitors rest on."""
        if not self.periods:
            return _("No sampling period lies in these days: characteristics rest on no planned sample.")
        sentence = ngettext(
            "Characteristics rest on %(sampled)s of %(n)s opening day, the sampling periods: %(periods)s.",
            "Characteristics rest on %(sampled)s of %(n)s opening days, the sampling periods: %(periods)s.",
            self.opened,
        )
        spans = ", ".join(_("%(first)s to %(last)s") % span_words(period) for period in self.periods)
        return sentence % {"sampled": self.sampled, "n": self.opened, "periods": spans}


def span_words(period):
    return {"first": date_format(period.starts_on), "last": date_format(period.ends_on)}


def samples(sites, first, last):
    """A Sample for each of `sites` that samples at all, over the days from `first` to `last`, both included.

    One query where no place samples, five where one does. Source: SamplingPeriod, the calendar, days shut after all.
    """
    periods = {}
    for period in SamplingPeriod.objects.filter(site__in=sites).order_by("starts_on", "pk"):
        periods.setdefault(period.site_id, []).append(period)
    if not periods:
        return []
    shut = DayRemark.objects.filter(site__in=periods, day__range=(first, last), reason=DayRemark.Reason.SHUT)
    shut, found, today = set(shut.values_list("site_id", "day")), [], timezone.localdate()
    for calendar in calendars(Site.objects.filter(pk__in=periods), first, last):
        key = calendar.site.pk
        touching = tuple(each for each in periods[key] if each.starts_on <= last and each.ends_on >= first)
        over = [day for day in calendar.days() if day < today]
        days = [day for day in over if calendar.is_open_day(day) and (key, day) not in shut]
        sampled = sum(any(each.starts_on <= day <= each.ends_on for each in touching) for day in days)
        found.append(Sample(calendar.site, touching, sampled, len(days)))
    return found


def sampling_note(site, first, last):
    """A sentence: what the characteristics of visitors at `site` from `first` to `last` rest on.

    A place without any sampling period qualifies whenever it likes; one that samples qualifies everyone in some weeks
    and only counts otherwise. Unit: opening days.
    """
    found = samples([site], first, last)
    if not found:
        return _("Characteristics rest on the visits that reception could qualify, on any day.")
    return found[0].sentence


def on_days_asked(found):
    """The condition on rows with a place and a day that they lie where visits were qualified, given the Samples.

    None when no place samples in these days: then every visit counts. A place that does not sample counts on all days.
    """
    sampling = [sample for sample in found if sample.periods]
    if not sampling:
        return None
    condition = ~Q(site_id__in=[sample.site.pk for sample in sampling])
    for sample in sampling:
        for period in sample.periods:
            condition |= Q(site_id=sample.site.pk, day__range=(period.starts_on, period.ends_on))
    return condition
