"""Two machines that start at once on one empty database: one of them brings it up to date, the other waits."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from citedesmetiers.installation import Installation
from citedesmetiers.postgres import Server
from tests.test_installation.processes import Application


@dataclass
class Both:
    """started: machines that run.  waited: machines that said that they wait.  tables: what they share."""

    started: int
    waited: int
    tables: int


def two_machines():
    """Start both at once; they are ended again."""
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-faults-") as name:
        folder = Path(name)
        os.chmod(folder, 0o711)
        server = Server(Installation(folder / "database"))
        server.start()
        url = server.installation.database_url()
        machines = [
            Application(folder / f"machine-{n}", output=folder / f"output-{n}", DATABASE_URL=url) for n in (1, 2)
        ]
        try:
            for machine in machines:
                machine.wait_until_running()
            with psycopg2.connect(url) as connection:
                cursor = connection.cursor()
                cursor.execute("select count(*) from pg_tables where schemaname = 'public'")
                tables = cursor.fetchone()[0]
            connection.close()
            waited = sum("Waiting for another machine" in machine.said() for machine in machines)
            return Both(sum(machine.answer() == 200 for machine in machines), waited, tables)
        finally:
            for machine in machines:
                machine.end()
            server.stop()
