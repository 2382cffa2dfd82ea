"""Checking a file and writing it: the same code, in one transaction, which a check takes back at its end."""

import contextlib
import itertools
import logging
import time
from dataclasses import dataclass, field

import pghistory
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from citedesmetiers.imports import cells, mapping, opening
from citedesmetiers.imports.importer import REFUSED, UNCHANGED, Row, importer_of
from citedesmetiers.imports.table import MOST_ROWS, Merged, Unreadable, as_text, fold
from citedesmetiers.models import ImportRow, ImportRun
from citedesmetiers.models.import_run import digest_of

SECONDS_BETWEEN_SIGNS = 1
ROWS_AT_ONCE = 1_000
LOCK = 0x696D70  # one import is written at a time
State = ImportRun.State
log = logging.getLogger(__name__)


@dataclass
class Played:
    """What became of one row. cells: as texts.  reasons: (letter, header, what stands there, reason)."""

    sheet: str
    number: int
    fate: str
    cells: list
    changes: dict = field(default_factory=dict)
    reasons: list = field(default_factory=list)
    note: str = ""


class Progress:
    """Says, about once a second, how far the work has come.

    The work runs in a transaction whose changes nobody sees, so that this speaks through a connection of its own.
    """

    def __init__(self, run):
        self.run, self.connection = run, None
        self.said_at = time.monotonic()

    def say(self, rows):
        if time.monotonic() < self.said_at + SECONDS_BETWEEN_SIGNS:
            return
        self.said_at = time.monotonic()
        self.connection = self.connection or connection.copy()
        table = ImportRun._meta.db_table
        with self.connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{table}" SET rows_done = %s, sign_at = %s WHERE id = %s AND attempt = %s',  # noqa: S608
                [rows, timezone.now(), self.run.pk, self.run.attempt],
            )

    def close(self):
        if self.connection is not None:
            self.connection.close()


# ── What the screens ask for ─────────────────────────────────────────────────────────────────────────


def read_headers(run, importer):
    """Open the uploaded file and propose what its columns mean; the run then waits, or cannot be read."""
    names = importer.names()
    try:
        with run.file.open("rb") as file, opening.opened(file, lambda text: fold(text) in names) as table:
            run.headers, run.notes = mapping.headers_of(table), table.notes
            by_rows = mapping.proposed_by_rows(importer, table)
    except Unreadable as error:
        run.state, run.problem = State.UNREADABLE, str(error)
    else:
        run.mapping = mapping.proposed(importer, run.headers) | by_rows
    run.save()


def begin_check(run, *, of=(State.UPLOADED, State.CHECKED)):
    """Have the file checked in the background; False when the run is not at a point where that makes sense."""
    return begin(run, State.CHECKING, of=of, task=check_in_background)


def begin_writing(run, *, by, without_refused):
    """Have the checked file written in the background; False when somebody else was quicker."""
    return begin(
        run, State.WRITING, of=[State.CHECKED], task=write_in_background,
        decided_by=by, decided_at=timezone.now(), without_refused=without_refused,
    )  # fmt: skip


def begin_again(run):
    """Take up work that was begun and died; nothing of it was written. False when it goes on after all."""
    if not run.is_stuck:
        return False
    return begin(run, State.CHECKING, of=[run.state], task=check_in_background, decided_by=None, decided_at=None)


def begin(run, state, *, of, task, **fields):
    attempt = run.attempt + 1
    if not ImportRun.objects.filter(pk=run.pk, state__in=of, attempt=run.attempt).update(
        state=state, attempt=attempt, sign_at=timezone.now(), rows_done=0, **fields
    ):
        return False
    run.refresh_from_db()
    task.enqueue(run.pk, attempt)
    return True


@task()
def check_in_background(pk, attempt):
    work(pk, attempt, State.CHECKING, check)


@task()
def write_in_background(pk, attempt):
    work(pk, attempt, State.WRITING, write)


