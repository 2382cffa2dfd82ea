"""The statement of a partner as a Document: words, tiles and tables; see reports.statement for the figures."""

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from partners.models import AgreementCommitment
from partners.money import euros
from reports import documents as doc
from reports.masking import MASK
from reports.numbers import exact, number, percent
from reports.statement import TOGETHER, UNSTATED

MASKED = "•••"


def document(found):
    """The Statement `found` as a Document."""
    told = tiles(found)
    blocks = [doc.Text([lead(found)], "lead"), *([doc.Tiles(told)] if told else [])]
    blocks.append(doc.Definitions(engagement(found)))
    if sat_at_desks(found):
        blocks.append(hours_and_interviews(found))
    if found.publics:
        blocks.append(who_came(found))
    if found.events:
        blocks.append(made_together(found))
    blocks.append(doc.Text(reading(), "note"))
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


def sat_at_desks(found):
    """True when there is anything to tell of duty at desks, be it that no session was held."""
    return bool(found.duty.planned or found.lines)


def of_events(found):
    """(sessions held, participations) of the events made together."""
    every = [volumes for _title, _place, volumes in found.events]
    return sum(each.held for each in every), sum(each.participations for each in every)


def lead(found):
    held, n = found.duty.held, found.interviews
    if not held and not n:
        made, people = of_events(found)
        if not made:
            return _("No session was held and no interview recorded in this period.")
        made = ngettext("%(n)s session of an event", "%(n)s sessions of events", made) % {"n": number(made)}
        people = ngettext("%(n)s participation", "%(n)s participations", people) % {"n": number(people)}
        return _("In this period we made %(sessions)s together, with %(people)s. Thank you.") % {
            "sessions": made,
            "people": people,
        }
    sessions = ngettext("%(n)s session on duty", "%(n)s sessions on duty", held) % {"n": number(held)}
    if n is None:
        return _("In this period you held %(sessions)s. Thank you.") % {"sessions": sessions}
    interviews = ngettext("%(n)s interview", "%(n)s interviews", n) % {"n": number(n)}
    return _("In this period you held %(interviews)s in %(sessions)s. Thank you.") % {
        "interviews": interviews,
        "sessions": sessions,
    }


def tiles(found):
    """The Tiles of what there was in the period or a year before; a partner without desks is shown no zeros."""
    made, people = of_events(found)
    told = []
    if sat_at_desks(found) or found.duty_before.planned or found.interviews_before:
        told += of_desks(found)
    if told or made:
        note = ngettext("%(n)s participation", "%(n)s participations", people) % {"n": number(people)}
        told.append(doc.Tile(number(made), _("sessions of events made together"), note))
    return told


def of_desks(found):
    """The Tiles of interviews, hours and sessions."""
    duty, before, year = found.duty, found.duty_before, year_before(found)
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
    return [
        first,
        doc.Tile(exact(duty.hours_held), label, doc.compared(duty.hours_held, before.hours_held, year)),
        doc.Tile(
            number(duty.held),
            _("sessions held of %(planned)s planned") % {"planned": number(duty.planned)},
            _("%(share)s of those confirmed") % {"share": percent(share)} if share is not None else "",
        ),
    ]


def year_before(found):
    """The year before as text; "" for a statement of other days, whose names would not stand in a sentence."""
    return str(found.before.first.year) if found.is_a_year else ""


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
    sentences = [f"{', '.join(agreed_words(commitment))}."]
    agreed = commitment.quantity and float(commitment.quantity) * found.months_of(commitment.agreement)
    if agreed and commitment.kind == Kind.SESSIONS:
        sentences.append(_("While it held: %(agreed)s agreed; over the period %(held)s held at all desks.") % {
            "agreed": number(agreed), "held": number(found.duty.held),
        })  # fmt: skip
    elif agreed and commitment.kind == Kind.HOURS:
        sentences.append(_("While it held: %(agreed)s h agreed; over the period %(held)s h held.") % {
            "agreed": number(agreed), "held": exact(found.duty.hours_held),
        })  # fmt: skip
    if commitment.valued_euros:
        sentences.append(_("Valued at %(euros)s a year.") % {"euros": euros(commitment.valued_euros)})
    return " ".join(sentences)


def agreed_words(commitment):
    """The parts of a commitment as texts: how much of what, for which purpose."""
    parts, description = [commitment.purpose], commitment.description
    if commitment.quantity is None:
        parts.insert(0, description or commitment.get_kind_display())
    else:
        quantity = exact(commitment.quantity)
        parts.insert(0, f"{quantity} {commitment.unit or description}".strip())
        parts.append(commitment.unit and description)
    return [str(part) for part in parts if part]


def hours_and_interviews(found):
    head = [_("Desk"), _("Sessions planned"), pgettext("sessions", "Held"), _("Missed"), _("Hours planned"),
            _("Hours held"), _("Hours missed"), _("Interviews at the desk") if found.is_alone else _("Interviews"),
            _("Share of the desk")]  # fmt: skip
    rows, unknown = [], doc.said("–" if found.lacks_rows else _("below"))
    for line in found.lines:
        duty, n = line.duty, line.of_desk if found.is_alone else line.interviews
        apart = not found.is_alone and line.interviews is not None and line.of_desk
        share = 100 * line.interviews / line.of_desk if apart else None
        rows.append([
            doc.text(line.name), doc.count(duty.planned), doc.count(duty.held), doc.count(duty.missed),
            doc.count(duty.hours_planned, 1), doc.count(duty.hours_held, 1), doc.count(duty.hours_missed, 1),
            unknown if n is None else doc.count(n), doc.share(share),
        ])  # fmt: skip
    blank = [doc.said("") for _n in range(6)]
    if found.shown_together and not (found.is_alone or found.lacks_rows):
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
    names = {desk.pk: line.name for desk, line in zip(found.desks, found.lines, strict=True)}
    names[TOGETHER] = _("Other desks")
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
    head = [_("Status"), *columns, _("Together"), _("Share")]
    return doc.Grid(caption, head, rows, total, source, even=bool(columns), dense=True)


def shown(n):
    return doc.hidden(MASKED) if n is MASK else doc.count(n)


def made_together(found):
    rows = [
        [doc.text(title), doc.text(place), doc.count(volumes.held), doc.count(volumes.seats_offered or None),
         doc.count(volumes.participations),
         doc.share(None if volumes.fill_rate is None else 100 * volumes.fill_rate)]
        for title, place, volumes in found.events
    ]  # fmt: skip
    every, (made, people) = [volumes for _title, _place, volumes in found.events], of_events(found)
    seats, used = sum(each.seats_offered for each in every), sum(each.seats_used for each in every)
    total = [
        doc.text(_("Together")), doc.text(""), doc.count(made), doc.count(seats or None), doc.count(people),
        doc.share(100 * used / seats if seats else None),
    ]  # fmt: skip
    head = [_("Event"), _("Place"), pgettext("sessions", "Held"), _("Seats"), _("Participations"), _("Filled")]
    return doc.Grid(_("Events made together"), head, rows, total, dense=True)


def reading():
    return [
        _(
            "An interview is one conversation with a counsellor, alone or in a small group; whoever came twice counts "
            "twice. An hour on duty is an hour on the clock, however many of your people sat there. Cancelled "
            "sessions count nowhere. This statement shows your institution alone, and nobody in particular."
        )  # fmt: skip
    ]
