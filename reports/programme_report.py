"""The report of a programme, and of an ephemeral Cité in the manner of the network's case studies.

Partners, professionals, beneficiaries, meetings, what the guide asks for, budget, surveys. What is declared stands as
declared, with who says so; what is counted is counted by its room.
"""

from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst, get_text_list, slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from citedesmetiers.models import Centre, Site
from events import counts
from events.models import Session
from partners.models import PreparationStep, Programme, ProgrammeRole
from partners.preparation import Sheet
from partners.programme_counts import counts_of
from partners.programme_pages import by_kind, by_role, objectives_said, per_kind, phrase
from reports import charts, pdf, svg
from reports import documents as doc
from reports import report_blocks as blocks
from reports.figures.period import Period
from reports.masking import MASK, Table, masked
from reports.models import DayCount, Survey
from reports.numbers import number, percent
from reports.survey_results import asked, results
from reports.yearly_words import paragraphs, unbroken

LARGE = 7  # declared figures that stand beside the partners in large type
MOST_TILES = 4
UNITS = {"visit": "people", "interview": "entries"}  # a visit is a person who enters, an interview a conversation
Role = ProgrammeRole.Role


class Found:
    """The programme and what its report tells, each asked for once."""

    def __init__(self, programme):
        self.programme, self.centre = programme, Centre.objects.current()
        self.threshold = self.centre.suppression_threshold if self.centre else 5
        self.roles = list(programme.roles.select_related("institution__kind"))
        self.by_role = dict(by_role(self.roles))
        self.kinds = by_kind(self.roles)
        self.partners = sum(n for _kind, n in self.kinds)
        figures = programme.figures.order_by("-as_of", "pk")
        self.figures = sorted(figures, key=lambda figure: figure.pk)
        latest = {}
        for figure in figures:
            latest.setdefault(figure.label, figure)
        self.latest = sorted(latest.values(), key=lambda figure: figure.pk)
        self.counted = [(label, n) for label, n in counts_of(programme) if n]
        self.surveys = list(Survey.objects.filter(programme=programme).order_by("audience", "opens_on", "pk"))

    def of_role(self, role):
        return [str(institution) for institution in self.by_role.get(role.label, [])]


def build(parameters, say):
    """The report of parameters["programme"] as a Document; see reports.prints.Print."""
    programme = Programme.objects.get(pk=parameters["programme"])
    found = Found(programme)
    say(0.2, _("Partners, meetings and money"))
    first = doc.Chapter(str(programme), first_pages(found), over(programme))
    say(0.7, _("Surveys"))
    said = voices(found)
    chapters = [first, doc.Chapter(_("What they say about it"), said, flows=True)] if said else [first]
    chapters[-1].blocks += afterwards(found)
    centre = str(found.centre) if found.centre else "Cité des métiers"
    title = _("Report: %(programme)s") % {"programme": programme}
    kind = _("Report of an ephemeral Cité") if programme.is_ephemeral else _("Report of a programme")
    return doc.Document(
        title=title,
        centre=centre,
        name=Truncator(str(programme)).chars(60),
        state=kind,
        running=_("As of %(day)s") % {"day": date_format(timezone.localdate())},
        chapters=chapters,
        filename=slugify(title),
        logo=pdf.logo_address(found.centre),
    )


def over(programme):
    kind = _("Ephemeral Cité") if programme.is_ephemeral else programme.get_kind_display()
    edition = [_("edition %(n)s") % {"n": programme.edition}] if programme.edition else []
    return " · ".join([kind, *edition, days_of(programme)])


def days_of(programme):
    first, last = programme.starts_on, programme.ends_on
    if last is None:
        return _("since %(day)s") % {"day": date_format(first)}
    if first == last:
        return date_format(first)
    return _("%(first)s to %(last)s") % {"first": date_format(first), "last": date_format(last)}


def first_pages(found):
    made = [doc.Text([lead(found)], "lead"), tiles(found), doc.Definitions(facts(found))]
    made += prepared(found)
    if found.programme.is_ephemeral:
        made += asked_for(found)
    made += known_by(found) + activities(found) + objectives(found) + declared(found) + who(found)
    budgets = list(found.programme.budgets.with_totals().select_related("programme", "site"))
    if budgets:
        made += [doc.Heading(_("Budget")), *(blocks.money(budget) for budget in budgets)]
    return made


