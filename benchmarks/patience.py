"""Starting, stopping, and clients that take their time."""

import socket
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from statistics import median

from benchmarks.client import fetch
from benchmarks.report import Result
from benchmarks.rows import EXPORT, LIST
from benchmarks.servers import wait_for

HEADERS, BODIES, STALLED = 60, 60, 6
FORM = (  # with a cookie, or the form is refused before its body is read
    b"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken=" + b"a" * 32 + b"\r\n\r\n"
)
WATCHED = 6  # seconds for which ordinary requests are made beside slow clients
IN_FLIGHT = 4


@contextmanager
def slow_clients(port, export):
    """So many clients that dribble headers and bodies, and some that stop reading an export."""
    with ExitStack() as stack:
        heads = [
            begun(stack, port, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ") for _n in range(HEADERS)
        ]
        post = b"POST /report/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n" + FORM
        bodies = [begun(stack, port, post) for _n in range(BODIES)]
        get = f"GET {export} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        for _n in range(STALLED):
            begun(stack, port, get, room=4096)
        over = threading.Event()
        thread = threading.Thread(target=dribble, args=(heads + bodies, over))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def begun(stack, port, data, room=None):
    client = stack.enter_context(socket.socket())
    if room:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    client.connect(("127.0.0.1", port))
    client.sendall(data)
    return client


def dribble(clients, over):
    while not over.wait(0.5):
        for client in clients:
            with suppress(OSError):  # the server has had enough of it
                client.send(b"x")


def beside_slow_clients(site, _rounds):
    server, waited = site["ours"], []
    target = site.pages[LIST]
    with slow_clients(server.port, EXPORT):
        until = time.monotonic() + WATCHED
        while time.monotonic() < until:
            waited.append(1000 * fetch(server.port, target)[4])
            time.sleep(0.05)
    title = f"{HEADERS} slow headers, {BODIES} slow bodies, {STALLED} stalled exports: a normal GET, at most"
    yield Result(title, site.missions, max(waited), f"{max(waited):.0f} ms", "< 1 000 ms", most=1000)


def starting(site, rounds):
    """Seconds from the start to the first answer, of the server alone and of a second `make serve`."""
    alone = []
    for _n in range(rounds):
        began = time.monotonic()
        with site.serving("ours"):
            alone.append(time.monotonic() - began)
    took = median(alone)
    yield Result("start: the server answers", None, took, f"{took:.1f} s", "≤ 1.5 s", most=1.5)
    began = time.monotonic()
    with site.serving("ours", command=["make", "--silent", "serve"]):
        took = time.monotonic() - began
    yield Result("start: `make serve`, second time", None, took, f"{took:.1f} s", "≤ 5 s", most=5)


def stopping(site, _rounds):
    """SIGTERM to `manage.py serve`, with slow clients and with requests that are being answered."""
    command = [sys.executable, "manage.py", "serve"]
    with site.serving("ours", command=command) as server:
        wait_for(server, "/missions/")
        tree = server.tree
        with slow_clients(server.port, "/missions/?format=json"):
            time.sleep(1)
            answered, threads = in_flight(server.port)
            time.sleep(0.2)
            began = time.monotonic()
            server.process.terminate()
            server.process.wait(30)
            took = time.monotonic() - began
        for thread in threads:
            thread.join()
        left = [pid for pid in tree if Path(f"/proc/{pid}").exists()]
    yield Result("stop under slow clients", None, took, f"{took:.1f} s", "≤ 12 s", most=12)
    lost = IN_FLIGHT - len(answered)
    said = f"{lost} of {IN_FLIGHT}"
    yield Result("stop: requests in flight that were not answered", None, lost, said, "0", most=0)
    yield Result("stop: processes left running", None, len(left), str(len(left)), "0", most=0)


def in_flight(port):
    """(list that gets each answer, threads) of some requests that have just been made."""
    answered = []

    def get():
        with suppress(OSError):
            if fetch(port, "/missions/?format=csv")[0] == 200:
                answered.append(True)

    threads = [threading.Thread(target=get) for _n in range(IN_FLIGHT)]
    for thread in threads:
        thread.start()
    return answered, threads
