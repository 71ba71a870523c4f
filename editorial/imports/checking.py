"""Every row of a table against the records as they are: nothing is written, and no lock is held."""

from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from editorial.imports.cells import shown
from editorial.imports.tables import Message, Unreadable

STEP = 500  # rows between two signs of life
NAMES = 300  # characters of the columns' names that a message repeats


@dataclass
class Line:
    """A row of the file and the record that it makes; `before` and `after` as in a snapshot."""

    number: int
    row: dict
    record: object
    before: dict | None
    after: dict
    root_key: object
    becomes: str = ""

    @property
    def is_new(self):
        return self.before is None


@dataclass
class Checked:
    """What a file would do: the lines that say something new, and what stands against it."""

    resource: object
    total: int = 0
    unchanged: int = 0
    lines: list = field(default_factory=list)
    messages: list = field(default_factory=list)

    def refuse(self, line, text, column=""):
        self.messages.append(message(line.number, line.row, column, text))


def check(resource, table, tell=lambda _done, _total: None):
    """The Checked of the table; `tell` is called with the rows done and all rows, now and then.

    Raises Unreadable if the columns are not those of the resource.
    """
    check_columns(resource, table)
    resource.prepare([row for _number, row in table.rows])
    checked = Checked(resource, len(table.rows) + len({m.row for m in table.messages}))
    checked.messages += table.messages
    loader, seen = resource._meta.instance_loader_class(resource), {}
    for done, (number, row) in enumerate(table.rows):
        if done % STEP == 0:
            tell(done, checked.total)
        first = seen.setdefault(resource.key(row) or number, number)
        if first == number:
            add(checked, number, row, resource.import_row(row, loader, row_number=number))
        else:
            text = _("Row %(first)s is about the same record.") % {"first": first}
            checked.messages.append(message(number, row, resource.key_columns[0].column_name, text))
    return checked


def check_columns(resource, table):
    names = resource.by_name
    if unknown := [name for name in table.columns if name not in names]:
        known = {"unknown": shown(", ".join(unknown), NAMES), "columns": ", ".join(names)}
        raise Unreadable(_("Unknown columns: %(unknown)s. There can be: %(columns)s.") % known)
    needed = [column.column_name for column in resource.key_columns]
    if missing := [name for name in needed if name not in table.columns]:
        raise Unreadable(_("Missing columns: %(columns)s.") % {"columns": ", ".join(missing)})


def add(checked, number, row, result):
    if result.errors:
        raise result.errors[0].error  # a fault of ours, not of the row
    if result.validation_error:
        checked.messages += messages(checked.resource, number, row, result.validation_error)
    elif result.is_skip():
        checked.unchanged += 1
    else:
        record, resource = result.instance, checked.resource
        after = resource.described(record)
        checked.lines.append(Line(number, row, record, record.before, after, resource.root_key(record)))


def messages(resource, number, row, error):
    """The Message of each error, with the column that it is about and the value there."""
    return [
        message(number, row, column_of(resource, name, found), " ".join(found.messages))
        for name, errors in error.error_dict.items()
        for found in errors
    ]


def column_of(resource, name, error):
    """The column that the error is about; a constraint names it in its code."""
    about = error.code if name == NON_FIELD_ERRORS else name
    for end in ("", "_id", "_precision"):
        if (column := str(about).removesuffix(end)) in resource.by_name:
            return column
    return "" if name == NON_FIELD_ERRORS else name


def message(number, row, column, text):
    return Message(number, column, row.get(column, ""), text)
