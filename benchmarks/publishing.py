"""What is measured while an editor publishes, with the servers of one catalogue."""

import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.client import Task, ask
from benchmarks.measures import cost, warm_up
from benchmarks.report import Result, percentile
from benchmarks.rows import LIST, PARTNER, alternating, times
from benchmarks.servers import ROOT

EDITED = "synthetic-lantern-000010"
PAUSE = 0.2  # seconds between two publications
READING = 4  # seconds
PUBLICATIONS, REQUESTS = 10, 8


class Editor:
    def __init__(self, process, watched):
        self.process, self.watched = process, watched

    def publish(self):
        """Publish once; the seconds of CPU that it cost the editor's process."""
        self.process.stdin.write("publish\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    @contextmanager
    def publishing(self):
        """Publish every so often, in a thread, while the block runs."""
        stop = threading.Event()

        def go_on():
            while not stop.wait(PAUSE):
                self.publish()

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


@contextmanager
def editor(site):
    """An Editor of the catalogue who has published once already."""
    watched = str(Path(site.environment["DATA_DIR"]) / "edition")
    command = [sys.executable, "-m", "benchmarks.editor", EDITED, watched]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=site.environment, **pipes) as process:  # noqa: S603 (ours)
        found = Editor(process, watched)
        found.publish()
        yield found
        process.stdin.close()


def beside_readers(site, rounds):
    """Eight readers, calm and beside an editor who publishes every 200 ms."""
    targets = [f"/missions/{EDITED}/", *(site.pages[name] for name in (LIST, PARTNER, "FAQ page"))]
    with editor(site) as writer:
        task = Task(site["ours"].port, targets, connections=8, seconds=READING, watched=writer.watched)
        warm_up(site["ours"], targets)

        def read(busy):
            if not busy:
                return ask(task)
            with writer.publishing():
                return ask(task)

        calm, busy = alternating(rounds, read, False, True)
    yield from compared(site.missions, calm, busy)


def compared(n, calm, busy):
    """The Results of what the readers saw in the rounds, calm and busy."""
    title = "8 readers, an editor publishing every 200 ms"
    errors = sum(seen["errors"] for seen in busy)
    yield Result(f"{title}: errors", n, errors, str(errors), "0", most=0)
    rates = [median(len(seen["durations"]) / seen["seconds"] for seen in some) for some in (busy, calm)]
    share = rates[0] / rates[1]
    said = f"{times(share)} ({rates[0]:,.0f} of {rates[1]:,.0f} a second)".replace(",", " ")
    yield Result(f"{title}: throughput", n, share, said, "≥ 0.7 × calm", least=0.7)
    tails = [median(1000 * percentile(seen["durations"], 0.99) for seen in some) for some in (busy, calm)]
    value = tails[0] / tails[1]
    said = f"{times(value)} × ({times(tails[0])} and {times(tails[1])} ms)"
    yield Result(f"{title}: 99th percentile", n, value, said, "≤ 3 × calm", most=3)
    lag, late = max(seen["lag"] for seen in busy), sum(seen["late"] for seen in busy)
    said = f"{lag} ({late} answers behind at all)"
    yield Result(f"{title}: publications behind, at most", n, lag, said, "≤ 1", most=1)


def publication(site, _rounds):
    """What a publication costs in CPU: the editor's process, and what all workers then make anew."""
    server, target = site["cold"], site.pages[PARTNER]
    warm_up(server, [target])
    usual = cost(server, [target], least=4 * REQUESTS)
    with editor(site) as writer:
        written, extra = [], []
        for _n in range(PUBLICATIONS):
            written.append(1000 * writer.publish())
            after = cost(server, [target], least=REQUESTS, seconds=0)
            extra.append(REQUESTS * (after - usual))
    own, made = median(written), max(0, sum(extra) / len(extra))
    said = f"{own + made:.0f} ms ({own:.0f} written, {made:.0f} made anew by the workers)"
    yield Result("a publication, in CPU", site.missions, own + made, said, "≤ 100 ms", most=100)
