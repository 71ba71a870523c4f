"""Servers under measurement: started as `manage.py serve` does, watched through /proc, stopped again."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from spacecoop.management.commands.serve import MEMORY, SERVER

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
WORKERS = 2
APPLICATIONS = {  # what is served: the WSGI callable, and variables of its own
    "ours": ("spacecoop.wsgi:application", {}),
    "cold": ("spacecoop.wsgi:application", {"PAGE_CACHE": "0"}),
    "undrawn": ("spacecoop.wsgi:application", {"PAGE_CACHE": "0", "KEEP_DRAWN": "0"}),
    "plain": ("benchmarks.plain.wsgi:application", {"PAGE_CACHE": "0"}),
    "trivial": ("benchmarks.trivial:application", {}),
}


class Server:
    def __init__(self, process, port):
        self.process, self.port, self.pid = process, port, process.pid

    @property
    def tree(self):
        """The process and all that it has started, each with what it started."""
        return [self.pid, *below(self.pid)]

    @property
    def cpu(self):
        """Seconds of CPU that all of them have used so far, and the database server where there is one."""
        database = os.environ.get("POSTGRES_PID")
        beside = [int(database), *below(int(database))] if database else []
        return sum(map(cpu_of, [*self.tree, *beside]))

    @property
    def memory(self):
        """MB of resident memory of each worker, the largest first."""
        sizes = sorted((resident(pid) for pid in below(self.pid)), reverse=True)
        return sizes[:WORKERS]

    def stop(self, patience=15):
        tree = self.tree
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(patience)
        finally:
            for pid in tree:
                end(pid)


@contextmanager
def serving(name, port, environment, command=None):
    """The Server of that name once it answers; stopped at the end."""
    callable_, own = APPLICATIONS[name]
    address = ("--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS))
    log = Path(environment["DATA_DIR"]) / "server.log"
    variables = {"DJANGO_SETTINGS_MODULE": "spacecoop.settings", **own, "PORT": str(port)}
    with TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603 (our own program)
            command or [sys.executable, "-m", "granian", *SERVER, *address, callable_],
            cwd=ROOT,
            env=MEMORY | environment | variables | {"PAGES_FOLDER": folder},
            stdout=subprocess.DEVNULL,
            stderr=log.open("ab"),
        )
        server = Server(process, port)
        try:
            wait_for(server)
            yield server
        finally:
            if process.poll() is None:
                server.stop()


def wait_for(server, path="/healthz", seconds=120):
    """Wait until it answers anything; how long that took."""
    began = time.monotonic()
    while not answers(server.port, path):
        if server.process.poll() is not None or time.monotonic() - began > seconds:
            raise RuntimeError(f"The server on port {server.port} does not answer.")
        time.sleep(0.01)
    return time.monotonic() - began


def answers(port, path):
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(request)
            return connection.recv(12).startswith(b"HTTP/1.1")
    except OSError:
        return False


def below(pid):
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        children = []
    return [found for child in map(int, children) for found in (child, *below(child))]


def cpu_of(pid):
    """Seconds of CPU of a process and of those of its children that have ended."""
    return cpu_in(read(pid, "stat"))


def cpu_in(stat):
    """The same, from the text of /proc/<pid>/stat."""
    numbers = stat.rpartition(")")[2].split()
    return sum(map(int, numbers[11:15])) / TICKS if numbers else 0


def resident(pid):
    return resident_in(read(pid, "status"))


def resident_in(status):
    """MB of resident memory, from the text of /proc/<pid>/status."""
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(line.split()[1]) / 1024


def read(pid, name):
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:  # it has ended
        return ""


def end(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