def lead(found):
    leads = len(found.of_role(Role.LEAD))
    partners = ngettext("%(n)s partner", "%(n)s partners", found.partners) % {"n": number(found.partners)}
    if not leads:
        return _("%(partners)s took part.") % {"partners": partners}
    led = ngettext("%(n)s organisation", "%(n)s organisations", leads) % {"n": number(leads)}
    if found.programme.is_ephemeral:
        return _("Led by %(leads)s, with %(partners)s: a Cité des métiers for a short time, open to all.") % {
            "leads": led, "partners": partners,
        }  # fmt: skip
    return _("Led by %(leads)s, with %(partners)s.") % {"leads": led, "partners": partners}


def tiles(found):
    kinds = get_text_list([f"{number(n)} {kind}" for kind, n in found.kinds[:3]], _("and"))
    more = "" if len(found.kinds) <= 3 else _("of %(n)s kinds") % {"n": number(len(found.kinds))}
    made = [doc.Tile(number(found.partners), _("partners"), more or kinds)]
    for figure in [
        figure for figure in found.latest if figure.unit == figure.Unit.NUMBER and figure.value is not None
    ][:LARGE]:
        day, source = date_format(figure.as_of), figure.source or _("declared by the organisers")
        made.append(doc.Tile(phrase(figure), figure.label, f"{day} · {source}"))
    if len(made) == 1:  # nothing is declared: what was counted says it
        made += [doc.Tile(number(n), label) for label, n in found.counted if isinstance(n, int)][: MOST_TILES - 1]
    return doc.Tiles(made)


def facts(found):
    programme = found.programme
    places = [str(site) for site in programme.sites.all()]
    where = ", ".join([*places, *([programme.elsewhere] if programme.elsewhere else [])])
    targets = [str(target) for target in programme.targets.all()]
    for_whom = ", ".join([*targets, *([programme.target_words] if programme.target_words else [])])
    pairs = [(_("When, where"), ", ".join(filter(None, [days_of(programme), where])))]
    pairs.append((_("For whom"), for_whom or _("All publics, without condition")))
    for role, words in ((Role.LEAD, _("Led by")), (Role.HOST, _("Hosted by")), (Role.FUNDER, _("Funded by"))):
        if found.of_role(role):
            pairs.append((words, ", ".join(found.of_role(role))))
    if programme.funding_scheme:
        pairs.append((_("Scheme"), programme.funding_scheme))
    pairs += [(_("What for"), part) if at == 0 else ("", part)
              for at, part in enumerate(paragraphs(programme.description))]  # fmt: skip
    return pairs + contact(found)


def prepared(found):
    """Meetings, trainings and whatever was declared without a number."""
    rows = [[doc.text(kind), doc.count(n)] for kind, n in per_kind(found.programme.meetings)]
    rows += [[doc.text(kind), doc.count(n)] for kind, n in per_kind(found.programme.trainings)]
    rows += [[doc.text(figure.label), doc.said(figure.words)] for figure in found.latest if figure.value is None]
    if not rows:
        return []
    head = [_("Kind"), pgettext("how many", "Number")]
    return [doc.Heading(_("Preparing together")),
            doc.Grid(_("Meetings and times of preparation"), head, rows, dense=True)]  # fmt: skip


def asked_for(found):
    """What the guide asks for, and what was done."""
    sheet = Sheet(found.programme)
    rows = []
    for cell in sheet.general.cells:
        day = date_format(cell.done_on) if cell.done_on else ""
        rows.append([doc.text(cell.step.label), doc.text(cell.answer or day), doc.text(yes(bool(cell.done_on)))])
    for at, step in enumerate(PreparationStep.FOR_EACH):
        done = sum(1 for row in sheet.each if row.cells[at].done_on or row.cells[at].trained_on)
        words = ngettext("%(done)s of %(n)s stakeholder", "%(done)s of %(n)s stakeholders", len(sheet.each))
        answer = words % {"done": number(done), "n": number(len(sheet.each))}
        everybody = bool(sheet.each) and done == len(sheet.each)
        rows.append([doc.text(step.label), doc.text(answer), doc.text(yes(everybody))])
    head = [_("What is asked for"), _("Answer"), _("Done")]
    return [
        doc.Heading(_("What an ephemeral Cité asks for")),
        doc.Grid(_("Duties and answers"), head, rows, dense=True),
    ]


def yes(is_done):
    return _("yes") if is_done else unbroken(_("to check"))


