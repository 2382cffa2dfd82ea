"""Chapters of the yearly report that are counted: key figures, publics, territory, network, resources, annexes."""

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from citedesmetiers.models import Municipality, ProfileList, Site
from counselling import hours
from partners import counts as partner_counts
from partners.models import Budget, Institution, InstitutionKind, Meeting, MeetingKind, Professional, Programme
from reception.models import PROFILE_FIELDS
from reports import activity, charts, closing, figures, sentences, since_opening
from reports import documents as doc
from reports import report_blocks as blocks
from reports import yearly_words as words
from reports.figures.counts import stated_shares
from reports.models import DeclaredFigure, Survey
from reports.numbers import month_name, number, percent

TILES = ["visits", "interviews", "participations", "consultations", "agreements", "professionals", "hours_held",
         "people_in_groups"]  # fmt: skip

OF_METHOD = ("visits", "group_visits", "change")  # the terms that its readers need first
OF_PUBLICS = ["gender", "age_band", "status", "level", "heard_by", "first_visit"]
TOLD = {f"{source}_by_{name}" for source in ("visits", "interviews") for name in OF_PUBLICS} | {
    "interviews_by_purpose", "interviews_by_desk", "interviews_by_theme", "interviews_by_referral",
    "visits_by_territory",
}  # fmt: skip


def names(year):
    return (year.name, year.name_before)


def grid(year, code, **more):
    """The table behind the figure `code` as a Grid, see reports.report_blocks.grid_of."""
    return blocks.grid_of(*year.table(code), names(year), **more)


def present(found):
    return [block for block in found if block]


def key_points(year):
    """The year on one page."""
    key = year.key
    tiles = [
        doc.Tile(number(year.now[code]), str(activity.LABELS[code].label),
                 doc.compared(year.now[code], year.earlier[code], year.name_before))
        for code in TILES
    ]  # fmt: skip
    found = [doc.Text([sentences.year_in_short(key)], "lead"), doc.Tiles(tiles), doc.Heading(_("What the year was"))]
    lines = [sentences.months(key)] if key.visits else []
    if key.visits:
        lines.append(sentences.purposes(key))
        lines.append(sentences.constant_places(key))
    duty = year.once("duty", lambda: hours.total(year.sites, year.period.first, year.period.last))
    if duty.share_held is not None:
        lines.append(sessions_kept(duty))
    since = year.once("since", lambda: since_opening.since_opening(Site.objects.all(), year.period.last, year.centre))
    lines.append(since_opening.sentence(since))
    if year.written:
        lines.append(criteria_rated(year.written))
    found.append(doc.Items([line for line in lines if line]))
    if year.written and year.written["introduction"]:
        found += [doc.Heading(_("Introduction")), doc.Text(words.paragraphs(year.written["introduction"]))]
    return doc.Chapter(_("The year in short"), found, year.name, flows=True)


def criteria_rated(written):
    """How many criteria of the self-assessment have a level, as a sentence."""
    criteria = [each for principle in written["principles"] for each in principle["criteria"]]
    rated = sum(1 for each in criteria if each["level"])
    said = ngettext("%(rated)s of %(n)s criterion is rated.", "%(rated)s of %(n)s criteria are rated.", len(criteria))
    return said % {"rated": number(rated), "n": number(len(criteria))}


def sessions_kept(duty):
    """How many sessions on duty were held and how many missed, as a sentence."""
    held = ngettext("%(n)s session on duty held", "%(n)s sessions on duty held", duty.held)
    missed = ngettext("%(n)s missed", "%(n)s missed", duty.missed)
    return _("%(held)s, %(missed)s: %(share)s of those confirmed were held.") % {
        "held": held % {"n": number(duty.held)},
        "missed": missed % {"n": number(duty.missed)},
        "share": percent(100 * duty.share_held),
    }


