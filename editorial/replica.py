"""Which database is read: the primary, or a replica of it that may be a moment behind.

Anonymous requests for public pages may read the replica. Whoever may be signed in, every write, and
everything within a transaction stay on the primary. A replica that does not answer is left alone
for a while, and the primary is read instead.
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import Error, connections

PRIMARY, REPLICA = "default", "replica"
REST = 5  # seconds for which a replica that did not answer is not asked
PRIMARY_ONLY = ("/admin/", "/preview/")

_chosen = ContextVar("chosen", default=None)
_resting = {"until": 0.0}  # of this process


class Router:
    """Django's word for it, where there is a replica."""

    def db_for_read(self, _model, **_hints):
        return reading_from()

    def db_for_write(self, _model, **_hints):
        return PRIMARY

    def allow_relation(self, _one, _other, **_hints):
        return True

    def allow_migrate(self, database, _app, **_hints):
        return database == PRIMARY


def reading_from():
    """The alias of the database that is read here and now: content and its generation alike."""
    chosen = _chosen.get() or PRIMARY
    return PRIMARY if connections[PRIMARY].in_atomic_block else chosen


@contextmanager
def reading(environ):
    """Within, one database is read, chosen by what the request is (its WSGI environment).

    Who comes first chooses: what stands in front of Django reads the generation from the database
    from which the page is then made.
    """
    if _chosen.get():
        yield reading_from()
        return
    token = _chosen.set(REPLICA if may_read_replica(environ) and answers() else PRIMARY)
    try:
        yield reading_from()
    finally:
        _chosen.reset(token)


def may_read_replica(environ):
    return (
        REPLICA in settings.DATABASES
        and environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in environ.get("HTTP_COOKIE", "")
        and not environ["PATH_INFO"].startswith(PRIMARY_ONLY)
    )


def answers():
    """Whether the replica can be read; a connection that has been lost is made again."""
    if time.monotonic() < _resting["until"]:
        return False
    try:
        connections[REPLICA].cursor().close()
    except Error:
        connections[REPLICA].close()
        _resting["until"] = time.monotonic() + REST
        return False
    return True


def read_primary():
    """From here on, whatever was chosen."""
    _chosen.set(PRIMARY)
