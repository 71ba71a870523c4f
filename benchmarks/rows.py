"""What is measured with the servers of one catalogue: each row yields Results."""

import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from benchmarks.client import Task, ask, fetch
from benchmarks.measures import SECONDS, cost, rate, warm_up
from benchmarks.report import Result, ratio, together
from benchmarks.servers import ROOT
from spacecoop.synthetic.texts import slug_of

WARM, WARM_TOGETHER, CONDITIONAL = 0.75, 0.85, 0.80
SMALL, MIDDLE, LARGE = 200, 10_000, 100_000
LIST, PARTNER, DEEP = (
    "mission list",
    "list by a popular partner, all counts",
    "three filters, sorted, page 10",
)
COLD = {  # page: {missions: how many times less than plain Django}
    LIST: {MIDDLE: 12},
    PARTNER: {MIDDLE: 20, LARGE: 60},
    DEEP: {MIDDLE: 15},
    "mission page": {MIDDLE: 2.5},
    "FAQ page": {MIDDLE: 2.5},
    "treaty × country matrix": {MIDDLE: 6},
    "search, two words": {LARGE: 10},
}
DRAWN = ("mission page", "FAQ page", "treaty × country matrix")  # once, until what they show is changed
EXPORT = "/missions/?partner=syn-001&format=csv"
BUDGET = 10  # ms of work for count, facets and rows
GROWTH = 2
UNPACKED = {"Accept-Encoding": "identity"}


def times(value):
    return "–" if value is None else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def warm(site, rounds):
    """Requests a second of pages that are asked for again and again, against the same bytes from memory."""
    limit, tags = site.limit(list(site.pages.values()))
    found = []
    for work, target in site.pages.items():
        ours, most = alternating(rounds, lambda s, t=target: rate(s, t), site["ours"], limit)
        found.append(share := ratio(ours, most))
        said = f"{times(share)} ({median(ours):,.0f} of {median(most):,.0f} a second)".replace(",", " ")
        yield Result(f"{work}, warm", site.missions, share, said, f"≥ {WARM} of the limit", least=WARM)
    every = together(found)
    yield Result(
        "all pages together, warm",
        site.missions,
        every,
        times(every),
        f"≥ {WARM_TOGETHER} of the limit",
        least=WARM_TOGETHER,
    )
    if site.missions == MIDDLE:
        yield conditional(site, limit, tags, rounds)


def conditional(site, limit, tags, rounds):
    """The same with If-None-Match, for one page."""
    target = site.pages[LIST]
    value, said = None, "no ETag is given"
    if tags[target]:
        headers = {"If-None-Match": tags[target]}
        ours, most = alternating(rounds, lambda s: rate(s, target, headers), site["ours"], limit)
        value = ratio(ours, most)
        said = f"{times(value)} ({median(ours):,.0f} of {median(most):,.0f} a second)".replace(",", " ")
    return Result(
        "`If-None-Match` → 304",
        site.missions,
        value,
        said,
        f"≥ {CONDITIONAL} of the limit",
        least=CONDITIONAL,
    )


def alternating(rounds, measure, *servers):
    """A list for each server of what was measured in each round, in turns from both ends."""
    found = [[] for _server in servers]
    for n in range(rounds):
        order = list(zip(servers, found, strict=True))
        for server, values in order if n % 2 == 0 else reversed(order):
            values.append(measure(server))
    return found


def cold(site, rounds):
    """CPU of the whole server for a page that is made anew, against plain Django."""
    for work, target in site.pages.items():
        wanted = COLD.get(work, {}).get(site.missions)
        servers = [site["cold"], site["plain"]] if wanted else [site["cold"]]
        if wanted and work in DRAWN:
            servers.append(site["undrawn"])
        least = 6 if site.missions < LARGE else 3
        for server in servers:
            warm_up(server, [target], times=least)
        measured = alternating(rounds, lambda s, t=target, n=least: cost(s, [t], n), *servers)
        ours = median(measured[0])
        site.costs[work] = ours
        if wanted:
            value = ratio(measured[1], measured[0])
            said = f"{times(value)} × ({times(ours)} and {times(median(measured[1]))} ms)"
            yield Result(f"{work}, cold", site.missions, value, said, f"≥ {wanted} × less", least=wanted)
        if wanted and work in DRAWN:
            first = ratio(measured[1], measured[2])
            said = f"{times(first)} × ({times(median(measured[2]))} ms)"
            yield Result(f"{work}, drawn for the first time", site.missions, first, said)
        if work == PARTNER and site.missions >= MIDDLE:
            took = selecting(site, target)
            title = "count, all facets and rows by a popular partner, without the page"
            yield Result(title, site.missions, took, f"{times(took)} ms", f"≤ {BUDGET} ms", most=BUDGET)


