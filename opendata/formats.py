"""A table as a file: CSV, JSON or one JSON object a line, built whole, and the number of its rows.

A streamed body would let one slow reader hold a worker, so the number of rows has a bound. The rows
come some at a time, and are written column by column: what is done for each value is done in C.
"""

import re
from io import BytesIO
from math import inf
from operator import itemgetter

from django.core.serializers.json import DjangoJSONEncoder

from editorial.imports.cells import escaped

MOST_ROWS, MOST_BYTES = 100_000, 100_000_000
BETWEEN = "; "  # between the values of a list in one cell
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
RISKY = frozenset("'=+-@\t\r\n")  # what `escaped` may act on begins with one of these
FIRST = itemgetter(slice(1))  # the first character of a text
SPECIAL = re.compile('[",\r\n]')  # of a CSV
WRITTEN = {
    "integer": lambda value: "" if value is None else str(value),
    "boolean": {True: "true", False: "false", None: ""}.get,
}

encode = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class TooLarge(Exception):
    """The file would have more bytes than it may."""


class Bounded(BytesIO):
    """A file in memory that grows to so many bytes at most. Raises TooLarge."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def add(self, text):
        if self.write(text.encode()) and self.tell() > self.most:
            raise TooLarge


def as_csv(columns, parts, _about=(), most=inf):
    """RFC 4180 in UTF-8: a header, then a line for each row, with nothing that a spreadsheet would run.

    The module csv looks at each character in turn; here most columns are looked at as a whole.
    """
    written, count = Bounded(most), 0
    written.write(head(columns))
    for rows in parts:
        count += len(rows)
        written.add("".join(lines(columns, rows)))
    return written.getvalue(), count


def head(columns):
    """The line of the columns' names."""
    return f"{','.join(quoted(column.name) for column in columns)}\r\n".encode()


def lines(columns, rows):
    """A line for each row."""
    values = zip(columns, zip(*rows, strict=True), strict=True) if rows else ()
    columns = [cells(column, found) for column, found in values]
    return [f"{row}\r\n" for row in map(",".join, zip(*columns, strict=True))]


def cells(column, values):
    """The values of a column as they stand in a CSV."""
    if column.is_list:
        values = list(map(BETWEEN.join, values))
    elif column.type in WRITTEN:
        return list(map(WRITTEN[column.type], values))
    else:
        values = [value or "" for value in values]
    if not RISKY.isdisjoint(map(FIRST, values)):
        values = list(map(escaped, values))
    return list(map(quoted, values)) if SPECIAL.search("".join(values)) else values


def quoted(text):
    if SPECIAL.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def as_json(columns, parts, about=(), most=inf):
    """One object: what the table is, then `records`, an object for each row."""
    written, count = Bounded(most), 0
    for rows in parts:
        written.add(f"{',' if count and rows else ''}{encode(objects(columns, rows))[1:-1]}")
        count += len(rows)
    first = encode({**dict(about), "licence": LICENCE, "count": count})[:-1]
    return b"".join([f'{first},"records":['.encode(), written.getbuffer(), b"]}"]), count


def as_ndjson(columns, parts, _about=(), most=inf):
    """One JSON object a line, for tools that read line by line."""
    written, count = Bounded(most), 0
    for rows in parts:
        count += len(rows)
        written.add("".join(f"{encode(record)}\n" for record in objects(columns, rows)))
    return written.getvalue(), count


def objects(columns, rows):
    names = [column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in rows]


FORMATS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
    "ndjson": ("application/x-ndjson", as_ndjson),
}
