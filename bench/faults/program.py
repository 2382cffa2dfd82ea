"""The table of figures: `python -m bench faults [NAME …]`."""

from datetime import timedelta

from bench.faults import away, clock, disk, kills, two_machines, worker
from bench.faults.house import house


def run(results, names=()):
    """Run the programs named, all of them without a name; each adds its figures, and those of its control."""
    for name, program in PROGRAMS.items():
        if not names or name in names:
            program(results)


def kill_web(results):
    with house() as here:
        count(results, "kill -9 of a web process × 20", kills.web_process(here, times=20))
        control(results, "a device that believes", kills.web_process(here, times=10, careful=False))


def kill_database(results):
    with house() as here:
        count(results, "kill -9 of the database × 10", kills.database(here, times=10))
        control(results, "a device that believes", kills.database(here, times=3, careful=False))
        control(results, "a database that commits late", kills.database_that_acknowledges_too_early(here), twice=False)


def deploy(results):
    with house() as here:
        good = kills.deployment(here, times=3)
        count(results, "SIGTERM of the web server × 3", good)
        results.add("SIGTERM of the web server × 3: requests that failed", good.failures, "requests", at_most=0)
        hard = kills.deployment_by_kill(here, times=5)
        results.add("  control, killed instead: requests that failed", hard.failures, "requests", at_least=1)


def kill_worker(results):
    with house() as here:
        found = worker.import_cut_short(here)
    half = 0 if found.half in (0, found.rows) else found.half
    results.add(f"kill -9 of the worker in an import of {found.rows}: half written", half, "rows", at_most=0)
    results.add("  its task says that it failed", found.task == "FAILED", "of 1", at_least=1)
    results.add("  begun again: stored", found.at_last, "rows", at_least=found.rows)
    results.add("  begun again: twice", found.twice, "rows", at_most=0)


def full_disk(results):
    with disk.house_on_small_disk() as here:
        if here is None:
            print("disk: left out, no file system may be mounted here")
            return
        found = disk.full(here, seconds=10)
    count(results, "disk full for 10 s", found, away=None)
    results.add("disk full: a form is answered with 503", found.written == 503, "of 1", at_least=1)
    results.add("disk full: a page is answered with 200", found.read == 200, "of 1", at_least=1)
    results.add("disk full: back after room was made", found.recovered, "s", at_most=10)
    with disk.house_on_small_disk(keep_free=0) as here:
        outcome = disk.without_reserve(here)
    results.add("  control, nothing kept free: pages and forms that break", outcome, "of 2", at_least=1)


def database_away(results):
    with away.house_behind_relay() as (here, relay):
        present = here.ask("/reception/visits/")[0] == 200
        results.add("  control, database there: the page", present, "of 1", at_least=1)
        for mode in (away.REFUSE, away.SWALLOW):
            found = away.away(here, relay, mode)
            good = found.page[0] == found.program[0] == 503 and '"database_away"' in found.program[1]
            results.add(f"database away ({mode}): 503, to a program as JSON", good, "of 1", at_least=1)
            slowest = max(found.page[2], found.program[2])
            results.add(f"database away ({mode}): the slower answer", slowest, "s", at_most=5)
            results.add(f"database away ({mode}): back after", found.recovered, "s", at_most=5)


def wrong_clock(results):
    with house() as here:
        for ahead, words in ((timedelta(days=1), "a day ahead"), (timedelta(hours=-1), "an hour behind")):
            found = clock.wrong_clock(here, ahead)
            results.add(f"a clock {words}: at their day and hour", found.right, f"of {found.of}", at_least=found.of)
            silent = clock.wrong_clock(here, ahead, tells=False)
            results.add(
                "  control, a device that does not tell", silent.right, f"of {silent.of}", at_most=silent.of - 1
            )


def migrate_twice(results):
    found = two_machines.two_machines()
    results.add("two machines start on one empty database: running", found.started, "of 2", at_least=2)
    results.add("  one of them waited for the other", found.waited, "of 1", at_least=1)


PROGRAMS = {
    "web": kill_web,
    "database": kill_database,
    "deployment": deploy,
    "worker": kill_worker,
    "disk": full_disk,
    "away": database_away,
    "clock": wrong_clock,
    "machines": migrate_twice,
}


def count(results, what, tally, *, away=15):
    """The five figures of a fault; away: the bound in seconds, None for a fault that lasts as long as we make it."""
    results.add(f"{what}: acknowledged", tally.acknowledged, "visits", at_least=1)
    results.add(f"{what}: stored", tally.stored, "visits", at_least=tally.acknowledged)
    results.add(f"{what}: lost", tally.lost, "visits", at_most=0)
    results.add(f"{what}: twice", tally.twice, "visits", at_most=0)
    results.add(f"{what}: longest without a success", tally.away, "s", at_most=away)


def control(results, what, tally, *, twice=True):
    """What the same fault does where nothing protects: it must show, or the program proves nothing."""
    results.add(f"  control, {what}: lost", tally.lost, "visits", at_least=1)
    if twice:
        results.add(f"  control, {what}: twice", tally.twice, "visits", at_least=1)
