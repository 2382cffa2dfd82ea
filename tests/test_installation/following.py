"""A server and a second one that follows it by streaming replication, both of our own wheel, on private sockets."""

import contextlib
import os
import shutil
import signal
import subprocess

import psycopg2

from citedesmetiers.installation import DATABASE_USER, SOCKET_NUMBER, SUPERUSER, Installation
from citedesmetiers.postgres import Server, connect
from citedesmetiers.privileges import environment, launcher, program
from tests.migrated import copy_to

SECRETS = [f"database-password-{user}" for user in (SUPERUSER, DATABASE_USER)]


class Pair:
    """first, second: the Servers; the second follows the first."""

    def __init__(self, folder):
        self.first = Server(Installation(copy_to(folder / "first")))
        self.first.start()
        installation = Installation(folder / "second")
        installation.prepare()
        for name in SECRETS:
            shutil.copy2(self.first.installation.data / name, installation.data / name)
        copied(self.first.installation, installation.cluster)
        self.second = Server(installation)
        self.second.start()

    @property
    def urls(self):
        """The variables that name the two."""
        return {
            "DATABASE_URL": self.first.installation.database_url(),
            "DATABASE_REPLICA_URL": self.second.installation.database_url(),
        }

    def ask(self, server, statement):
        """The one value that `statement` gives, as the superuser of the application's database."""
        with contextlib.closing(connect(server.installation, name="citedesmetiers")) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchone()[0]

    def pause(self):
        """Let the second receive what the first writes, and show none of it."""
        self.ask(self.second, "select pg_wal_replay_pause()")

    def resume(self):
        self.ask(self.second, "select pg_wal_replay_resume()")

    def kill_second(self):
        self.second.process.send_signal(signal.SIGKILL)
        self.second.process.wait()

    def stop(self):
        for server in (self.second, self.first):
            with contextlib.suppress(psycopg2.Error):
                server.stop()


def copied(installation, cluster):
    """A running server's files in the folder `cluster`, told to follow it."""
    launch = launcher(installation)
    # pg_basebackup makes the folder as the user it runs as, so its place must be theirs for a moment.
    owner = os.stat(cluster.parent)
    if launch.user:
        os.chown(cluster.parent, *launch.user)
    order = [program("pg_basebackup"), "--pgdata", cluster, "--write-recovery-conf", "--checkpoint=fast"]
    order += ["--host", installation.socket_folder, "--port", SOCKET_NUMBER, "--username", SUPERUSER, "--no-password"]
    subprocess.run(
        launch.command(order, at_parent_death=signal.SIGTERM),
        env=environment() | {"PGPASSWORD": installation.database_password(SUPERUSER)},
        cwd="/",
        check=True,
        timeout=60,
    )
    os.chown(cluster.parent, owner.st_uid, owner.st_gid)
