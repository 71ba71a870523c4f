"""How long one request may keep the database busy.

One thread runs Django (`spacecoop.turns`), so a query without an end would be the end of the site. A
statement is given what its request has left: SQLite is asked to stop as it works (`spacecoop.sqlite3`),
PostgreSQL stops by itself. Commands and the background worker take the time that they need.
"""

import time
from contextlib import ExitStack, contextmanager
from threading import local

from django.conf import settings
from django.db import OperationalError, connections

AT_THE_DESK = 6  # times as long as for a reader
AGAIN = 30  # seconds after which somebody may ask again
INTERRUPTED = 9  # SQLITE_INTERRUPT
CANCELED = "57014"  # query_canceled
WAYS_BACK = ("ROLLBACK", "RELEASE")  # to what was before: there is always time for these


class TimeUp(OperationalError):
    """The request has kept the database busy for as long as it may."""


class Statement(local):
    """The moment at which the statement under way, in this thread, is given up."""

    until = None

    def is_over(self):
        return self.until is not None and time.monotonic() > self.until


statement = Statement()


class TimeLimit:
    """The innermost middleware: what a view, or what answers in its place, asks of the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        reads = request.method in {"GET", "HEAD"} and not request.path_info.startswith("/admin/")
        with limited(settings.DATABASE_SECONDS * (1 if reads else AT_THE_DESK)):
            return self.get_response(request)


@contextmanager
def limited(seconds):
    """Within, all statements together have so many seconds; then they fail."""
    budget = Budget(seconds)
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(budget))
        try:
            yield
        finally:
            statement.until = None


class Budget:
    """What is left of a request's time; called around each statement."""

    def __init__(self, seconds):
        self.seconds = self.left = seconds
        self.told = set()  # the databases that know of the limit

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(WAYS_BACK):
            return execute(sql, params, many, context)
        if self.left <= 0:
            raise TimeUp
        connection, begun = context["connection"], time.monotonic()
        if connection.vendor == "postgresql" and connection.alias not in self.told:
            self.tell(connection)
        statement.until = begun + self.left
        try:
            return execute(sql, params, many, context)
        except OperationalError:
            statement.until = None
            raise
        finally:
            self.left -= time.monotonic() - begun

    def tell(self, connection):
        """PostgreSQL keeps what it was told as long as the connection, but for a transaction taken back."""
        link = connection.connection
        if getattr(link, "statement_seconds", None) != self.seconds:
            link.execute(f"SET statement_timeout = {int(self.seconds * 1000)}")
            if link.info.transaction_status.name == "IDLE":
                link.statement_seconds = self.seconds
        self.told.add(connection.alias)


def is_up(error):
    """Whether the error, or what it was raised from, says that the time was up."""
    while error is not None:
        if isinstance(error, TimeUp) or getattr(error, "sqlstate", None) == CANCELED:
            return True
        if getattr(error, "sqlite_errorcode", None) == INTERRUPTED:
            return True
        error = error.__cause__ or error.__context__
    return False