def work(pk, attempt, state, job):
    """Do `job` for the run, unless it was given up or begun anew meanwhile."""
    run = ImportRun.objects.select_related("uploaded_by", "decided_by", "site").get(pk=pk)
    if (run.attempt, run.state) != (attempt, state):
        return
    person = run.decided_by or run.uploaded_by
    with translation.override(run.language), pghistory.context(user=person.pk):
        progress = Progress(run)
        try:
            job(run, progress)
        except Unreadable as error:
            run.move(State.UNREADABLE, of=[state], problem=str(error), decided_by=None, decided_at=None)
        except Exception:
            log.exception("An import broke off.")
            problem = _("Something went wrong that should not. Nothing was written. Tell whoever looks after this.")
            run.move(State.UNREADABLE, of=[state], problem=problem, decided_by=None, decided_at=None)
            raise
        finally:
            progress.close()


# ── The work ─────────────────────────────────────────────────────────────────────────────────────────


def check(run, progress):
    """Find out what the file would do, and keep that. Nothing else is left behind."""
    begun = time.monotonic()
    with transaction.atomic():
        played = play(run, progress, dry_run=True)
        transaction.set_rollback(True)
    keep(run, played, state=State.CHECKED, of=State.CHECKING, seconds=time.monotonic() - begun)


def write(run, progress):
    """Write the file, all of it or nothing. When it would do something else by now, show that instead."""
    begun = time.monotonic()
    try:
        played, is_written = written(run, progress)
    except IntegrityError:  # somebody entered the same while the rows were compared: now it can be seen
        played, is_written = written(run, progress)
    if not is_written:
        keep(
            run, played, state=State.CHECKED, of=State.WRITING, seconds=time.monotonic() - begun,
            moved=True, decided_by=None, decided_at=None,
        )  # fmt: skip


