"""Clients that take their time, and what a page takes beside them."""

import socket
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection

HEADERS = b"GET / HTTP/1.1\r\nHost: local"
BODY = (
    b"POST /report/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\nCookie: csrftoken="
    + b"a" * 32
    + b"\r\n\r\nx"
)
EXPORT = b"GET /missions/?format=json HTTP/1.1\r\nHost: localhost\r\n\r\n"
MORE_THAN_FITS = 40  # times the export, 300 KB: more than the machine holds for who does not read


@contextmanager
def clients(port):
    """60 that dribble their headers, 200 their bodies, and 6 that ask for exports and stop reading."""
    with ExitStack() as stack:
        dribbling = [opened(stack, port, sent) for sent in [HEADERS] * 60 + [BODY] * 200]
        for _number in range(6):
            opened(stack, port, EXPORT * MORE_THAN_FITS).recv(100)
        done = threading.Event()
        thread = threading.Thread(target=dribble, args=(dribbling, done))
        thread.start()
        stack.callback(thread.join)
        stack.callback(done.set)
        yield


def opened(stack, port, sent):
    client = stack.enter_context(socket.socket())
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", port))
    client.sendall(sent)
    return client


def dribble(clients, done):
    while not done.wait(1):
        for client in clients:
            try:
                client.sendall(b"x")
            except OSError:  # the server has had enough of it
                continue


def seconds_of_a_page(port):
    """For one that the server makes anew."""
    began = time.monotonic()
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/missions/?page=2", headers={"Cookie": "sessionid=x"})
        with connection.getresponse() as answer:
            answer.read()
            assert answer.status == 200
    return time.monotonic() - began