def selecting(site, target):
    """Milliseconds of CPU that the selection behind a page takes."""
    command = [sys.executable, "-m", "benchmarks.selecting", target.partition("?")[2]]
    told = subprocess.run(  # noqa: S603 (our own program)
        command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=True
    )
    return float(told.stdout)


def growth(small, large):
    """What a cold page costs in a large catalogue against a small one, from what `cold` found."""
    for work, cost_then in small.items():
        if work in large:
            value = large[work] / cost_then
            said = f"{times(value)} × ({times(large[work])} and {times(cost_then)} ms)"
            title = f"{work}, cold, {LARGE // 1000} 000 against {SMALL}"
            yield Result(title, None, value, said, f"≤ {GROWTH} ×", most=GROWTH)


def export(site, rounds):
    """A filtered list as CSV: the first byte, rows a second, and what it leaves in memory."""
    seen, n = defaultdict(list), site.missions
    warm_up(site["cold"], [site.pages[LIST]])
    before = site["cold"].memory
    _status, _headers, _body, anew, _whole = fetch(site["cold"].port, EXPORT, UNPACKED)
    warm_up(site["cold"], [EXPORT], headers=UNPACKED)
    for name in ("cold", "cold", "cold", "cold", "cold", "plain") * rounds:
        status, _headers, body, first, whole = fetch(site[name].port, EXPORT, UNPACKED)
        if status != 200:
            raise RuntimeError(f"{name}: the export has the status {status}.")
        rows = body.count(b"\n") - 1
        seen[name, "first"].append(first * 1000)
        seen[name, "rate"].append(rows / whole)
    after = site["cold"].memory
    most = peak(site["cold"], "/missions/?format=csv")
    first, speed = median(seen["cold", "first"]), median(seen["cold", "rate"])
    plain = median(seen["plain", "rate"])
    title = f"CSV of {rows:,} missions".replace(",", " ")
    yield Result(f"{title}: first byte, made for the first time", n, anew, f"{anew * 1000:.0f} ms")
    yield Result(f"{title}: first byte", n, first, f"{first:.0f} ms", "< 50 ms", most=50)
    said = f"{speed:,.0f} (plain Django {plain:,.0f})".replace(",", " ")
    yield Result(f"{title}: rows a second", n, speed, said, "≥ 100 000", least=100_000)
    said = f"{most:.0f} MB more"
    yield Result("memory of a worker while it makes the file of all missions", n, most, said)
    kept = max(now - then for now, then in zip(after, before, strict=True))
    yield Result(f"{title}: memory kept by a worker", n, kept, f"{kept:.0f} MB", "≤ 20 MB", most=20)


def peak(server, target):
    """By how many MB a worker grows at most while it answers."""
    before, seen = max(server.memory), []
    with ThreadPoolExecutor() as threads:
        asked = threads.submit(fetch, server.port, target, UNPACKED)
        while not asked.done():
            seen.append(max(server.memory))
            time.sleep(0.01)
    if asked.result()[0] != 200:
        raise RuntimeError(f"{target} has the status {asked.result()[0]}.")
    return max(seen) - before


def memory(site, rounds):
    """Resident memory of a worker after every page, or as many as come in a while, was asked for."""
    numbers = range(1, min(site.missions, 5000) + 1)
    names = [f"/missions/?page={n}" for n in range(1, max(2, min(site.missions // 20, 500)))]
    names += [f"/missions/{slug_of(n)}/" for n in numbers]
    with site.serving("ours") as server:
        ask(Task(server.port, [*site.pages.values(), *names], connections=4, seconds=20 * SECONDS))
        size = max(server.memory)
    most = 130 if site.missions <= SMALL else 200
    yield Result(
        "memory of a worker, cache full", site.missions, size, f"{size:.0f} MB", f"≤ {most} MB", most=most
    )