def known_by(found):
    supports = list(found.programme.supports.all())
    if not supports:
        return []
    lines = [
        ngettext("%(what)s: %(n)s copy", "%(what)s: %(n)s copies", support.copies)
        % {"what": support, "n": number(support.copies)}
        if support.copies
        else str(support)
        for support in supports
    ]
    return [doc.Heading(_("Making itself known")), doc.Items(lines)]


def activities(found):
    """Modules, sessions of events, and what the rooms count for it."""
    programme, made = found.programme, []
    counted = [*at_its_place(programme), *found.counted]
    rows = [[doc.text(capfirst(label)), doc.count(n)] for label, n in counted if isinstance(n, int)]
    said = [_("%(title)s: %(value)s") % {"title": label, "value": n} for label, n in counted if not isinstance(n, int)]
    counted_by_module = counts.of_modules(programme)
    modules = [
        [doc.text(module.name), doc.count(module.sessions), doc.count(module.minutes), doc.count(module.seats),
         doc.text(module.result), *counted_cells(counted_by_module.get(module.pk))]
        for module in programme.modules.all()
    ]  # fmt: skip
    sessions = Session.objects.filter(event__programme=programme).order_by()
    held = [
        [doc.text(title), doc.text(place), doc.count(volumes.held), doc.count(volumes.cancelled),
         doc.count(volumes.participations), doc.count(volumes.beneficiaries)]
        for title, place, volumes in blocks.volumes_by_event(sessions)
    ]  # fmt: skip
    if rows or modules or held:
        made.append(doc.Heading(_("Activity")))
    if rows:
        made.append(doc.Grid(_("Counted to date"), [_("What"), pgettext("how many", "Number")], rows, dense=True))
    if said:
        made.append(doc.Items(said))
    if modules:
        head = [
            _("Module"), pgettext("of a workshop", "Sessions planned"), _("Minutes"), _("Seats"),
            _("What it brought"), _("Held, counted"), _("Participations, counted"),
        ]  # fmt: skip
        made.append(doc.Grid(_("Modules"), *filled(head, modules), dense=True))
    if levels := levels_by_module(found):
        made.append(levels)
    if held:
        head = [
            _("Event"), _("Place"), pgettext("sessions", "Held"), pgettext("sessions", "Cancelled"),
            _("Participations"), _("Beneficiaries declared"),
        ]  # fmt: skip
        made.append(doc.Grid(_("Sessions of its events, to date"), head, held, keep=False, dense=True))
    return made


def filled(head, rows):
    """`head` and `rows` without the columns in which no row says anything."""
    kept = [at for at in range(len(head)) if any(row[at].words for row in rows)]
    return [head[at] for at in kept], [[row[at] for at in kept] for row in rows]


def counted_cells(volumes):
    """The sessions held and the people at them of a module; nothing where no event names it."""
    if volumes is None:
        return [doc.said(""), doc.said("")]
    return [doc.count(volumes.held), doc.count(volumes.participations)]


def levels_by_module(found):
    """The levels of qualification noted at the sessions of each module as a Grid, masked; None without any."""
    noted = counts.levels_of_modules(found.programme)
    modules = [module for module in found.programme.modules.all() if module.pk in noted]
    if not modules:
        return None
    levels = sorted({value for of_one in noted.values() for value in of_one}, key=lambda value: (value.rank, value.pk))
    people = {(value.pk, module.pk): noted[module.pk].get(value, 0) for value in levels for module in modules}
    table = Table([value.pk for value in levels], [module.pk for module in modules], people)
    shown = masked(table, found.threshold)
    rows = [
        [doc.text(str(value)), *(cell(shown.cells[value.pk, module.pk]) for module in modules)] for value in levels
    ]
    head = [_("Level of qualification"), *(module.name for module in modules)]
    source = _("Participations whose level was noted; small numbers are masked.")
    return doc.Grid(_("Level by module"), head, rows, source=source, dense=True)


def cell(n):
    return doc.hidden(blocks.MASKED) if n is MASK else doc.count(n)


def at_its_place(programme):
    """[(words, number), …] of the visits and interviews at the ephemeral Cités of `programme` while they were open."""
    found = []
    for site in programme.sites.filter(kind=Site.Kind.EPHEMERAL, opened_on__isnull=False):
        open_days = Period(site.opened_on, site.closed_on or timezone.localdate())
        for source, words in (("visit", _("Visits, %(place)s")), ("interview", _("Interviews, %(place)s"))):
            days = DayCount.objects.of(source).at([site]).during(open_days)
            n = days.aggregate(n=Sum(UNITS[source], default=0))["n"]
            found += [(words % {"place": site}, n)] if n else []
    return found


