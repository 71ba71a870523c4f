"""A table as a file: CSV, JSON or one JSON object a line, built whole.

A streamed body would let one slow reader hold a worker, so the number of rows has a bound.
"""

import csv
import io

from django.core.serializers.json import DjangoJSONEncoder

from editorial.imports.cells import RUN

MOST_ROWS = 100_000
BETWEEN = "; "  # between the values of a list in one cell
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

encode = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_csv(columns, rows, _about=()):
    """RFC 4180 in UTF-8: a header, then a line for each row, with nothing that a spreadsheet would run."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([column.name for column in columns])
    table.writerows([cell(value) for value in row] for row in rows)
    return written.getvalue().encode()


def cell(value):
    if isinstance(value, str):
        return f"'{value}" if RUN.match(value) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return cell(BETWEEN.join(map(str, value)))
    return value


def as_json(columns, rows, about=()):
    """One object: what the table is, then `records`, an object for each row."""
    return encode(
        {**dict(about), "licence": LICENCE, "count": len(rows), "records": objects(columns, rows)}
    ).encode()


def as_ndjson(columns, rows, _about=()):
    """One JSON object a line, for tools that read line by line."""
    return "".join(f"{encode(record)}\n" for record in objects(columns, rows)).encode()


def objects(columns, rows):
    names = [column.name for column in columns]
    return [dict(zip(names, row, strict=True)) for row in rows]


FORMATS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
    "ndjson": ("application/x-ndjson", as_ndjson),
}
