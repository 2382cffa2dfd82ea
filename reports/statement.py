"""What a partner is told of its own part: hours lent, interviews its people held, events made together.

It shows one institution and never one person. Where a single counsellor of it sits at a desk, that desk's interviews
are put together with others; an institution with a single counsellor is shown with its desks as a whole.
Sources: roster, interviews, events, agreements.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers import access
from citedesmetiers.models import Centre, ProfileValue
from counselling import hours
from counselling.models import Desk, DutySession, Interview
from events.models import Organiser, Session
from partners.models import Agreement, AgreementCommitment, Professional
from partners.money import euros
from reports import documents as doc
from reports.figure_sheets import days
from reports.figures.period import whole_year
from reports.masking import MASK, Table, masked
from reports.models import DayCount, RolledDay
from reports.numbers import number, percent
from reports.report_blocks import volumes_by_event

HOURS_A_YEAR = 1607  # of a full-time job: the legal year of France, which the centre's FTE are held against
LEAST_PEOPLE = 2  # counsellors behind a number of interviews: one would be a figure about a person
TOGETHER = 0  # the column of desks that are shown together
UNSTATED = "unstated"
MASKED = "•••"


@dataclass(frozen=True)
class Line:
    """One desk. duty: its sessions and hours.  interviews: of the institution there; None when shown with others."""

    name: str
    duty: object
    interviews: int | None
    of_desk: int


class Statement:
    """The figures of `institution` from `period`, as known on `today`; see the module. Each is counted once."""

    def __init__(self, institution, period, today):
        self.institution, self.period, self.today = institution, period, today
        self.centre = Centre.objects.current()
        self.before = period.year_before()

    # ── Hours ──────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def duty(self):
        """Sessions and hours planned, held and missed. Unit: sessions, hours on the clock."""
        return hours.of_institution(self.institution, self.period.first, self.period.last)

    @cached_property
    def duty_before(self):
        return hours.of_institution(self.institution, self.before.first, self.before.last)

    @cached_property
    def duty_by_desk(self):
        return hours.of_institution_by_desk(self.institution, self.period.first, self.period.last)

    @property
    def full_time_jobs(self):
        """The hours held as full-time jobs over the period; None for a period that is no whole year."""
        return self.duty.hours_held / HOURS_A_YEAR if self.is_a_year else None

    # ── Interviews ─────────────────────────────────────────────────────────────────────────────────

    @property
    def is_a_year(self):
        return self.period == whole_year(self.period.first.year)

    @cached_property
    def people_by_desk(self):
        """{desk: keys of the institution's people who held a session there}."""
        rows = DutySession.objects.of_institution(self.institution).between(self.period.first, self.period.last).held()
        found = {}
        for desk, person in rows.order_by().values_list("desks", "professionals").distinct():
            found.setdefault(desk, set()).add(person)
        everybody = set(
            Professional.objects.filter(institution=self.institution)
            .active_within(self.period.first, self.period.last)
            .values_list("pk", flat=True)
        )
        # Sessions without a name: it may have been any of them.
        return {desk: (people - {None}) or everybody for desk, people in found.items()}

    @cached_property
    def is_alone(self):
        """True when a single person stands behind all of its interviews."""
        people = set().union(*(self.people_by_desk.get(desk, set()) for desk in self.interviews_by_desk), set())
        return bool(self.interviews_by_desk) and len(people) < LEAST_PEOPLE

    @cached_property
    def interviews_by_desk(self):
        """{desk: interviews of the institution's people}. Source: Interview.institution."""
        return dict(self._held().order_by().values_list("desk").annotate(n=Count("pk")))

    def _held(self):
        held = Interview.objects.held().between(self.period.first, self.period.last)
        return held.filter(institution=self.institution)

    @cached_property
    def of_desks(self):
        """{desk: all interviews held there, whoever held them}."""
        rows = Interview.objects.held().between(self.period.first, self.period.last).filter(desk__in=self.desk_keys)
        return dict(rows.order_by().values_list("desk").annotate(n=Count("pk")))

    def total_of(self, period):
        """Interviews of the institution in `period`, days whose rows are forgotten included."""
        rows = DayCount.objects.of("interview", "institution").filter(value=self.institution.pk).during(period)
        return rows.aggregate(n=Sum("entries", default=0))["n"]

    @cached_property
    def interviews(self):
        """Interviews of its people; None when that would be a figure about one person."""
        return None if self.is_alone else self.total_of(self.period)

    @cached_property
    def interviews_before(self):
        return self.total_of(self.before)

    @cached_property
    def desk_keys(self):
        return {key for key in {*self.duty_by_desk, *self.interviews_by_desk} if key is not None}

    @cached_property
    def desks(self):
        """Desks where its people sat or that have interviews of theirs, in order."""
        return list(Desk.objects.filter(pk__in=self.desk_keys).select_related("site").order_by("site", "rank", "pk"))

    @cached_property
    def shown_together(self):
        """Desks whose interviews are added up, so that no number is one person's."""
        if self.is_alone:
            return set(self.interviews_by_desk)
        people = self.people_by_desk
        chosen = {desk for desk in self.interviews_by_desk if len(people.get(desk, ())) < LEAST_PEOPLE}
        others = sorted(set(self.interviews_by_desk) - chosen, key=self.interviews_by_desk.get)
        while chosen and others and len(set().union(*(people.get(desk, set()) for desk in chosen))) < LEAST_PEOPLE:
            chosen.add(others.pop(0))
        return chosen

    @cached_property
    def lines(self):
        """A Line for each desk."""
        several = len({desk.site_id for desk in self.desks}) > 1
        return [
            Line(
                f"{desk.name}, {desk.site.name}" if several else desk.name,
                self.duty_by_desk.get(desk.pk, hours.Duty()),
                None if desk.pk in self.shown_together else self.interviews_by_desk.get(desk.pk, 0),
                self.of_desks.get(desk.pk, 0),
            )
            for desk in self.desks
        ]

    @cached_property
    def lacks_rows(self):
        """True when rows of these days are forgotten, so that only totals are known."""
        return RolledDay.objects.filter(
            kept=True, source="interview", day__range=(self.period.first, self.period.last)
        ).exists()

    @cached_property
    def publics(self):
        """(Table, Masked) of status by desk, or None: for whole years that are over, and for two counsellors or more.

        Shorter periods would let people be counted by taking one statement from another.
        """
        if self.is_alone or not self.is_a_year or self.period.last >= self.today or not self.interviews_by_desk:
            return None
        counts, found = {}, self._held().order_by().values_list("status", "desk").annotate(n=Count("pk"))
        for status, desk, n in found:
            where = (status or UNSTATED, TOGETHER if desk in self.shown_together else desk)
            counts[where] = counts.get(where, 0) + n
        columns = [desk.pk for desk in self.desks if desk.pk not in self.shown_together]
        columns = [key for key in columns if any(column == key for _row, column in counts)]
        columns += [TOGETHER] if self.shown_together else []
        rows = [value.pk for value in self.statuses]
        table = Table([*rows, UNSTATED], columns, counts, frozenset([UNSTATED]))
        return table, masked(table, self.centre.suppression_threshold if self.centre else 5)

    @cached_property
    def statuses(self):
        there = set(self._held().order_by().values_list("status", flat=True))
        return [value for value in ProfileValue.objects.of("status") if value.pk in there or not value.valid_until]

    # ── Events, agreements ─────────────────────────────────────────────────────────────────────────

    @cached_property
    def events(self):
        """[(title, place, Volumes)] of the sessions of events that it leads or makes with the Cité."""
        roles = [Organiser.Role.LEAD, Organiser.Role.CO_PRODUCER]
        makers = Organiser.objects.filter(institution=self.institution, role__in=roles).values("event")
        sessions = Session.objects.within(self.period.first, self.period.last).filter(event__in=makers).order_by()
        return volumes_by_event(sessions)

    @cached_property
    def agreements(self):
        """Its agreements that hold on at least one day of the period."""
        rows = Agreement.objects.filter(institution=self.institution, starts_on__lte=self.period.last)
        found = rows.prefetch_related("commitments__purpose").order_by("starts_on", "pk")
        return [row for row in found if row.ends_on is None or row.ends_on >= self.period.first]

    def months_of(self, agreement):
        """Calendar months of the period in which `agreement` holds, parts of one as a share of 30.4 days."""
        first = max(agreement.starts_on, self.period.first)
        last = min(agreement.ends_on or self.period.last, self.period.last)
        return ((last - first).days + 1) / 30.4375

    @property
    def title(self):
        return _("Statement of activity, %(period)s") % {"period": days(self.period)}


# ── As a document ────────────────────────────────────────────────────────────────────────────────────


def document(found):
    """The Statement `found` as a Document."""
    blocks = [doc.Text([lead(found)], "lead"), tiles(found), doc.Definitions(engagement(found))]
    blocks += [hours_and_interviews(found)]
    if found.publics:
        blocks.append(who_came(found))
    if found.events:
        blocks.append(made_together(found))
    blocks += [doc.Heading(_("How to read these figures")), doc.Text(reading(found))]
    centre = str(found.centre) if found.centre else "Cité des métiers"
    return doc.Document(
        title=_("%(institution)s: %(title)s") % {"institution": found.institution, "title": found.title},
        centre=centre,
        name=found.title,
        state=str(found.institution),
        running=_("Drawn up on %(day)s") % {"day": date_format(found.today)},
        chapters=[doc.Chapter(str(found.institution), blocks, found.title)],
        filename=slugify(f"{found.title} {found.institution}"),
    )


def lead(found):
    held, n = found.duty.held, found.interviews
    if not held and not n:
        return _("No session was held and no interview recorded in this period.")
    sessions = ngettext("%(n)s session on duty", "%(n)s sessions on duty", held) % {"n": number(held)}
    if n is None:
        return _("In this period you held %(sessions)s. Thank you.") % {"sessions": sessions}
    interviews = ngettext("%(n)s interview", "%(n)s interviews", n) % {"n": number(n)}
    return _("In this period you held %(interviews)s in %(sessions)s. Thank you.") % {
        "interviews": interviews,
        "sessions": sessions,
    }


def tiles(found):
    duty, before, year = found.duty, found.duty_before, earlier(found)
    if found.interviews is None:
        first = doc.Tile(number(sum(found.of_desks.values())), _("interviews at the desks where you sit"))
    else:
        note = doc.compared(found.interviews, found.interviews_before, year)
        first = doc.Tile(number(found.interviews), _("interviews"), note)
    jobs = found.full_time_jobs
    label = _("hours on duty held")
    if jobs is not None:
        label = _("hours on duty held, %(jobs)s full-time jobs") % {"jobs": number(jobs, 2)}
    share = None if duty.share_held is None else 100 * duty.share_held
    sessions = sum(volumes.held for _title, _place, volumes in found.events)
    people = sum(volumes.participations for _title, _place, volumes in found.events)
    return doc.Tiles(
        [
            first,
            doc.Tile(number(duty.hours_held), label, doc.compared(duty.hours_held, before.hours_held, year)),
            doc.Tile(
                number(duty.held),
                _("sessions held of %(planned)s planned") % {"planned": number(duty.planned)},
                _("%(share)s of those confirmed") % {"share": percent(share)} if share is not None else "",
            ),
            doc.Tile(
                number(sessions),
                _("sessions of events made together"),
                ngettext("%(n)s participation", "%(n)s participations", people) % {"n": number(people)},
            ),
        ]
    )


def earlier(found):
    """How the period a year before is called."""
    return days(found.before)


def engagement(found):
    """[(term, words)]: the agreements of the period, what they commit, and what came of it."""
    pairs = []
    for agreement in found.agreements:
        sentences = []
        if agreement.signed_on:
            sentences.append(_("Signed on %(day)s.") % {"day": date_format(agreement.signed_on)})
        if agreement.charter_accepted_on:
            day = date_format(agreement.charter_accepted_on)
            sentences.append(_("Charter accepted on %(day)s.") % {"day": day})
        if agreement.ends_on:
            sentences.append(_("In force until %(day)s.") % {"day": date_format(agreement.ends_on)})
        pairs.append((_("Agreement"), " ".join([f"{agreement.object}.", *sentences])))
        pairs += [(_("Commitment"), commitment_words(found, each)) for each in agreement.commitments.all()]
    if not found.agreements:
        pairs.append((_("Agreement"), _("None was in force in this period.")))
    return pairs


def commitment_words(found, commitment):
    """What is agreed and, where it can be counted, what the period brought."""
    Kind = AgreementCommitment.Kind
    parts = []
    if commitment.quantity is not None:
        quantity = number(commitment.quantity, 0 if commitment.quantity % 1 == 0 else 2)
        parts.append(f"{quantity} {commitment.unit}".strip())
    else:
        parts.append(str(commitment.get_kind_display()))
    parts += [str(each) for each in (commitment.purpose, commitment.description) if each]
    sentences = [f"{', '.join(parts)}."]
    agreed = commitment.quantity and float(commitment.quantity) * found.months_of(commitment.agreement)
    if agreed and commitment.kind == Kind.SESSIONS:
        sentences.append(_("While it held: %(agreed)s agreed; over the period %(held)s held at all desks.") % {
            "agreed": number(agreed), "held": number(found.duty.held),
        })  # fmt: skip
    elif agreed and commitment.kind == Kind.HOURS:
        sentences.append(_("While it held: %(agreed)s h agreed; over the period %(held)s h held.") % {
            "agreed": number(agreed), "held": number(found.duty.hours_held),
        })  # fmt: skip
    if commitment.valued_euros:
        sentences.append(_("Valued at %(euros)s a year.") % {"euros": euros(commitment.valued_euros)})
    return " ".join(sentences)


def hours_and_interviews(found):
    head = [_("Desk"), _("Sessions planned"), _("Held"), _("Missed"), _("Hours planned"), _("Hours held"),
            _("Hours missed"), _("Interviews at the desk") if found.is_alone else _("Interviews"),
            _("Share of the desk")]  # fmt: skip
    rows = []
    for line in found.lines:
        duty, n = line.duty, line.of_desk if found.is_alone else line.interviews
        apart = not found.is_alone and line.interviews is not None and line.of_desk
        share = 100 * line.interviews / line.of_desk if apart else None
        rows.append([
            doc.text(line.name), doc.count(duty.planned), doc.count(duty.held), doc.count(duty.missed),
            doc.count(duty.hours_planned, 1), doc.count(duty.hours_held, 1), doc.count(duty.hours_missed, 1),
            doc.said(_("below")) if n is None else doc.count(n), doc.share(share),
        ])  # fmt: skip
    blank = [doc.said("") for _n in range(6)]
    if found.shown_together and not found.is_alone:
        together = sum(found.interviews_by_desk[desk] for desk in found.shown_together)
        rows.append([doc.text(_("These desks together")), *blank, doc.count(together), doc.said("")])
    duty = found.duty
    n = sum(found.of_desks.values()) if found.is_alone else found.interviews
    total = [
        doc.text(_("Together")), doc.count(duty.planned), doc.count(duty.held), doc.count(duty.missed),
        doc.count(duty.hours_planned, 1), doc.count(duty.hours_held, 1), doc.count(duty.hours_missed, 1),
        doc.count(n), doc.said(""),
    ]  # fmt: skip
    return doc.Grid(
        _("Hours on duty and interviews by desk"), head, rows, total, hours_source(found), even=True, dense=True
    )


def hours_source(found):
    sentences = [_("A session at several desks counts at each of them, so that desks may add up to more.")]
    if found.is_alone:
        sentences.append(
            _(
                "A single counsellor of yours was on duty, so interviews are those of the whole desk: no figure is "
                "given about one person."
            )  # fmt: skip
        )
    elif found.shown_together:
        sentences.append(
            _("Desks where a single counsellor of yours was on duty are shown together, for no person has figures.")
        )
    if found.lacks_rows:
        sentences.append(_("Interviews of these days are kept as totals only; they are no longer told by desk."))
    return " ".join(sentences)


def who_came(found):
    table, mask = found.publics
    names = {desk.pk: desk.name for desk in found.desks} | {TOGETHER: _("Other desks")}
    values = {value.pk: value.name for value in found.statuses} | {UNSTATED: _("Not stated")}
    rows = []
    for key in table.rows:
        cells = [shown(mask.cells[key, column]) for column in table.columns]
        total = mask.row_totals[key]
        part = doc.hidden(MASKED) if total is MASK else doc.share(100 * total / table.total)
        rows.append([doc.text(values[key]), *(cells if len(table.columns) > 1 else []), shown(total), part])
    columns = [names[column] for column in table.columns] if len(table.columns) > 1 else []
    ends = [doc.count(mask.column_totals[column]) for column in table.columns] if columns else []
    total = [doc.text(_("Interviews")), *ends, doc.count(table.total), doc.share(100)]
    source = ""
    if mask.is_masked:
        source = _("%(dots)s: fewer than %(k)s people, or masked so that the cell beside it cannot be worked out. "
                   "Zeros stay.") % {"dots": MASKED, "k": number(mask.threshold)}  # fmt: skip
    caption = _("Whom you received, by desk") if columns else _("Whom you received")
    return doc.Grid(caption, [_("Status"), *columns, _("Together"), _("Share")], rows, total, source, even=True)


def shown(n):
    return doc.hidden(MASKED) if n is MASK else doc.count(n)


def made_together(found):
    rows = [
        [doc.text(title), doc.text(place), doc.count(volumes.held), doc.count(volumes.seats_offered or None),
         doc.count(volumes.participations),
         doc.share(None if volumes.fill_rate is None else 100 * volumes.fill_rate)]
        for title, place, volumes in found.events
    ]  # fmt: skip
    every = [volumes for _title, _place, volumes in found.events]
    seats, used = sum(each.seats_offered for each in every), sum(each.seats_used for each in every)
    total = [
        doc.text(_("Together")), doc.text(""), doc.count(sum(each.held for each in every)), doc.count(seats or None),
        doc.count(sum(each.participations for each in every)), doc.share(100 * used / seats if seats else None),
    ]  # fmt: skip
    head = [_("Event"), _("Place"), _("Held"), _("Seats"), _("Participations"), _("Filled")]
    return doc.Grid(_("Events made together"), head, rows, total)


def reading(found):
    return [
        _(
            "An interview is one conversation with a counsellor, alone or in a small group; whoever came twice counts "
            "twice. An hour on duty is an hour on the clock, however many of your people sat there. Cancelled "
            "sessions count nowhere. This statement shows your institution alone, and nobody in particular."
        )  # fmt: skip
    ]


def part_of_institution(institution, request):
    """The way to the statement on the page of an institution, for those who may open it."""
    if not access.may(request.user, "edit_partners"):
        return None
    return {"year": str(timezone.localdate().year - 1)}
