"""Each request has a name, which is in its answer, in the log and on the page that says it failed."""

import io
import json
import logging
import re
from contextlib import contextmanager

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from spacecoop.failures import failed as handler500  # noqa: F401 (read by Django)
from spacecoop.logs import Json
from spacecoop.tracing import traced


def broken(request, **_kwargs):
    raise LookupError("lost")


def fine(request, **_kwargs):
    return HttpResponse("fine")


urlpatterns = [path("broken/", broken), path("open/<str:token>/", fine, name="open")]


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["spacecoop.tracing.Routes"]
    settings.ACCESS_LOG = True
    connections["default"].close()  # Django looks after an open one as a request begins


@contextmanager
def lines(name):
    """The lines that the logger of this name writes, read as JSON when the block ends."""
    written, found, logger = io.StringIO(), [], logging.getLogger(name)
    handler = logging.StreamHandler(written)
    handler.setFormatter(Json())
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)
        found += map(json.loads, written.getvalue().splitlines())


def ask(address, **headers):
    """(status, headers, page) of the whole application."""
    told = {}

    def start_response(status, headers, _exc_info=None):
        told.update(status=status, headers=dict(headers))

    body = traced(WSGIHandler())(RequestFactory().get(address, **headers).environ, start_response)
    return told["status"], told["headers"], b"".join(body).decode()


def test_a_name_that_came_with_the_request_is_kept():
    assert ask("/open/x/", HTTP_X_REQUEST_ID="proxy-1.2_3")[1]["X-Request-ID"] == "proxy-1.2_3"


@pytest.mark.parametrize("name", ["", "short", "with space1", 'with"quotes', "a" * 65, "line\nbreak"])
def test_a_name_that_is_not_well_formed_is_replaced(name):
    given = ask("/open/x/", HTTP_X_REQUEST_ID=name)[1]["X-Request-ID"]

    assert re.fullmatch("[0-9a-f]{16}", given)


def test_the_line_of_a_request_tells_nothing_about_the_person():
    private = {"HTTP_COOKIE": "sessionid=abc", "REMOTE_ADDR": "192.0.2.7", "HTTP_USER_AGENT": "Curiosity"}
    with lines("spacecoop.requests") as found:
        ask("/open/secret/?q=private", HTTP_X_REQUEST_ID="abcdefgh", **private)

    (line,) = found
    assert line.pop("ms") >= 0
    assert line.pop("time")
    assert line == {
        "level": "info",
        "logger": "spacecoop.requests",
        "message": "request",
        "request": "abcdefgh",
        "method": "GET",
        "route": "open",
        "path": "/open/<str:token>/",
        "status": 200,
    }


def test_the_page_of_a_failure_names_the_request_as_the_log_does_and_needs_no_database():
    with lines("django.request") as found:
        status, headers, page = ask("/broken/")

    (line,) = found
    assert status == "500 Internal Server Error"
    assert f"<code>{headers['X-Request-ID']}</code>" in page
    assert line["request"] == headers["X-Request-ID"]
    assert "LookupError: lost" in line["trace"]
