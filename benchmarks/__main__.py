"""`make bench`: every row, or those that ROWS, N and ROUNDS choose; the whole is kept in docs/performance.md.

    make bench ROWS="warm cold" N="200 10000" ROUNDS=1

With DATABASE_URL it measures on PostgreSQL: `make bench-postgres`.
"""

import os
import signal
import sys
import time

from benchmarks import databases, patience, publishing, rows
from benchmarks.report import about, kept, table
from benchmarks.servers import ROOT
from benchmarks.site import Site

SIZES = (rows.SMALL, rows.MIDDLE, rows.LARGE)
ROWS = {  # the row: its function, and the numbers of missions at which it is measured
    "warm": (rows.warm, SIZES),
    "cold": (rows.cold, SIZES),
    "csv": (rows.export, (rows.LARGE,)),
    "editor": (publishing.beside_readers, (rows.MIDDLE,)),
    "publish": (publishing.publication, (rows.MIDDLE,)),
    "memory": (rows.memory, (rows.SMALL, rows.LARGE)),
    "slow": (patience.beside_slow_clients, (rows.MIDDLE,)),
    "start": (patience.starting, ()),
    "stop": (patience.stopping, ()),
}
PAGE = ROOT / "docs" / "performance.md"


def main():
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("Stopped."))  # and stop what was started
    chosen = words("ROWS") or list(ROWS)
    if unknown := set(chosen) - set(ROWS):
        sys.exit(f"ROWS: not known are {', '.join(sorted(unknown))}; known are {', '.join(ROWS)}.")
    sizes = [int(number) for number in words("N")] or list(SIZES)
    rounds = int(os.environ.get("ROUNDS") or 5)
    found, costs, began = [], {}, time.monotonic()
    for number in sizes:
        own = [row for row in chosen if number in ROWS[row][1] or (number not in SIZES and ROWS[row][1])]
        if own:
            with Site(number, databases.generated(number)) as site:
                found += measured(own, site, rounds)
                costs[number] = site.costs
    if {rows.SMALL, rows.LARGE} <= costs.keys():
        found += rows.growth(costs[rows.SMALL], costs[rows.LARGE])
    if own := [row for row in chosen if not ROWS[row][1]]:
        with Site(0, databases.shipped()) as site:
            found += measured(own, site, rounds)
    on_postgres = bool(os.environ.get("DATABASE_URL"))
    database, command = ("PostgreSQL", "make bench-postgres") if on_postgres else ("SQLite", "make bench")
    said = about(command, database, rounds) + "\n\n" + table(found)
    sys.stdout.write(f"{said}\n\n{time.monotonic() - began:.0f} s in all.\n")
    if not words("ROWS") and not words("N"):
        PAGE.write_text(kept(PAGE.read_text(), database, said))


def words(name):
    return os.environ.get(name, "").replace(",", " ").split()


def measured(names, site, rounds):
    for name in names:
        for result in ROWS[name][0](site, rounds):
            sys.stderr.write(f"{result.line}\n")
            yield result


if __name__ == "__main__":
    main()