@transaction.atomic
def written(run, progress):
    """([Played, …], True when that is what was shown and is in the database now). Else nothing is left behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    played = play(run, progress, dry_run=False)
    is_as_shown = fingerprint(played) == run.digest and (run.without_refused or not run.refused)
    if is_as_shown and run.move(State.CONFIRMED, of=[State.WRITING]):
        return played, True
    transaction.set_rollback(True)
    return played, False


def play(run, progress, *, dry_run):
    """Apply every row; returns [Played, …]. To be called within a transaction."""
    importer = importer_of(run.importer)()
    importer.user, importer.site = run.uploaded_by, run.site
    importer.begin(dry_run=dry_run)
    names, seen, played = importer.names(), {}, []
    with run.file.open("rb") as file, opening.opened(file, lambda text: fold(text) in names) as table:
        for sheet in table.sheets:
            above = {}
            meant = [run.mapping.get(mapping.place(sheet.name, header), "") for header in sheet.headers]
            for row in sheet.rows():
                if len(played) == MOST_ROWS:
                    raise Unreadable(
                        _("This file has more than %(most)s rows. Cut it into parts.") % {"most": MOST_ROWS}
                    )
                played.append(play_row(importer, sheet, meant, row, seen, above, dry_run))
                progress.say(len(played))
    if not played:
        raise Unreadable(_("There is no row below the names of the columns."))
    importer.finish(dry_run=dry_run)
    return played


def play_row(importer, sheet, meant, raw, seen, above, dry_run):
    """Read and apply one row in a savepoint of its own, so that a refused row leaves nothing behind.

    seen: {key: (sheet, number)} of the rows before it.  above: {column name: (value, text)} of those before it in its
    sheet.
    """
    result = Played(sheet.name, raw.number, REFUSED, [as_text(cell) for cell in raw.cells])
    try:
        found = {name: raw.cells[at] for at, name in enumerate(meant) if name}
        if why := importer.passes_over(sheet.name, raw.number, found):
            result.fate, result.note = UNCHANGED, why
            return result
        values, faults, remarks = values_of(importer, meant, raw, above, result.cells)
        row = Row(sheet.name, raw.number, values)
        if faults:
            raise ValidationError(faults)
        key = importer.key(row)
        if key is not None and key in seen:
            raise ValidationError(same_as(*seen[key], sheet.name))
        with transaction.atomic() if importer.writes_row_by_row else contextlib.nullcontext():
            outcome = importer.apply(row, dry_run=dry_run)
    except ValidationError as error:
        result.reasons = reasons_of(error, importer, sheet, meant, result.cells)
        return result
    except (IntegrityError, DatabaseError) as error:
        if not isinstance(error, IntegrityError) and not is_about_a_value(error):
            raise
        result.reasons = [("", "", "", _("The database refuses this row: it does not go together with another one."))]
        return result
    if key is not None:
        seen[key] = (sheet.name, raw.number)
    result.fate, result.note = outcome.fate, " ".join([*filter(None, [outcome.note]), *remarks])
    result.changes = {name: list(change) for name, change in outcome.changes.items()}
    return result


def is_about_a_value(error):
    """True for errors of a value (SQLSTATE class 22: too long, out of range), not of the connection."""
    return (getattr(error.__cause__, "pgcode", "") or "").startswith("22")


def same_as(sheet, number, here):
    """The sentence that says which earlier row this one repeats."""
    if sheet == here:
        return _("The same as row %(number)s.") % {"number": number}
    return _("The same as row %(number)s of the sheet “%(sheet)s”.") % {"number": number, "sheet": sheet}


def values_of(importer, meant, raw, above, texts):
    """({column name: value}, {column name: reasons}, remarks) of a row; what no column means is passed over.

    What columns that may repeat hold is kept in `above` for the rows that follow. What a cell repeats is put into
    `texts`, the row as it is kept: in the file of refused rows, the one above may be another one.
    """
    values, faults, remarks = {}, {}, []
    for place, name in enumerate(meant):
        if not name:
            continue
        column, cell, fault = importer.column(name), raw.cells[place], raw.faults.get(place)
        if column.may_repeat and above.get(name) is not None and (isinstance(fault, Merged) or cells.repeats(cell)):
            values[name], texts[place] = above[name]
            remarks.append(_("%(column)s: taken from the row above.") % {"column": column.label})
        elif fault:
            faults[name] = [fault]
        elif cell is None or isinstance(cell, str) and not as_text(cell):
            values[name] = above[name] = None
            if column.required:
                faults[name] = [_("This must not be empty.")]
        else:
            try:
                found = column.parse(cell)
            except ValidationError as error:
                faults[name] = error.messages
                continue
            if isinstance(found, cells.Remarked):
                remarks.append(_("%(column)s: %(remark)s") % {"column": column.label, "remark": found.remark})
                found = found.value
            values[name] = found
            if column.may_repeat:
                above[name] = found, texts[place]
    return values, faults, remarks


def reasons_of(error, importer, sheet, meant, cells):
    """[(letter, header, what stands there, reason), …] of a ValidationError."""
    by_column = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    found = []
    for name, messages in by_column.items():
        if name in meant:
            place = meant.index(name)
            header = sheet.headers[place]
            where = (header.letter, header.text or str(importer.column(name).label), cells[place])
        else:
            column = importer.column(name)
            where = ("", str(column.label) if column else "", "")
        found += [(*where, str(message)) for message in messages]
    return found


def fingerprint(played):
    return digest_of((row.sheet, row.number, row.fate, sorted(row.changes.items())) for row in played)


@transaction.atomic
def keep(run, played, *, state, of, **fields):
    """Store what the rows do, in place of what an earlier check found."""
    fates = [row.fate for row in played]
    counts = {fate: fates.count(fate) for fate in ImportRow.Fate.values}
    if not run.move(
        state, of=[of], digest=fingerprint(played), rows_done=len(played),
        cells_changed=sum(len(row.changes) for row in played if row.fate == ImportRow.Fate.CHANGED),
        **counts, **{"moved": False} | fields,
    ):  # fmt: skip
        return
    run.rows.all().delete()
    rows = (
        ImportRow(
            run=run, sheet=row.sheet[:100], number=row.number, fate=row.fate, cells=row.cells, changes=row.changes,
            reasons=row.reasons, note=row.note,
        )
        for row in played
    )  # fmt: skip
    while some := list(itertools.islice(rows, ROWS_AT_ONCE)):
        ImportRow.objects.bulk_create(some)
