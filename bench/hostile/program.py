"""`python -m bench hostile [NAME …]`: the hostile tests at length."""

import os
import re
import subprocess
import sys

from bench.measure import ROOT

REQUESTS_OF_EACH_KIND = "12"  # about ten thousand in all
FILES = "500"  # of each kind: Excel and UNIMARC


def run(results, names=()):
    for name, program in PROGRAMS.items():
        if not names or name in names:
            program(results)


def requests(results):
    told = tested("test_hostile_requests.py", HOSTILE=REQUESTS_OF_EACH_KIND)
    sent = sum(int(number) for number in re.findall(r"hostile requests: (\d+)", told))
    results.add("hostile requests", sent, "requests", at_least=10_000)
    results.add("hostile requests: faults, traces, unescaped echoes", told.count("FAILED "), "rooms", at_most=0)


def files(results):
    told = tested("test_hostile_files.py", HOSTILE_FILES=FILES)
    results.add("mutated Excel and UNIMARC files", 2 * int(FILES), "files", at_least=1000)
    results.add("mutated files: faults", told.count("FAILED "), "kinds", at_most=0)


PROGRAMS = {"requests": requests, "files": files}


def tested(name, **variables):
    """What pytest says about one file of tests/test_security."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", f"tests/test_security/{name}"]
    done = subprocess.run(
        [*command, "--tb=short"], cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    print(done.stdout[-4000:] if done.returncode else "", end="")
    return done.stdout
