"""Reading files with every limit, and writing them so that they can be read again."""

import datetime
import io
import zipfile

import pytest

from editorial.imports import cells, tables
from editorial.imports.tables import Message, Unreadable
from tests.imports.hostile_tables import book


def refusal(data, kind="csv"):
    with pytest.raises(Unreadable) as refused:
        tables.read(data, kind)
    return str(refused.value)


def test_rows_are_counted_as_a_spreadsheet_counts_them_and_empty_ones_are_left_out():
    data = b'slug,name\r\na,"two\nlines"\r\n\r\n,\r\nb,B\r\n'

    assert tables.read(data, "csv").rows == [
        (2, {"slug": "a", "name": "two\nlines"}),
        (5, {"slug": "b", "name": "B"}),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    assert tables.read(b"\xef\xbb\xbfslug\na\n", "csv").columns == ["slug"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "The file is empty. Its first row names the columns."),
        (b"slug,name\n", "The file holds no rows below its header."),
        (b"slug,name\na,Caf\xe9\n", "Byte 0xE9 in line 2 is not UTF-8: save the file as “CSV UTF-8”."),
        (
            "slug\na\n".encode("utf-16"),
            "Byte 0xFF in line 1 is not UTF-8: save the file as “CSV UTF-8”.",
        ),
        (
            b"slug;name\na;b\n",
            "The cells are not separated by commas: save the file as CSV with commas.",
        ),
        (b"slug,,name\na,b,c\n", "Column 2 has no name."),
        (b"slug,na\x00me\na,b\n", "The name of column 2 cannot be read."),
        (b"slug,name,slug\na,b,c\n", "Named more than once: slug."),
        (b'slug\n"a"b\n', "Row 2 is no CSV: ',' expected after '\"'."),
        (b"slug\n" + b"a\n" * 20_001, "A file has at most 20,000 rows."),
        (b"slug\n" + b"a" * (10 * 2**20), "A file has at most 10 MB."),
        (",".join(map(str, range(101))).encode(), "A file has at most 100 columns."),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_plain_words(data, text):
    assert refusal(data) == text


def test_wrong_cells_are_told_with_their_row_and_column_and_the_others_are_read():
    data = f"slug,name\na,{'x' * 20_001}\nb\nc,\x00\nd,D\n".encode()

    table = tables.read(data, "csv")

    assert table.rows == [(5, {"slug": "d", "name": "D"})]
    assert table.messages == [
        Message(2, "name", "x" * 20_001, "The cell has 20,001 characters, at most 20,000 are allowed."),
        Message(3, "", "", "The row has 1 cells, the header has 2."),
        Message(4, "name", "\x00", "There is a character in it that cannot be read: U+0000."),
    ]


def test_values_of_a_spreadsheet_are_read_as_an_editor_would_write_them():
    line = [25544, 1998.0, 1.5, True, None, datetime.datetime(1998, 11, 20), datetime.date(1998, 11, 20), "x"]

    table = tables.read(book([f"c{n}" for n in range(len(line))], line), "xlsx")

    assert list(table.rows[0][1].values()) == [
        *("25544", "1998", "1.5", "yes", "", "1998-11-20", "1998-11-20", "x"),
    ]


def test_a_formula_in_a_spreadsheet_is_refused():
    table = tables.read(book(["slug", "name"], ["a", "=1+1"]), "xlsx")

    assert table.messages == [Message(2, "name", "=1+1", "This is a formula: write its value in its place.")]


def test_empty_cells_at_the_end_of_a_spreadsheets_row_are_empty():
    assert tables.read(book(["slug", "name"], ["a", None]), "xlsx").rows == [(2, {"slug": "a", "name": ""})]


def test_what_is_no_spreadsheet_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "hello")

    assert refusal(b"slug\na\n", "xlsx") == "This is no XLSX file."
    assert refusal(packed.getvalue(), "xlsx") == "This spreadsheet cannot be read: save it anew as XLSX."


def test_a_spreadsheet_that_would_unpack_without_end_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (20 * 2**20))

    assert refusal(packed.getvalue(), "xlsx") == "Unpacked, this spreadsheet is larger than 100 MB."


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_a_spreadsheet_would_run_is_written_as_text_and_read_as_it_was(kind):
    texts = ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "'=1", "''=1", "'tis", "-", "plain", "=1,2;3", '"=1"']

    data = tables.write([f"c{n}" for n in range(len(texts))], [texts], kind)

    assert list(tables.read(data, kind).rows[0][1].values()) == [
        text if kind == "csv" else text.replace("\r", "\n") for text in texts
    ]


def test_no_written_cell_begins_as_a_formula_does():
    texts = ["=1+1", "+1", "-1", "@A1", "\tx", "\rx"]

    assert [cells.escaped(text)[0] for text in texts] == ["'"] * len(texts)
