"""A closed-loop client on keep-alive sockets, in a process of its own: `ask` starts it.

It reads what to do as JSON from its standard input and writes what it saw as JSON.
"""

import json
import mmap
import re
import selectors
import socket
import struct
import subprocess
import sys
import time
import zlib
from dataclasses import asdict, dataclass, field
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALIKE = {"Host": "127.0.0.1", "Accept-Encoding": "gzip", "Accept": "text/html"}
COUNTED = re.compile(rb"edition (\d+)")


@dataclass
class Task:
    """`least`: requests that are made however long they take. `watched`: a file with a number that
    the answers of the first target say, at least as it was when they were asked for."""

    port: int
    targets: list
    connections: int = 8
    seconds: float = 1.0
    least: int = 0
    headers: dict = field(default_factory=dict)
    watched: str = ""


class Reader:
    """Puts one answer after the other together from what is received; none follows unasked."""

    def __init__(self):
        self.data, self.status, self.headers, self.needed = bytearray(), 0, [], None

    def feed(self, some):
        """(status, headers, body) once the answer has come as a whole, None before."""
        self.data += some
        if self.needed is None:
            self.begin()
        if not self.complete:
            return None
        body = bytes(self.data)
        answer = self.status, self.headers, body if self.needed >= 0 else unchunked(body)
        self.__init__()
        return answer

    def begin(self):
        end = self.data.find(b"\r\n\r\n")
        if end < 0:
            return
        first, *lines = self.data[:end].decode("latin-1").split("\r\n")
        self.status = int(first.split()[1])
        self.headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines]
        named = {name.lower(): value for name, value in self.headers}
        streamed = named.get("transfer-encoding") == "chunked"
        self.needed = -1 if streamed else int(named.get("content-length", 0))
        if self.status in (204, 304):
            self.needed = 0
        del self.data[: end + 4]

    @property
    def complete(self):
        if self.needed is None:
            return False
        if self.needed < 0:
            return self.data.endswith(b"\r\n0\r\n\r\n") or self.data == b"0\r\n\r\n"
        return len(self.data) >= self.needed


def unchunked(data):
    parts, at = [], 0
    while True:
        end = data.index(b"\r\n", at)
        length = int(data[at:end], 16)
        if not length:
            return b"".join(parts)
        parts.append(data[end + 2 : end + 2 + length])
        at = end + length + 4


class Loop:
    """Eight or so connections, each of which asks again as soon as it is answered."""

    def __init__(self, task):
        self.task, self.selector = task, selectors.DefaultSelector()
        self.targets = cycle(task.targets)
        lines = "".join(f"{name}: {value}\r\n" for name, value in (ALIKE | task.headers).items())
        self.requests = {target: f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode() for target in task.targets}
        self.durations, self.errors, self.asked = [], 0, 0
        self.late, self.lag = 0, 0  # answers that were behind the watched number; by how much at most
        self.number = Number(task.watched) if task.watched else None

    def run(self):
        began, cpu = time.monotonic(), time.process_time()
        self.until = began + self.task.seconds
        for _n in range(self.task.connections):
            self.open()
        while self.selector.get_map():
            for ready, _mask in self.selector.select(60):
                self.receive(ready.data)
        return {
            "seconds": time.monotonic() - began,
            "cpu": time.process_time() - cpu,
            "durations": self.durations,
            "errors": self.errors,
            "late": self.late,
            "lag": self.lag,
        }

    def open(self):
        connection = socket.create_connection(("127.0.0.1", self.task.port), timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        state = {"socket": connection, "reader": Reader()}
        self.selector.register(connection, selectors.EVENT_READ, state)
        self.send(state)

    def send(self, state):
        if time.monotonic() >= self.until and self.asked >= self.task.least:
            self.selector.unregister(state["socket"])
            state["socket"].close()
            return
        self.asked += 1
        state["target"] = next(self.targets)
        state["known"] = self.number.value if self.number else 0
        state["at"] = time.monotonic()
        state["socket"].sendall(self.requests[state["target"]])

    def receive(self, state):
        try:
            some = state["socket"].recv(1 << 18)
        except OSError:
            some = b""
        if not some:
            self.errors += 1
            self.selector.unregister(state["socket"])
            state["socket"].close()
            self.open()
            return
        answer = state["reader"].feed(some)
        if answer is None:
            return
        status, _headers, body = answer
        self.durations.append(time.monotonic() - state["at"])
        self.errors += status not in (200, 304)
        if self.number and state["target"] == self.task.targets[0]:
            said = COUNTED.search(unpacked(body))
            lag = state["known"] - (int(said[1]) if said else 0)
            self.late, self.lag = self.late + (lag > 0), max(self.lag, lag)
        self.send(state)


def unpacked(body):
    return zlib.decompress(body, 31) if body.startswith(b"\x1f\x8b") else body


class Number:
    """A number that one process writes into a file and others read."""

    def __init__(self, path):
        if not Path(path).exists():
            Path(path).write_bytes(bytes(8))
        with Path(path).open("r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 8)

    @property
    def value(self):
        return struct.unpack("q", self.memory)[0]

    @value.setter
    def value(self, number):
        self.memory[:] = struct.pack("q", number)


def ask(task):
    """What the client saw that was started for the task."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.client"],
        cwd=ROOT,
        input=json.dumps(asdict(task)),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def fetch(port, target, headers=None):
    """(status, headers, body, seconds to the first byte, seconds in all) of one request."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in (ALIKE | (headers or {})).items())
    with socket.create_connection(("127.0.0.1", port), timeout=120) as connection:
        began, first, reader = time.monotonic(), None, Reader()
        connection.sendall(f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode())
        while some := connection.recv(1 << 18):
            first = first or time.monotonic() - began
            if answer := reader.feed(some):
                return *answer, first, time.monotonic() - began
    raise ConnectionError(f"{target}: the answer was cut short.")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(Loop(Task(**json.load(sys.stdin))).run()))
