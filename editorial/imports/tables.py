"""Files as tables: read with every limit, and written so that they can be read again."""

import csv
import io
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from editorial.imports import cells, packed

openpyxl = SimpleLazyObject(partial(import_module, "openpyxl"))  # a fifth of a second, for few requests

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_BYTES = 10 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 50_000_000  # in all cells; a spreadsheet may hold a text once and show it a million times
LAST_ROW = 100_000  # of a spreadsheet, with empty ones: each takes time, though a few bytes make a million


class Unreadable(Exception):
    """The file is no table that could be checked; the text is for the editor."""


@dataclass(frozen=True)
class Message:
    """What is wrong, and where: the row as a spreadsheet counts, the column, and the value there."""

    row: int
    column: str
    value: str
    text: str


@dataclass
class Table:
    columns: list
    rows: list = field(default_factory=list)  # (number, {column: text})
    messages: list = field(default_factory=list)


def read(data, kind):
    """The Table in the bytes of a file of that kind, "csv" or "xlsx". Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("A file has at most 10 MB."))
    lines = {"csv": csv_lines, "xlsx": xlsx_lines}[kind](data)
    header = next(lines, (0, []))[1]
    table, filled, characters = Table(header_of(header)), 0, 0
    for number, texts in lines:
        characters += sum(map(len, texts))
        if characters > MOST_CHARACTERS:
            raise Unreadable(_("A file has at most %(n)s characters.") % {"n": f"{MOST_CHARACTERS:,}"})
        if any(text.strip() for text in texts):
            filled += 1
            add(table, number, texts)
        if filled > MOST_ROWS:
            raise Unreadable(_("A file has at most %(n)s rows.") % {"n": f"{MOST_ROWS:,}"})
    if not filled:
        raise Unreadable(_("The file holds no rows below its header."))
    return table


def header_of(texts):
    names = [text.strip() for text in texts]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise Unreadable(_("The file is empty. Its first row names the columns."))
    if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
        raise Unreadable(_("The cells are not separated by commas: save the file as CSV with commas."))
    if len(names) > MOST_COLUMNS:
        raise Unreadable(_("A file has at most %(n)s columns.") % {"n": MOST_COLUMNS})
    if "" in names:
        raise Unreadable(_("Column %(n)s has no name.") % {"n": names.index("") + 1})
    if unreadable := [n for n, name in enumerate(names, 1) if cells.control_character(name)]:
        raise Unreadable(_("The name of column %(n)s cannot be read.") % {"n": unreadable[0]})
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Unreadable(_("Named more than once: %(columns)s.") % {"columns": ", ".join(twice)})
    return names


def add(table, number, texts):
    """Add a row to the table, or the messages that stand against it."""
    while len(texts) > len(table.columns) and not texts[-1].strip():
        texts.pop()
    if len(texts) != len(table.columns):
        text = _("The row has %(cells)s cells, the header has %(columns)s.")
        text %= {"cells": len(texts), "columns": len(table.columns)}
        table.messages.append(Message(number, "", "", text))
        return
    row = dict(zip(table.columns, texts, strict=True))
    found = [Message(number, column, cell, problem(cell)) for column, cell in row.items() if problem(cell)]
    if found:
        table.messages += found
    else:
        table.rows.append((number, {column: cells.unescaped(cell) for column, cell in row.items()}))


def problem(cell):
    """What is wrong with the text of a cell, whatever its column; or ""."""
    if isinstance(cell, Computed):
        return _("This is a formula: write its value in its place.")
    if len(cell) > cells.LONGEST:
        return _("The cell has %(n)s characters, at most %(most)s are allowed.") % {
            "n": f"{len(cell):,}",
            "most": f"{cells.LONGEST:,}",
        }
    if character := cells.control_character(cell):
        return _("There is a character in it that cannot be read: U+%(code)s.") % {
            "code": f"{ord(character):04X}"
        }
    return ""


def csv_lines(data):
    """(number, [text]) of each row, the header first, counted as a spreadsheet would."""
    reader = csv.reader(io.StringIO(decoded(data), newline=""), strict=True)
    number = 0
    while True:
        try:
            texts = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            text = _("Row %(row)s is no CSV: %(error)s.") % {"row": number + 1, "error": error}
            raise Unreadable(text) from error
        number += 1
        yield number, texts


def decoded(data):
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _("Byte %(byte)s in line %(line)s is not UTF-8: save the file as “CSV UTF-8”.") % {
            "byte": f"0x{error.object[error.start]:02X}",
            "line": error.object[: error.start].count(b"\n") + 1,
        }
        raise Unreadable(text) from error


class Computed(str):
    """The text of a cell that holds a formula, or what came of one: an error."""

    __slots__ = ()


def xlsx_lines(data):
    """The same of the first sheet of a spreadsheet, which does not store the empty cells of a row's end."""
    width = 0
    with quiet():
        try:
            packed.guard(data)
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
                if number > LAST_ROW:
                    text = _("No row may stand below row %(n)s: delete the empty ones.")
                    raise Unreadable(text % {"n": f"{LAST_ROW:,}"})
                texts = trimmed(row)
                width = width or len(texts)
                yield number, texts + [""] * (width - len(texts))
        except packed.Dangerous as error:
            raise Unreadable(str(error)) from error
        except Unreadable:
            raise
        except Exception as error:  # there is no end to what a damaged file makes of its reader
            raise Unreadable(_("This spreadsheet cannot be read: save it anew as XLSX.")) from error


def trimmed(row):
    texts = [Computed(cell.value) if cell.data_type in "fe" else cells.as_text(cell.value) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


@contextmanager
def quiet():
    """openpyxl remarks on what it leaves out, and still asks Python for a naive time."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")
        yield


def write(columns, rows, kind):
    """The bytes of a file of that kind; `rows` are lists of texts."""
    lines = ([cells.escaped(text) for text in row] for row in rows)
    return {"csv": as_csv, "xlsx": as_xlsx}[kind]([columns, *lines])


def as_csv(lines):
    """With a byte order mark: a spreadsheet takes it for another encoding without."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(lines)
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(lines):
    """Every cell as text, so that no spreadsheet makes a date of “1998-11”."""
    written = io.BytesIO()
    with quiet():
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.freeze_panes = "A2"
        for line in lines:
            sheet.append(
                [
                    openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
                    for text in line
                ]
            )
        book.save(written)
    return written.getvalue()
