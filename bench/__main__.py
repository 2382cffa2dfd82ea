"""`python -m bench [NAME …]`: run the benchmarks (all of them without a name) and write bench/results.json.

Everything happens on loopback, in a temporary installation of its own, bounded in time, and stops by itself.
Variables: BENCH_VISITS, rows in the table of visits (10000000).
"""

import sys

from bench import counter_by_hand, figures, interview_by_hand, visits
from bench.measure import Results

PROGRAMS = {
    "visits": visits.run,
    "figures": figures.run,
    "counter-by-hand": counter_by_hand.run,
    "interview-by-hand": interview_by_hand.run,
}


def main():
    names = sys.argv[1:] or list(PROGRAMS)
    unknown = set(names) - set(PROGRAMS)
    if unknown:
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(PROGRAMS)}.")
    results = Results()
    for name in names:
        PROGRAMS[name](results)
    results.write()
    sys.exit(1 if results.missed else 0)


if __name__ == "__main__":
    main()