def method(year):
    coverages = [each for each in year.key.coverages if each.open_days]
    rows = [
        [doc.text(each.site.name), doc.count(each.open_days), doc.count(each.counted), doc.share(each.share),
         doc.share(each.hours.share), doc.count(len(each.not_counted)), doc.count(len(each.missing))]
        for each in coverages
    ]  # fmt: skip
    of_all = year.key.coverage
    total = [
        doc.text(_("Together")), doc.count(of_all.open_days), doc.count(of_all.counted), doc.share(of_all.share),
        doc.share(of_all.hours.share), doc.count(len(of_all.not_counted)), doc.count(len(of_all.missing)),
    ]  # fmt: skip
    head = [_("Place"), _("Opening days"), _("Counted"), _("Share"), _("Hours covered"), _("Explained"),
            _("Unexplained")]  # fmt: skip
    shares = year.once("stated", lambda: stated_shares(year.sites, year.period, year.key.samples))
    unknown = " · ".join(
        _("%(what)s: %(share)s") % {"what": ProfileList(name).label, "share": percent(100 - shares[name])}
        for name in PROFILE_FIELDS
        if shares[name] is not None
    )
    threshold = number(year.centre.suppression_threshold) if year.centre else "5"
    pairs = [(str(figures.FIGURES[code].title), str(figures.FIGURES[code].definition))
             for code in OF_METHOD]  # fmt: skip
    pairs += [
        (_("Interview"), _("One conversation held with a counsellor, whoever and however many took part.")),
        (_("Participation"), _("One person at one session of an event; who came to two is two.")),
        (_("Beneficiary"), _("Declared by an organiser with its method, and never added to visits.")),
        (_("Not stated"), unknown or _("No visit was counted.")),
        *((_("Sampling"), sentence) for sentence in sentences.sampling(year.key.samples)),
        (_("Confidentiality"),
         _("In tables that describe people, numbers under %(k)s are masked, and further cells so that none of these "
           "can be worked out. Zeros stay. Volumes of activity are not masked.") % {"k": threshold}),
        *words.how_teams_contributed(year),
        (_("Frozen"), frozen_words(year)),
    ]  # fmt: skip
    lead = _("An anonymous place counts entries and acts, never distinct people: it cannot tell how many different "
             "people came.")  # fmt: skip
    caption = _("Opening days on which visits were counted")
    parts = [doc.Text([lead], "lead"), doc.Definitions(pairs, is_tight=True),
             doc.Grid(caption, head, rows, total, dense=True)]  # fmt: skip
    if said := sentences.explanations(year.key.coverages):
        parts += [doc.Heading(_("What reception said of days without entries")), doc.Items(said)]
    return doc.Chapter(_("Method"), parts, flows=True)


def frozen_words(year):
    if year.closed is None:
        return _("The period is not closed: these figures may still change.")
    return _("Closed on %(day)s; checksum %(sum)s.") % {
        "day": date_format(year.closed.closed_at), "sum": year.closed.checksum,
    }  # fmt: skip


def key_figures(year):
    """All key figures, this year and the year before."""
    grid = blocks.measures(year.now, year.earlier, activity.MEASURES, names(year))
    over = _("%(year)s, %(before)s and change") % {"year": year.name, "before": year.name_before}
    return doc.Chapter(_("Key figures"), [grid], over, flows=True)


def by_place(year):
    """The same place by place, the year before below."""
    sites = list(year.sites)
    if len(sites) < 2:
        return None
    told = [measure for measure in activity.MEASURES if not measure.of_house]
    each = year.once("by_place", lambda: [
        tuple(activity.Activity(year.sites.filter(pk=site.pk), period, of_house=False, beside=beside)
              for period, beside in ((year.period, None), (year.before, year.period)))
        for site in sites
    ])  # fmt: skip
    rows, groups, last = [], {}, None
    for measure in told:
        if measure.group != last:
            groups[len(rows)] = last = measure.group
        cells = [doc.count(now[measure.code], note=number(before[measure.code])) for now, before in each]
        together = doc.count(year.now[measure.code], note=number(year.earlier[measure.code]))
        rows.append([doc.text(measure.label), *cells, together])
    caption = _("Activity by place")
    what = _("%(year)s, and %(before)s below it") % {"year": year.name, "before": year.name_before}
    head = [_("What"), *(site.name for site in sites), _("Together")]
    source = _("Together, a document or a municipality that several places tell counts once.")
    grid = doc.Grid(caption, head, rows, [], source, what, groups=groups, even=True, dense=True, keep=False)
    return doc.Chapter(_("Key figures by place"), [grid], flows=True)