def objectives(found):
    rows = list(found.programme.objectives.all())
    if not rows:
        return []
    cells = [
        [doc.text(row.text), doc.text(row.get_status_display()), doc.text(date_format(row.as_of) if row.as_of else "")]
        for row in rows
    ]  # fmt: skip
    source = "; ".join(str(said) for said in objectives_said(rows))
    grid = doc.Grid(_("How far they are"), [_("Objective"), _("Status"), _("As of")], cells, source=source, dense=True)
    return [doc.Heading(_("Objectives")), grid]


def declared(found):
    rows = [
        [doc.text(capfirst(figure.label)), doc.said(phrase(figure)), doc.text(date_format(figure.as_of)),
         doc.text(figure.source)]
        for figure in found.figures
        if figure.value is not None
    ]  # fmt: skip
    if not rows:
        return []
    head = [_("What was counted"), _("Value"), _("As of"), _("Source and method")]
    source = _("Declared, and never added to what is counted.")
    return [
        doc.Heading(_("Declared figures")),
        doc.Grid(_("Figures with their day"), head, rows, source=source, dense=True),
    ]


def who(found):
    """Partners by kind, each by name; companies apart."""
    if not found.partners:
        return []
    named = {}
    for institution in [*found.by_role.get(Role.LEAD.label, []), *found.by_role.get(Role.PARTNER.label, [])]:
        named.setdefault(institution.kind, {})[institution] = str(institution)
    rows = [[doc.text(kind), doc.text(", ".join(named[kind].values())), doc.count(n)] for kind, n in found.kinds]
    total = [doc.text(_("Together")), doc.text(""), doc.count(found.partners)]
    head = [_("Kind"), _("Partners"), pgettext("how many", "Number")]
    made = [
        doc.Heading(_("Partners")),
        doc.Grid(_("Partners by kind"), head, rows, total, dense=True, keep=False),
    ]
    companies = found.of_role(Role.COMPANY)
    if companies:
        words = _("Companies, counted apart (%(n)s): %(names)s.")
        made.append(doc.Text([words % {"n": number(len(companies)), "names": ", ".join(companies)}]))
    return made


def voices(found):
    """The surveys of the programme: satisfied shares in large type, then each with its counts."""
    large, made = [], []
    for survey in found.surveys:
        for result in results(survey, found.threshold):
            if result.top_share is not None:
                words = result.question.figure or asked(result.question)
                large.append(doc.Tile(percent(result.top_share, 0), words, survey.get_audience_display()))
        made += blocks.survey_blocks(survey, found.threshold)
        made += pictures(survey, found.threshold)
    return [doc.Tiles(large[:MOST_TILES]), *made] if large else made


def pictures(survey, threshold):
    """The questions with choices as bars, shares of all questionnaires."""
    made = []
    for result in results(survey, threshold):
        if not result.rows or result.top_share is not None or not result.answered:
            continue
        rows = [
            charts.Bar(charts.shortened(row.option.label, svg.PRINT), row.count, percent(row.of_returned))
            for row in result.rows
            if row.of_returned is not None
        ]
        if not rows or not any(row.n for row in rows):
            continue
        most = max(rows, key=lambda row: row.n)
        caption = result.question.figure or asked(result.question)
        sentence = _("Most frequent: %(what)s, %(share)s of all questionnaires.") % {
            "what": most.label, "share": most.text,
        }  # fmt: skip
        drawing = charts.bars(f"survey-{result.question.pk}", rows, svg.PRINT, sentence)
        made.append(doc.Picture(caption, drawing, sentence))
    return made


def afterwards(found):
    notes = paragraphs(found.programme.notes)
    return [doc.Heading(_("And afterwards")), doc.Text(notes)] if notes else []


def contact(found):
    """Whom to write to, as one more pair of the facts."""
    if found.centre is None:
        return []
    site = found.programme.sites.first()
    town = " ".join(filter(None, [site.postcode, site.municipality])) if site else ""
    parts = [str(found.centre), site.address if site else "", town, found.centre.email, found.centre.phone]
    return [(_("Contact"), ", ".join(filter(None, parts)))]
