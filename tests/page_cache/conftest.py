"""A front before an application of the test's own, and the site itself behind a front."""

import io

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections

from spacecoop.page_cache.front import Front
from spacecoop.page_cache.moments import Moments
from spacecoop.page_cache.shelves import Memory

HTML = [("Content-Type", "text/html; charset=utf-8")]


class Body(list):
    """What Django returns: an iterable that says whether it is streamed, and can be closed."""

    streaming = False

    def close(self):
        pass


class Application:
    """Stands where Django stands: counts what it is asked and answers with what it was told."""

    def __init__(self, status="200 OK", headers=HTML, body=b"<p>A page.</p>" * 100, streaming=False):
        self.status, self.headers, self.body, self.streaming = status, headers, body, streaming
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ)
        start_response(self.status, list(self.headers))
        body = Body([self.body])
        body.streaming = self.streaming
        return body


class Clock:
    """The moment, as the test sets it."""

    def __init__(self):
        self.generation = 1

    def now(self):
        return self.generation, 0


def ask(application, address="/missions/", method="GET", **headers):
    """(status, headers, body) of the answer to a request for the address."""
    path, _mark, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "SCRIPT_NAME": "",
        "REMOTE_ADDR": "127.0.0.1",
    }
    started = []
    body = b"".join(application(environ | headers, lambda *given: started.append(given)))
    return started[0][0], dict(started[0][1]), body


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def behind(clock):
    """The front before an application, with a memory of its own."""
    return lambda application, shared=None: Front(application, clock, Memory(1_000_000), shared)


@pytest.fixture
def site(db):
    """The site behind a front: what the server runs, with a memory of its own."""
    requests = (request_started, request_finished)
    for signal in requests:  # as Django's own test client: the test's transaction stays open
        signal.disconnect(close_old_connections)
    yield Front(WSGIHandler(), Moments(connections["default"], seconds=0), Memory(10_000_000))
    for signal in requests:
        signal.connect(close_old_connections)
