"""The servers of one catalogue, each started when it is first asked for."""

import os
import tempfile
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from benchmarks import trivial
from benchmarks.client import fetch
from benchmarks.measures import warm_up
from benchmarks.servers import serving

PORTS = count(int(os.environ.get("BENCH_PORT") or 8400))


class Site:
    """`missions`: how many it has. `site["cold"]`: the Server of one of servers.APPLICATIONS."""

    def __init__(self, missions, environment):
        self.missions, self.environment = missions, environment
        self.running, self.ends = {}, ExitStack()
        self.costs = {}  # milliseconds of CPU of a page that is made anew, by its name

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.ends.close()

    def __getitem__(self, name):
        if name not in self.running:
            self.running[name] = self.ends.enter_context(self.serving(name))
        return self.running[name]

    def serving(self, name, command=None, **own):
        """A Server of its own, for a while."""
        return serving(name, next(PORTS), self.environment | own, command)

    @property
    def pages(self):
        """{what it is: its address}"""
        deep = 10 if self.missions >= 5000 else 1
        return {
            "home": "/",
            "mission list": "/missions/",
            "list by a popular partner, all counts": "/missions/?partner=syn-001",
            "three filters, sorted, page 10": (
                f"/missions/?partner=syn-001&status=completed&destination=leo&sort=name&page={deep}"
            ),
            "mission page": "/missions/synthetic-heron-000001/",
            "FAQ page": "/faq/synthetic-question-020/",
            "treaty × country matrix": "/treaties/status/",
            "search, two words": "/search/?q=katan+lightning",
        }

    def limit(self, targets):
        """A Server that answers the targets, with and without a condition, with the bytes of ours.

        And {target: its ETag} of those that have one.
        """
        warm_up(self["ours"], targets)
        answers, tags = {}, {}
        for target in targets:
            answers[target, False] = answer = named(fetch(self["ours"].port, target))
            tags[target] = {name.lower(): value for name, value in answer[2]}.get("etag")
            if tags[target]:
                conditional = fetch(self["ours"].port, target, {"If-None-Match": tags[target]})
                answers[target, True] = named(conditional)
        folder = Path(self.ends.enter_context(tempfile.TemporaryDirectory()))
        trivial.save(folder, answers)
        server = self.ends.enter_context(self.serving("trivial", TRIVIAL_ANSWERS=str(folder)))
        return server, tags


REASONS = {200: "OK", 304: "Not Modified"}


def named(answer):
    status, headers, body = answer[:3]
    if status not in REASONS:
        raise RuntimeError(f"An answer of ours has the status {status}.")
    return status, REASONS[status], headers, body
