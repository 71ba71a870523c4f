"""One name for each request: sent back in the answer, in every line of the log, on the error page.

A WSGI callable around all others, so that pages which are given out before Django is asked have one too.
A line for each request and its count are made only where the operator asks for them.
"""

import logging
import re
import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger("spacecoop.requests")

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
SECRET = {"token", "uidb64"}  # parts of addresses that open something: they are in no log


@dataclass
class Asked:
    """A request: its name and, once Django knows, where it leads."""

    name: str = ""
    route: str = ""
    path: str = ""


NONE = Asked()
_asked = ContextVar("asked", default=NONE)


def reference():
    """The name of the request that is being answered; empty outside of one."""
    return _asked.get().name


def traced(application):
    """The application with a name for each request."""
    count = import_string("spacecoop.metrics.count") if settings.METRICS else None

    def answer(environ, start_response):
        given = environ.get("HTTP_X_REQUEST_ID", "")
        asked = Asked(given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8))
        begun, status = time.perf_counter(), ""

        def named(line, headers, exc_info=None):
            nonlocal status
            status = line[:3]
            return start_response(line, [*headers, ("X-Request-ID", asked.name)], exc_info)

        token = _asked.set(asked)
        try:
            return application(environ, named)
        finally:
            if count or settings.ACCESS_LOG:
                told(environ, asked, status or "500", time.perf_counter() - begun, count)
            _asked.reset(token)

    return answer


def told(environ, asked, status, seconds, count):
    method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "OTHER"
    if count:
        count(method, status, asked.route, seconds)
    if settings.ACCESS_LOG:
        path = asked.path or environ.get("PATH_INFO", "")
        facts = {"method": method, "route": asked.route, "path": path[:200], "status": int(status)}
        log.info("request", extra={"facts": facts | {"ms": round(seconds * 1000, 1)}})


METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


class Routes:
    """Notes where a request leads, for its line and its count."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _args, kwargs):
        asked = _asked.get()
        if asked is not NONE:
            match = request.resolver_match
            asked.route = match.view_name
            asked.path = f"/{match.route}" if SECRET & kwargs.keys() else request.path
