"""Files that are brought as tables and harm or mislead: {what it is: content}, by kind."""

import io
import warnings
import zipfile

import openpyxl

from tests.imports.bringing import table

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ENTITY = b"<!DOCTYPE x [<!ENTITY a %s>]>"


def book(*lines):
    """The bytes of a spreadsheet with these lines."""
    made, written = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        made.active.append(line)
    made.save(written)
    return written.getvalue()


HONEST = book(["slug", "name"], ["webb", "James Webb"])


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(parts):
    written = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)  # that a name comes twice is what is wanted
        for name, content in parts:
            archive.writestr(name, content)
    return written.getvalue()


def book_with(**changed):
    """An honest spreadsheet with other contents of `sheet` and `strings`."""
    parts = parts_of(HONEST)
    names = {"sheet": SHEET, "strings": STRINGS, "workbook": "xl/workbook.xml"}
    return packed((parts | {names[name]: content for name, content in changed.items()}).items())


def book_and(*more):
    """An honest spreadsheet with more parts: (name, content)."""
    return packed([*parts_of(HONEST).items(), *more])


def sheet(rows, before=b""):
    head = b'<?xml version="1.0"?>' + before
    return head + b"<worksheet " + MAIN + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def line(number, *texts):
    cells = b"".join(b'<c t="inlineStr"><is><t>%s</t></is></c>' % text for text in texts)
    return b'<row r="%d">%s</row>' % (number, cells)


def strings(*texts):
    return b"<sst " + MAIN + b">" + b"".join(b"<si><t>%s</t></si>" % text for text in texts) + b"</sst>"


def encrypted():
    data = HONEST
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(signature) + at
        data = data[:start] + b"\x01" + data[start + 1 :]
    return data


def repeated_text():
    """One text of a megabyte, shown by each of a thousand cells."""
    shown = b'<c t="s"><v>0</v></c>' * 2
    rows = b"".join(b"<row>%s</row>" % shown for _ in range(100))
    return book_with(sheet=sheet(line(1, b"slug", b"name") + rows), strings=strings(b" 0aZ" * 2**18))


