"""Django in one thread of its own, which never waits for a client.

The server's threads take requests in, and some clients take minutes to send one. Whoever has sent all
takes a turn; kept pages are given out without one. One thread is what Django is fastest in, and keeps
one connection to the database and one set of what it remembers.
"""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile

from spacecoop.headers import without_django

IN_MEMORY = 1_000_000  # bytes of a body; of a larger one the rest lies on the disk
AT_ONCE = 65_536
MOST = 64_000_000
DIGITS = 10  # of a length that can be meant
TOO_LARGE = object()


def in_turns(django):
    """The same WSGI callable, called by one thread at a time and always by the same."""
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="django")

    def call(environ, start_response):
        body = whole_body(environ)
        if body is TOO_LARGE:
            start_response("413 Content Too Large", [*without_django(), ("Connection", "close")])
            return [b"At most 64 MB can be sent at once.\n"]
        given = environ
        if body is not None:
            given = environ | {"wsgi.input": body, "CONTENT_LENGTH": str(body.seek(0, 2))}
            body.seek(0)
        here = contextvars.copy_context()
        try:
            return thread.submit(here.run, django, given, start_response).result()
        finally:
            if body is not None:
                body.close()

    return call


def whole_body(environ):
    """What the request brings, once all of it has come in; None for one that brings nothing."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if length == "0" and "HTTP_TRANSFER_ENCODING" not in environ:
        return None
    if len(length) > DIGITS or (length.isdigit() and int(length) > MOST):
        return TOO_LARGE
    body, size = SpooledTemporaryFile(IN_MEMORY), 0  # noqa: SIM115 (closed once Django has answered)
    while part := environ["wsgi.input"].read(AT_ONCE):
        size += len(part)
        if size > MOST:
            body.close()
            return TOO_LARGE
        body.write(part)
    return body
