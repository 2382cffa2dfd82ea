"""`python -m bench [NAME …]`: run the benchmarks (all of them without a name) and write bench/results.json.

`python -m bench faults [NAME …]` breaks things on purpose instead and writes bench/faults/results.json;
`python -m bench hostile [NAME …]` sends what no browser would and writes bench/hostile/results.json.

Everything happens on loopback, in a temporary installation of its own, bounded in time, and stops by itself.
Variables: BENCH_VISITS, rows in the table of visits (10000000); BENCH_RECORDS, sizes of the catalogue
(10000,100000,1000000).
"""

import importlib
import multiprocessing
import sys

from bench import catalogue_import, counter_by_hand, figures, interview_by_hand, pages, partners_import, search, visits
from bench.measure import HERE, Results

PROGRAMS = {
    "visits": visits.run,
    "figures": figures.run,
    "counter-by-hand": counter_by_hand.run,
    "interview-by-hand": interview_by_hand.run,
    "search": search.run,
    "catalogue-import": catalogue_import.run,
    "partners-import": partners_import.run,
    "pages": pages.run,
}


def run_folder(folder, *names):
    """Run the programs of a folder, those named or all; 1 when a figure misses its bound."""
    program = importlib.import_module(f"bench.{folder}.program")
    if unknown := set(names) - set(program.PROGRAMS):
        return f"There is no program {', '.join(sorted(unknown))}; there are {', '.join(program.PROGRAMS)}."
    results = Results()
    program.run(results, names)
    results.write(HERE / folder / "results.json")
    return 1 if results.missed else 0


def measured(name):
    """The lines of one benchmark, printed as they come."""
    results = Results()
    PROGRAMS[name](results)
    return results.lines


def main():
    if sys.argv[1:2] in (["faults"], ["hostile"]):
        sys.exit(run_folder(*sys.argv[1:]))
    names = sys.argv[1:] or list(PROGRAMS)
    unknown = set(names) - set(PROGRAMS)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(PROGRAMS)}.")
    results = Results()
    # Each in a process of its own: Django is set up once a process, for the one installation that it then knows.
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as alone:
        for lines in alone.imap(measured, names):
            results.lines += lines
    results.write()
    sys.exit(1 if results.missed else 0)


if __name__ == "__main__":
    main()
