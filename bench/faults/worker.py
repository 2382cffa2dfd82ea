"""kill -9 of the background worker in the midst of an import: all of the file is stored, or nothing."""

import time
from dataclasses import dataclass

from tests.test_installation.processes import eventually, manage

ROWS = 10_000  # enough that the writing lasts seconds
BEGIN = """
from citedesmetiers.factories import make_import_run, make_user
from citedesmetiers.imports import running
from citedesmetiers.imports.importer import importer_of
from partners.factories import make_institution_kind
kind = make_institution_kind(name="School")
rows = "".join(f"Institution {{n}};School\\n" for n in range({rows}))
run = make_import_run(content=("Name;Type\\n" + rows).encode(), uploaded_by=make_user(roles=["partnership"]))
running.read_headers(run, importer_of(run.importer)())
running.begin_check(run)
print(run.pk)
"""
WRITE = """
from citedesmetiers.imports import running
from citedesmetiers.models import ImportRun
run = ImportRun.objects.get(pk={pk})
running.begin_writing(run, by=run.uploaded_by, without_refused=False)
"""
AGAIN = """
from datetime import timedelta
from citedesmetiers.imports import running
from citedesmetiers.models import ImportRun
run = ImportRun.objects.get(pk={pk})
run.sign_at -= timedelta(minutes=5)  # two minutes of silence are what makes it stuck; nobody waits for them here
run.save(update_fields=["sign_at"])
if not running.begin_again(run):
    raise SystemExit("it is not stuck")
"""
# True while some transaction that is still open has rows in the table.
INSERTING = """
select exists (
    select from pg_locks where relation = 'partners_institution'::regclass and mode = 'RowExclusiveLock' and granted
)
"""


@dataclass
class Killed:
    """rows: of the file.  half: rows that stood there after the kill (0, or all).  task: what its task says.

    at_last: rows after it was begun again.  twice: rows beyond the first of a name.
    """

    rows: int
    half: int
    task: str
    at_last: int
    twice: int


def import_cut_short(house, *, rows=ROWS):
    """Kill the worker while it writes an import, then begin it again as the page offers."""

    def shell(script, **words):
        return manage(house.data, "shell", "-v", "0", "-c", script.format(**words), **house.variables)

    def state(pk):
        return house.query("select state from citedesmetiers_importrun where id = %s", pk)[0][0]

    def institutions():
        names = house.query("select name from partners_institution where name like 'Institution %%'")
        return len(names), len(names) - len(set(names))

    pk = int(shell(BEGIN, rows=rows).split()[-1])
    eventually(lambda: state(pk) == "checked", seconds=240, what="the check of the file")
    shell(WRITE, pk=pk)
    eventually(lambda: house.query(INSERTING)[0][0], seconds=60, what="writing")
    house.kill_worker()
    time.sleep(0.5)
    half, _twice = institutions()
    ended = "select status from django_tasks_database_dbtaskresult order by enqueued_at desc limit 1"
    task = eventually(lambda: house.query(ended)[0][0] not in ("RUNNING", "READY") and house.query(ended)[0][0])
    shell(AGAIN, pk=pk)
    eventually(lambda: state(pk) == "checked", seconds=240, what="the check, begun again")
    shell(WRITE, pk=pk)
    eventually(lambda: state(pk) == "confirmed", seconds=90, what="the import")
    return Killed(rows, half, task, *institutions())
