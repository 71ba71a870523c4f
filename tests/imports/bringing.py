"""What the tests of imports share: tables written in a line, and runs taken through their steps."""

import csv
import io

from editorial.imports import runs
from editorial.models import ImportRun
from tests.admin.editing import person


def table(*rows):
    """The bytes of a CSV file with these rows, {column: text}; the first names the columns."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def bring(model, *rows, by="Editor", data=None, file_name="table.csv", **options):
    data = table(*rows) if data is None else data
    return runs.bring(model, data, by=person(by), file_name=file_name, **options)


def fresh(run):
    return ImportRun.objects.get(pk=run.pk)


def checked(model, *rows, **options):
    """The run of the rows, checked by the worker."""
    run = bring(model, *rows, **options)
    runs.take_next()
    return fresh(run)


def applied(model, *rows, **options):
    """The run of the rows, checked and applied."""
    run = checked(model, *rows, **options)
    assert run.state == "checked", (run.state, run.outcome)
    return apply(run)


def apply(run):
    runs.agree(run)
    runs.take_next()
    return fresh(run)


def messages(run):
    """(row, column, value, text) of all that stands against the file."""
    return [(m["row"], m["column"], m["value"], m["text"]) for m in run.outcome["messages"]]


def told(run):
    """(row, what becomes of it, [what changes]) of each row that is shown."""
    return [
        (
            row["row"],
            row["becomes"],
            [(d["label"], "".join(f"{mark}{text}" for mark, text in d["words"])) for d in row["differences"]],
        )
        for row in run.outcome["rows"]
    ]


def counts(run):
    """(rows, new, changed, unchanged, refused)"""
    found = run.outcome["counts"]
    return tuple(found[name] for name in ("rows", "new", "changed", "unchanged", "refused"))


HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}
