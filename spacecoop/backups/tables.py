"""How many rows each table has, and a digest of them: what two databases are compared by.

A table's digest is the sum of the digests of its rows, so that their order does not matter.
"""

import hashlib

WHOLE = 2**128

# How PostgreSQL writes a row as text depends on these.
PLAIN = (
    "SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET intervalstyle = 'iso_8601'; "
    "SET extra_float_digits = 1; SET bytea_output = 'hex'"
)


def of_sqlite(link):
    """{table: [rows, digest]} of an open sqlite3 connection, but for what SQLite keeps for itself."""
    link.text_factory = bytes
    found = link.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    )
    return {name.decode(): rows_of(link, name.decode()) for (name,) in found.fetchall()}


def rows_of(link, table):
    number = total = 0
    for row in link.execute(f'SELECT * FROM "{table}"'):
        number += 1
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[:16], "big")
    return [number, f"{total % WHOLE:032x}"]


def of_postgresql(cursor):
    """The same of a cursor of PostgreSQL, counted by the server."""
    cursor.execute(PLAIN)
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(counted(name))
        found[name] = [*cursor.fetchone()]
    return found


def counted(table):
    """A query for the rows and the digest of a table of PostgreSQL."""
    row = "('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint"
    name = table.replace('"', '""')
    return f'SELECT count(*), coalesce(sum({row}), 0)::text FROM public."{name}" t'


def differing(expected, found):
    """The names of the tables that are not alike."""
    return sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))
