"""Which records were touched since a generation: for what is kept of them in a process's memory."""

from collections import defaultdict

from django.db import connections

from editorial.models import Touched
from editorial.replica import reading_from

MOST = 5_000  # changes that are followed one by one; after more, everything is read anew
KEPT = 100_000  # generations for which changes are kept
HEX = {"sqlite": "{}", "postgresql": "encode(uuid_send({}), 'hex')"}


def hexed(column):
    """The SQL for a key as 32 hexadecimal digits, which cost less to read than a UUID."""
    return HEX[connections[reading_from()].vendor].format(column)


def since(generation, now):
    """{table: keys} touched after the one generation and up to the other, None where that is not known."""
    if now - generation > KEPT // 2:
        return None
    with connections[reading_from()].cursor() as cursor:
        cursor.execute(
            f"SELECT part, {hexed('record')} FROM {Touched._meta.db_table} "  # noqa: S608 (constant names)
            "WHERE generation > %s LIMIT %s",
            [generation, MOST + 1],
        )
        rows = cursor.fetchall()
    if len(rows) > MOST or any(key is None for _table, key in rows):
        return None
    found = defaultdict(set)
    for table, key in rows:
        found[table].add(key)
    return dict(found)


def tidy(now):
    """Take away what is older than any memory."""
    Touched.objects.filter(generation__lt=now - KEPT).delete()
