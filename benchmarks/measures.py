"""How fast a server answers, and what an answer costs it."""

import re
import shutil
import subprocess

from benchmarks.client import ALIKE, Task, ask

WRK = shutil.which("wrk")
SECONDS = 1.0
CONNECTIONS = 8
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)")


def rate(server, target, headers=None):
    """Requests a second that it answers, all of them well."""
    if WRK:
        return rate_in(run_wrk(server, target, headers or {}))
    seen = ask(Task(server.port, [target], CONNECTIONS, SECONDS, headers=headers or {}))
    if seen["errors"]:
        raise RuntimeError(f"{target}: {seen['errors']} errors.")
    return len(seen["durations"]) / seen["seconds"]


def run_wrk(server, target, headers):
    lines = [f"-H{name}: {value}" for name, value in (ALIKE | headers).items()]
    load = ("-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(SECONDS))}s")
    address = f"http://127.0.0.1:{server.port}{target}"
    return subprocess.run(  # noqa: S603 (addresses of our own)
        [WRK, *load, *lines, address], capture_output=True, text=True, check=True
    ).stdout


def rate_in(report):
    """Requests a second, from what wrk writes. Raises RuntimeError where some were not answered well."""
    failed = FAILED.search(report)
    if failed or "Socket errors" in report:
        raise RuntimeError(report)
    return float(RATE.search(report)[1])


def cost(server, targets, least=6, seconds=SECONDS):
    """Milliseconds of the server's CPU for each request, over a second or so many requests."""
    before = server.cpu
    seen = ask(Task(server.port, targets, connections=2, seconds=seconds, least=least))
    if seen["errors"]:
        raise RuntimeError(f"{targets}: {seen['errors']} errors.")
    return 1000 * (server.cpu - before) / len(seen["durations"])


def warm_up(server, targets, times=6, headers=None):
    least = times * len(targets)
    ask(Task(server.port, targets, connections=4, seconds=0, least=least, headers=headers or {}))