def through_the_year(year):
    """When people came and what for."""
    key = year.key
    if not key.visits:
        return None
    drawn = [
        (_("Visits per month"), charts.months, sentences.months),
        (_("What people come for"), charts.purposes, sentences.purposes),
        (_("When people come"), charts.hours, sentences.hours),
    ]
    found = []
    for caption, chart, sentence in drawn:
        found.append(doc.Picture(caption, chart(key, blocks.PICTURE, sentence(key)), sentence(key)))
    rows = [
        [doc.text(capfirst(month_name(month.number))), doc.count(month.visits), doc.count(month.visits_before),
         doc.signed(month.change), doc.count(month.so_far)]
        for month in key.months
    ]  # fmt: skip
    head = [_("Month"), year.name, year.name_before, pgettext("difference", "Change"), _("Since January")]
    found.append(doc.Grid(_("Visits per month"), head, rows, dense=True))
    found.append(grid(year, "interviews_by_purpose"))
    found.append(grid(year, "interviews_by_desk", keep=False))
    found.append(grid(year, "interviews_by_theme", most=12))
    found.append(grid(year, "interviews_by_referral"))
    return doc.Chapter(_("Through the year"), present(found), flows=True)


def publics(year):
    """Who came, as far as it is known; masked. Visits and interviews of one list stand in one table."""
    found = []
    for name in OF_PUBLICS:
        pair = (year.table(f"{source}_by_{name}") for source in ("visits", "interviews"))
        found.append(blocks.pair_of(ProfileList(name).label, *pair, names(year)))
        if name == "age_band":
            found.append(blocks.picture_of(*year.table("visits_by_age_band")))
    lead = _("Nobody has to say anything about themselves: shares are of those of whom it is known.")
    return doc.Chapter(_("Publics"), [doc.Text([lead], "lead"), *present(found)], flows=True)


def territory(year):
    """Where people come from. By place they stand with all key figures."""
    served = Municipality.objects.count()
    said = ngettext("The territory has %(n)s municipality.", "The territory has %(n)s municipalities.", served)
    said = said % {"n": number(served)}
    came = grid(year, "visits_by_territory", keep=False)
    if came is None:
        return doc.Chapter(_("Territory"), [doc.Text([said], "lead")], flows=True)
    came.source = f"{said} {came.source}"
    return doc.Chapter(_("Territory"), [came], flows=True)


def network(year):
    """Life of the network and programmes, then partners, meetings, trainings and people in small tables."""
    first, last = year.period.first, year.period.last
    meetings = Meeting.objects.within(first, last).filter(kind__family=MeetingKind.Family.NETWORK)
    rows = [
        [doc.text(date_format(meeting.day)), doc.text(meeting), doc.text(meeting.where), doc.count(meeting.people)]
        for meeting in meetings.select_related("kind", "body", "site").order_by("day", "pk")
    ]  # fmt: skip
    found = []
    if rows:
        head = [_("Day"), _("Meeting"), _("Where"), _("People")]
        caption = _("Meetings of the network and its projects")
        found.append(doc.Grid(caption, head, rows, keep=False, dense=True))
    else:
        found.append(doc.Text([_("No meeting of the network is noted.")]))
    programmes = Programme.objects.within(first, last).with_counts().order_by("starts_on", "pk")
    rows = [
        [doc.text(each.name), doc.text(each.get_kind_display()), doc.text(words.unbroken(date_format(each.starts_on))),
         doc.text(words.unbroken(date_format(each.ends_on)) if each.ends_on else ""), doc.count(each.partners)]
        for each in programmes
    ]  # fmt: skip
    if rows:
        head = [_("Programme"), _("Kind"), _("From"), _("To"), _("Partners")]
        found.append(doc.Grid(_("Programmes and projects"), head, rows, keep=False, dense=True))
    small = [partners_by_kind(last), meetings_by_kind(first, last), trainings(first, last), people_here(last)]
    found += present(small)
    return doc.Chapter(_("Network and projects"), found, flows=True)


def resources(year):
    """Who lends what: hours by institution, and money."""
    first, last = year.period.first, year.period.last
    found = []
    duty = hours.by_institution(year.sites, first, last)
    institutions = Institution.objects.in_bulk(duty.keys())
    ordered = sorted(duty.items(), key=lambda item: (-item[1].hours_held, str(institutions[item[0]])))
    rows = [
        [doc.text(institutions[key]), doc.count(each.planned), doc.count(each.held), doc.count(each.missed),
         doc.count(each.hours_held)]
        for key, each in ordered
    ]  # fmt: skip
    if rows:
        head = [_("Institution"), _("Sessions planned"), pgettext("sessions", "Held"), _("Missed"), _("Hours held")]
        found.append(doc.Grid(_("Hours on duty by institution"), head, rows, keep=False, dense=True))
    budgets = Budget.objects.filter(year=year.year).with_totals().select_related("programme", "site")
    told = sorted(budgets, key=lambda row: (row.programme_id is not None, row.site_id is not None))  # the whole first
    money = [blocks.money(row) for row in told if row.charges or row.income]
    found += [doc.Heading(_("Budget")), *(money or [doc.Text([_("No budget of this year is entered.")])])]
    return doc.Chapter(_("Resources and budget"), found, flows=True)


