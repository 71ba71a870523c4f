"""Django in one thread of its own, which never waits for a client.

The server's threads take requests in, and some clients take minutes to send one. Whoever has sent all
takes a turn; kept pages are given out without one. One thread is what Django is fastest in, and keeps
one connection to the database and one set of what it remembers.
"""

import contextvars
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore

from spacecoop.headers import without_django
from spacecoop.waiting import Turns, address_of

IN_MEMORY = 1_000_000  # bytes of a body; of a larger one the rest lies on the disk
AT_ONCE = 65_536
MOST = 64_000_000  # bytes of a body for the desk, which takes tables and pictures
OF_READERS = 1_000_000  # of any other
DIGITS = 10  # of a length that can be meant
AWAITED = 48  # bodies at once; the server's other threads are left to those who only ask
TOO_LARGE, TOO_MANY = object(), object()
REFUSED = {
    TOO_LARGE: ("413 Content Too Large", b"This is more than can be sent at once.\n"),
    TOO_MANY: (
        "503 Service Unavailable",
        b"Too many are sending now. Send it again in a minute.\n",
    ),
}


def in_turns(django):
    """The same WSGI callable, called by one thread at a time and always by the same."""
    turns = Turns()
    awaited = BoundedSemaphore(AWAITED)

    def call(environ, start_response):
        body = whole_body(environ, awaited)
        if body in REFUSED:
            status, words = REFUSED[body]
            start_response(status, [*without_django(), ("Retry-After", "60"), ("Connection", "close")])
            return [words]
        given = environ
        if body is not None:
            given = environ | {"wsgi.input": body, "CONTENT_LENGTH": str(body.seek(0, 2))}
            body.seek(0)
        here = contextvars.copy_context()
        try:
            return turns.take(address_of(environ), lambda: here.run(django, given, start_response))
        finally:
            if body is not None:
                body.close()

    return call


def whole_body(environ, awaited):
    """What the request brings, once all of it has come in; None for one that brings nothing."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if length == "0" and "HTTP_TRANSFER_ENCODING" not in environ:
        return None
    most = MOST if environ["PATH_INFO"].startswith("/admin/") else min(MOST, OF_READERS)
    if len(length) > DIGITS or (length.isdigit() and int(length) > most):
        return TOO_LARGE
    if not awaited.acquire(blocking=False):
        return TOO_MANY
    try:
        return received(environ["wsgi.input"], most)
    finally:
        awaited.release()


def received(sent, most):
    """All that is sent, as a file that begins in memory."""
    body, size = SpooledTemporaryFile(IN_MEMORY), 0  # noqa: SIM115 (closed once Django has answered)
    while part := sent.read(AT_ONCE):
        size += len(part)
        if size > most:
            body.close()
            return TOO_LARGE
        body.write(part)
    return body
