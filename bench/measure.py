"""One line per figure, a file with all of them, and an installation that lasts as long as a measurement."""

import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


class Results:
    """Prints `name  value  unit  ratio-to-floor  target  ok|MISS` as figures come in, and keeps them."""

    def __init__(self):
        self.lines = []

    def add(self, name, value, unit, *, target=None, at_most=None, at_least=None, ratio=None):
        """Report a figure. The bound applies to the ratio to the floor when there is one, else to the value.

        target: the bound in words, made from at_most or at_least when left out; a figure without a bound is a floor.
        """
        judged = value if ratio is None else ratio
        good = (at_most is None or judged <= at_most) and (at_least is None or judged >= at_least)
        bounded = at_most is not None or at_least is not None
        if target is None:
            target = f"≤ {at_most}" if at_most is not None else f"≥ {at_least}" if at_least is not None else "–"
        verdict = ("ok" if good else "MISS") if bounded else "floor"
        line = {
            "name": name,
            "value": round(value, 3),
            "unit": unit,
            "ratio": ratio,
            "target": target,
            "verdict": verdict,
        }
        self.lines.append(line)
        shown = "–" if ratio is None else f"{ratio:.2f} × floor"
        print(f"{name:<58} {value:>12,.2f}  {unit:<10} {shown:<14} {target:<18} {verdict}", flush=True)

    @property
    def missed(self):
        return [line for line in self.lines if line["verdict"] == "MISS"]

    def write(self, path=HERE / "results.json"):
        report = {"measured_at": datetime.now(UTC).isoformat(timespec="seconds"), "figures": self.lines}
        path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


def percentile(values, share):
    """The value below which `share` (0 to 1) of `values` lie."""
    return statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1]


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@contextlib.contextmanager
def installation():
    """A temporary installation with an empty, migrated database; Django is set up to use it."""
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-bench-") as folder:
        os.chmod(folder, 0o711)
        os.environ["DATA"] = f"{folder}/data"
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "citedesmetiers.settings"
        from citedesmetiers.installation import Installation
        from citedesmetiers.postgres import Server

        here = Installation.from_environ()
        here.prepare()
        server = Server(here)  # durable, as in use
        server.start()
        try:
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False)
            yield here
        finally:
            from django.db import connections

            connections.close_all()
            server.stop()


@contextlib.contextmanager
def web_server(application, environ=None):
    """The web server as `make run` starts it, with another application behind it; gives its address."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        application,
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
    ]
    command += ["--workers", "2", "--threads", "4", "--log-level", "warning", "--keep-alive", "15", "--preload"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | (environ or {}))
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"{address}/health/live", timeout=5).read()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=15)