def trainings(first, last):
    rows = [
        [doc.text(kind), doc.count(kind.trainings_held), doc.count(kind.participants), doc.count(kind.beginners)]
        for kind in partner_counts.trainings_by_kind(first, last)
    ]  # fmt: skip
    return small_grid(_("Trainings by kind"), [_("Kind"), _("Trainings"), _("Participations"), _("Beginners")], rows)


def people_here(day):
    """People by contract; None when all have the same, for how many they are stands among the key figures."""
    contracts = dict(Professional.Contract.choices)
    rows = [[doc.text(contracts[code]), doc.count(n)] for code, n in partner_counts.by_contract(day).items()]
    return small_grid(_("People on the last day"), [_("Here as"), _("People")], rows) if len(rows) > 1 else None


def partners_by_kind(day):
    kinds = partner_counts.partners_by_kind(day)
    names = InstitutionKind.objects.in_bulk([row["kind"] for row in kinds])
    rows = [[doc.text(names[row["kind"]].name), doc.count(row["partners"])] for row in kinds]
    return small_grid(_("Partners on the last day, by kind"), [_("Kind"), _("Partners")], rows)


def meetings_by_kind(first, last):
    kinds = partner_counts.meetings_by_kind(Meeting.objects.within(first, last))
    rows = [[doc.text(kind), doc.count(kind.meetings_held), doc.count(kind.people_came)] for kind in kinds]
    return small_grid(_("Meetings by kind"), [_("Kind"), _("Meetings"), _("People")], rows)


def small_grid(caption, head, rows):
    """A narrow Grid; None without rows."""
    return doc.Grid(caption, head, rows, dense=True, narrow=True) if rows else None


def definitions(year):
    """The meaning of the terms that the method note leaves out, and of every figure that this report tells."""
    told = [
        figure
        for code, figure in figures.FIGURES.items()
        if (figure.room == "terms" and code not in OF_METHOD) or code in TOLD
    ]
    headings = {}
    for figure in told:  # many differ by what they are told apart by alone
        headings.setdefault(f"{figure.definition} {figure.source}", []).append(str(figure.heading))
    pairs = [(those[0], " ".join([words, *same_for(those[1:])])) for words, those in headings.items()]
    return doc.Chapter(_("Annex: definitions"), [doc.Definitions(pairs, is_tight=True)], flows=True)


def same_for(others):
    """[a sentence that names the figures `others`], [] for none."""
    return [_("The same for: %(figures)s.") % {"figures": " · ".join(others)}] if others else []


def annexes(year):
    """Surveys, declared figures, corrections after the closing."""
    first, last = year.period.first, year.period.last
    threshold = year.centre.suppression_threshold if year.centre else 5
    found = []
    own = Survey.objects.touching(first, last).filter(programme__isnull=True)  # the others stand in their own report
    for survey in own.order_by("opens_on", "pk"):
        found += blocks.survey_blocks(survey, threshold, first, last)
    declared = DeclaredFigure.objects.filter(starts_on__lte=last, ends_on__gte=first) | DeclaredFigure.objects.filter(
        as_of__range=(first, last)
    )
    rows = [[doc.text(each.title), doc.said(each.words), doc.text(each.source)] for each in declared.order_by("pk")]
    if rows:
        head = [_("What is counted"), _("Value"), _("Source and method")]
        caption = _("Declared figures, never added to the counted ones")
        found.append(doc.Grid(caption, head, rows, keep=False, dense=True))
    changes = year.once("changes", lambda: closing.changes(year.closed) if year.closed else [])
    rows = [
        [*map(doc.text, words), doc.count(each.frozen), doc.difference(each.by)]
        for each, words in closing.in_words(changes, year.whole)
    ]  # fmt: skip
    if rows:
        head = [_("Figure"), _("Place"), _("Row"), _("Frozen"), _("Difference")]
        found.append(doc.Grid(_("Corrections after the closing"), head, rows, keep=False, dense=True))
    return doc.Chapter(_("Annex: surveys, declared figures, corrections"), found, flows=True) if found else None
