"""The yearly report: self-assessment and dashboard of a year, in the order that the label's reference gives.

Cover, label file, method note, key figures, publics, principles, territory, network, resources, ratings, last plan,
plan, annexes, approval. Once the self-assessment is validated, all of it is printed as it was frozen (decision 0017).
"""

from functools import cached_property

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citedesmetiers.models import Centre, Site
from reports import activity, assessment, figures, frozen_documents, label, pdf
from reports import documents as doc
from reports import yearly_figures as count
from reports import yearly_words as words
from reports.key_figures import KeyFigures
from reports.models import ClosedPeriod, FrozenReport, LabelFile, SelfAssessment


class Year:
    """What all chapters share: the year, its places and periods, its self-assessment and the document it froze.

    It holds what is counted, so that the report can be written in several languages and is counted once.
    """

    def __init__(self, year, today=None):
        self.year, self.today = year, today or timezone.localdate()
        self.whole = figures.whole_year(year)
        self.period = self.whole.until(self.today) or self.whole
        self.before = self.period.year_before()
        self.centre = Centre.objects.current()
        self.sites = places_of_both(self.whole)
        self.places = places_of(self.whole)
        self.assessment = SelfAssessment.objects.of_year(year)
        self.now = activity.Activity(self.sites, self.period)
        self.earlier = activity.Activity(self.sites, self.before, beside=self.period)
        self.file = LabelFile.objects.current()
        self.steps = list(self.file.steps.all()) if self.file else []

        self._written, self._tables, self._kept = {}, {}, {}

    @property
    def written(self):
        """What the self-assessment says, see reports.assessment.document; None without one."""
        if self.assessment is None:
            return None
        language = get_language()
        if language not in self._written:
            self._written[language] = assessment.document(self.assessment)
        return self._written[language]

    @cached_property
    def key(self):
        """The KeyFigures of the year, as the page shows them."""
        return KeyFigures(year=self.year, sites=self.sites, today=self.today)

    def table(self, code):
        """(Figure, FigureTable) of the figure `code`, this year beside the one before; counted once."""
        figure = figures.FIGURES[code]
        if code not in self._tables:
            scope = figures.Scope(sites=tuple(self.sites), period=self.period, compared=self.before)
            self._tables[code] = figures.table_of(figure, scope)
        return figure, self._tables[code].reworded()

    def once(self, name, count):
        """What `count()` returned when `name` was first asked for. It must hold numbers and rows, no words."""
        if name not in self._kept:
            self._kept[name] = count()
        return self._kept[name]

    @property
    def name(self):
        return str(self.year)

    @property
    def name_before(self):
        return str(self.year - 1)

    @property
    def is_running(self):
        return self.period.last < self.whole.last

    @property
    def closed(self):
        """The closing of the whole year that holds now, or None."""
        rows = ClosedPeriod.objects.standing().filter(first=self.whole.first, last=self.whole.last)
        return rows.order_by("-closed_at").first()

    @property
    def is_final(self):
        return bool(self.assessment and self.assessment.is_frozen)

    @property
    def state(self):
        if self.is_final:
            return _("validated on %(day)s") % {"day": date_format(self.assessment.validated_on)}
        return _("draft, not validated")

    @property
    def level(self):
        """The label in force in words, on the day of the validation or today; "" without one."""
        day = self.assessment.validated_on if self.is_final else self.today
        return label.level_in_words(self.file, self.steps, day)


def places_of(period):
    """The places that were open on at least one day of `period`."""
    return [
        site
        for site in Site.objects.all()
        if (site.opened_on or period.first) <= period.last and (site.closed_on or period.last) >= period.first
    ]


def places_of_both(period):
    """The places open on a day of `period` or of the year before it, as a queryset: both are told, and so compared."""
    there = places_of(figures.Period(period.year_before().first, period.last))
    return Site.objects.filter(pk__in=[site.pk for site in there])


CHAPTERS = [
    words.label_and_places,
    count.method,
    count.key_points,
    count.key_figures,
    count.by_place,
    count.through_the_year,
    count.publics,
    words.principles,
    count.territory,
    count.network,
    count.resources,
    words.ratings,
    words.last_plan,
    words.plan,
    count.definitions,
    count.annexes,
    words.approval,
]


def build(parameters, say):
    """The report of parameters["year"] as a Document, the frozen one if there is; see reports.prints.Print."""
    number = int(parameters["year"])
    frozen = FrozenReport.objects.of_year(number)
    return thawed(frozen) if frozen else document_of(Year(number), say)


def thawed(frozen):
    """The Document of a FrozenReport in the active language or its first. Its logo alone is that of today."""
    language = frozen.language_for(get_language())
    document = frozen_documents.read(frozen.in_language(language))
    document.language = language
    document.logo = pdf.logo_address(Centre.objects.current())
    if not frozen.is_intact:
        with translation.override(language):
            document.state = _("changed since it was frozen: the checksum does not fit")
    return document


def document_of(year, say=None):
    """The report of a Year as a Document in the active language, from what is known now."""
    title = _("Yearly self-assessment report %(year)s") % {"year": year.name}
    return doc.Document(
        title=title,
        centre=name_of(year.centre),
        name=_("Self-assessment %(year)s") % {"year": year.name},
        state=year.state,
        running="",
        chapters=chapters_of(year, CHAPTERS, say),
        filename=slugify(title),
        cover=cover(year),
        is_draft=not year.is_final,
        logo=pdf.logo_address(year.centre),
    )


def chapters_of(year, makers, say=None):
    """The chapters that the functions `makers` write about a Year; each gives one, several or none."""
    chapters = []
    for at, chapter in enumerate(makers):
        found = chapter(year)
        chapters += found if isinstance(found, list) else [found] if found else []
        if say:
            done = _("Chapters: %(n)s of %(all)s") % {"n": at + 1, "all": len(makers)}
            say((at + 1) / len(makers), done)
    return chapters


def name_of(centre):
    return str(centre) if centre else "Cité des métiers"


def cover(year):
    facts = [(_("Label"), year.level)] if year.level else []
    if year.centre and year.centre.holding_structure:
        facts.append((_("Holding structure"), year.centre.holding_structure))
    facts.append((_("Places"), ", ".join(site.name for site in year.places)))
    if year.file:
        facts.append((_("Due on"), date_format(year.file.report_due_on(year.year))))
    facts.append((_("State"), year.state))
    first, last = date_format(year.period.first), date_format(year.period.last)
    return doc.Cover(
        year=year.name,
        title=_("Yearly self-assessment report"),
        sub=_("and dashboard of activity, %(first)s to %(last)s") % {"first": first, "last": last},
        facts=facts,
    )