HEAD = line(1, b"slug", b"name")
XLSX = {
    "no spreadsheet": b"slug,name\nwebb,Webb\n",
    "an empty archive": packed([]),
    "an archive of something else": packed([("hello.txt", "hello")]),
    "a spreadsheet cut short": HONEST[:-200],
    "a spreadsheet whose part is damaged": HONEST.replace(b"PK\x03\x04", b"PK\x03\x05", 1),
    "an encrypted one in another format": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "an encrypted part": encrypted(),
    "a part that unpacks a thousandfold": book_and(("xl/x.xml", b" " * (20 * 2**20))),
    "parts that unpack to more than 100 MB": book_and(
        *((f"xl/{n}.bin", b" " * (2**20 - 1)) for n in range(110))
    ),
    "archives in archives": packed([("a.zip", packed([("b.zip", packed([("c", b" " * 2**20)]))]))]),
    "two thousand parts": book_and(*((f"xl/{n}", b"") for n in range(2000))),
    "programs": book_and(("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")),
    "programs of the old kind": book_and(("xl/macrosheets/xlmacro1.xml", b"<x/>")),
    "a part above its folder": book_and(("../../etc/cron.d/x", b"x")),
    "a part above, in the other way": book_and(("..\\..\\x.bat", b"x")),
    "a part at the root": book_and(("/etc/passwd", b"x")),
    "a part on a drive": book_and(("C:/x.bat", b"x")),
    "a part twice": book_and((SHEET, sheet(HEAD + line(2, b"other", b"Other")))),
    "a part twice but for its capitals": book_and((SHEET.upper(), b"<x/>")),
    "entities that grow": book_with(
        sheet=sheet(HEAD + line(2, b"a", b"&a;"), b'<!DOCTYPE x [<!ENTITY b "ha"><!ENTITY a "&b;&b;">]>')
    ),
    "an entity that is a file": book_with(
        sheet=sheet(HEAD + line(2, b"a", b"&a;"), ENTITY % b'SYSTEM "file:///etc/passwd"')
    ),
    "an entity that is an address": book_with(
        strings=(ENTITY % b'SYSTEM "http://127.0.0.1/"') + strings(b"&a;")
    ),
    "an entity of parameters": book_with(
        workbook=b'<!DOCTYPE x [<!ENTITY %% a SYSTEM "http://127.0.0.1/x.dtd"> %%a;]><workbook/>'
    ),
    "entities in another encoding": book_with(
        sheet=sheet(HEAD, ENTITY % b'"x"')
        .decode()
        .replace('"1.0"', '"1.0" encoding="UTF-16"', 1)
        .encode("utf-16")
    ),
    "a sheet that is not closed": book_with(sheet=sheet(HEAD)[:-20]),
    "a sheet of nothing": book_with(sheet=b""),
    "a row two thousand million lines below": book_with(sheet=sheet(HEAD + line(2 * 10**9, b"a", b"A"))),
    "a row numbered by a word": book_with(sheet=sheet(HEAD + b'<row r="x"><c><v>1</v></c></row>')),
    "a column beyond the last": book_with(sheet=sheet(HEAD + b'<row><c r="ZZZZZZ2"><v>1</v></c></row>')),
    "a text that is not there": book_with(sheet=sheet(HEAD + b'<row><c t="s"><v>999999</v></c></row>')),
    "a hundred and one columns": book([f"c{n}" for n in range(101)], ["x"] * 101),
    "one long text in each cell": repeated_text(),
    "20,001 rows": book_with(sheet=sheet(HEAD + b"".join(line(n, b"a", b"A") for n in range(2, 20_003)))),
    "a cell too long": book(["slug", "name"], ["a", "x" * 20_001]),
    "a formula": book(["slug", "name"], ["a", '=HYPERLINK("https://evil.example/","x")']),
    "a formula that starts a program": book(["slug", "name"], ["a", "=cmd|'/c calc'!A0"]),
    "an unknown column": book(["slug", "is_superuser"], ["a", "1"]),
}
CSV = {
    "nothing but a mark": b"\xef\xbb\xbf",
    "nothing but lines": b"\n" * 1000,
    "an archive": packed([("x", b"x")]),
    "UTF-16": "slug,name\na,A\n".encode("utf-16"),
    "UTF-32": "slug,name\na,A\n".encode("utf-32"),
    "Latin-1": b"slug,name\na,Caf\xe9\n",
    "overlong UTF-8": b"slug,name\na,\xc0\xaf\n",
    "surrogates": b"slug,name\na,\xed\xa0\x80\n",
    "a null byte in the header": b"slug,na\0me\na,A\n",
    "a null byte in a cell": b"slug,name\na,\0\n",
    "a terminal's commands": b"slug,name\na,\x1b[2J\n",
    "a quote that is not closed": b'slug,name\na,"A\nb,B\n',
    "a quote that is closed too early": b'slug,name\na,"A"B\n',
    "a header never closed": b'"slug,name\na,A\n' * 2,
    "semicolons": b"slug;name\na;A\n",
    "a cell too long": b"slug,name\na," + b"x" * 20_001 + b"\n",
    "a cell of a megabyte": b"slug,name\na," + b"x" * 2**20 + b"\n",
    "millions of columns": b"slug" + b"," * 3_000_000 + b"x\na\n",
    "a hundred and one columns": b",".join(b"c%d" % n for n in range(101)) + b"\nx\n",
    "millions of cells in a row": b"slug,name\n" + b"x," * 2_000_000 + b"\n",
    "20,001 rows": b"slug,name\n" + b"a,A\n" * 20_001,
    "a column twice": b"slug,name,slug\na,A,b\n",
    "a column without a name": b"slug,,name\na,A,b\n",
    "an unknown column": b"slug,password\na,A\n",
    "HTML": b"<!doctype html>\n<script>alert(1)</script>\n",
    "a page behind commas": b"slug,name\n<script>,alert(1)</script>\n",
    "a slug that leads elsewhere": b"slug,name,summary\n../../admin,A,S\n",
    "a slug that is a word of ours": b"slug,name,summary\ntimeline,A,S\n",
    "a key that is none": table({"slug": "a", "name": "A", "programme": "' OR 1=1 --"}),
    "an address that runs": table({"slug": "webb", "website": "javascript:alert(1)"}),
}
