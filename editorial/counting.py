"""Numbers that change with the content alone: asked of the database once for each generation."""

import threading

from django.db import connections

from editorial import generation
from editorial.replica import reading_from

MOST = 1_000  # answers that are remembered


class Remembered(threading.local):
    """One for each thread and for the database that it read last."""

    def __init__(self):
        self.of, self.answers = None, {}


remembered = Remembered()


def once(name, ask):
    """What `ask` gives, which is asked again in another generation; `name` tells it from all others.

    Within a transaction nothing is remembered: it may be rolled back, and its generation come again.
    """
    database = reading_from()
    if connections[database].in_atomic_block:
        return ask()
    now = database, generation.current()
    if remembered.of != now or len(remembered.answers) >= MOST:
        remembered.of, remembered.answers = now, {}
    if name not in remembered.answers:
        remembered.answers[name] = ask()
    return remembered.answers[name]


def count(queryset):
    """How many rows the query has."""
    query = queryset.query.clone()
    query.clear_ordering(force=True)
    return once(("count", *query.sql_with_params()), queryset.count)
