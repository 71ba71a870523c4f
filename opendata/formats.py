"""A table as a file: CSV, JSON or one JSON object a line, built whole, and the number of its rows.

A streamed body would let one slow reader hold a worker, so the number of rows has a bound. The rows
come some at a time, and are written column by column: what is done for each value is done in C.
"""

import re
from operator import itemgetter

from django.core.serializers.json import DjangoJSONEncoder

from editorial.imports.cells import escaped

MOST_ROWS = 100_000
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


def as_csv(columns, parts, _about=()):
    """RFC 4180 in UTF-8: a header, then a line for each row, with nothing that a spreadsheet would run.

    The module csv looks at each character in turn; here most columns are looked at as a whole.
    """
    written, count = [head(columns)], 0
    for rows in parts:
        count += len(rows)
        written.append("".join(lines(columns, rows)).encode())
    return b"".join(written), count


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


def as_json(columns, parts, about=()):
    """One object: what the table is, then `records`, an object for each row."""
    written, count = [], 0
    for rows in parts:
        count += len(rows)
        written.append(encode(objects(columns, rows))[1:-1])
    head = encode({**dict(about), "licence": LICENCE, "count": count})[:-1]
    return f'{head},"records":[{",".join(filter(None, written))}]}}'.encode(), count


def as_ndjson(columns, parts, _about=()):
    """One JSON object a line, for tools that read line by line."""
    written, count = [], 0
    for rows in parts:
        count += len(rows)
        written += [f"{encode(record)}\n" for record in objects(columns, rows)]
    return "".join(written).encode(), count


def objects(columns, rows):
    names = [column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in rows]


FORMATS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
    "ndjson": ("application/x-ndjson", as_ndjson),
}
