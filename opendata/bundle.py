"""The whole data set in one dated file: a Frictionless data package, checksums and terms of use.

The same content makes the same bytes, so that a checksum says whether anything has changed.
"""

import hashlib
import io
import json
import zipfile

from django.conf import settings
from django.utils import timezone

from editorial import generation
from opendata import changes, citations
from opendata.catalogue import TABLES
from opendata.formats import BETWEEN, LICENCE, as_csv

FRICTIONLESS = {
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "date"},
    "uuid": {"type": "string", "format": "uuid"},
    "partial date": {"type": "string", "constraints": {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}},
}
CHANGES_TOLD = 500
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
README = """# International Space Cooperation: the data set of {day}
How nations and organisations work together in space: who flies with whom, under which agreements,
who shares what data, who is bound by which treaty. From {site}

- `data/` holds one table in each file, as CSV in UTF-8 with a header.
- `datapackage.json` says what each column means, which values it may have, and how tables refer to
  each other.
- `data/citations.csv` says which fact of which record rests on which source of `data/sources.csv`.
- A date may be known to the day, the month or the year, and is written as far as it is known.
- Several values in one cell stand apart by a semicolon and a space.
- A value that a spreadsheet would take for a formula has an apostrophe before it.
- `CHANGES.md` says what was published last.
- `SHA256SUMS` lets you check that the files are whole: `sha256sum -c SHA256SUMS`.

Licence: Creative Commons Attribution 4.0 International, {licence}
Name International Space Cooperation, link the licence, and say what you changed.
"""


def archive():
    """The bundle, as the bytes of a ZIP file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents().items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def contents():
    """{name: bytes} of the files in the bundle."""
    day, site = timezone.localdate().isoformat(), settings.SITE_ADDRESS
    files = {f"data/{name}.csv": as_csv(columns, rows)[0] for name, columns, rows in every_table(site)}
    files["datapackage.json"] = encoded(package(day, site, files))
    files["CHANGES.md"] = changelog().encode()
    files["README.md"] = README.format(day=day, site=site, licence=LICENCE).encode()
    files["SHA256SUMS"] = "".join(f"{digest(files[name])}  {name}\n" for name in sorted(files)).encode()
    return files


def changelog():
    """What was published last, in words, the latest day first."""
    told = changes.in_words(changes.publications().order_by("-pk")[:CHANGES_TOLD])
    lines = ["# What changed", ""]
    for day, found in changes.by_day(told):
        lines += [f"## {day.isoformat()}", *map(line_of, found), ""]
    if not told:
        lines += ["Nothing has changed since this data set was first made.", ""]
    return "\n".join(lines)


def line_of(change):
    return f"- {change.record}: {' '.join(change.sentences)}"


def every_table(site):
    """(name, columns, rows) of each table, and of the citations and sources of them all."""
    for table in TABLES.values():
        yield table.name, table.columns, table.some(table.public().order_by("pk"), site=site)
    cited = list(TABLES.values())
    yield "citations", citations.CITATION_COLUMNS, [citations.of_tables(cited)]
    yield "sources", citations.SOURCE_COLUMNS, [citations.sources(cited)]


def package(day, site, files):
    """The descriptor that the Data Package standard asks for."""
    return {
        "$schema": PROFILE,
        "name": "spacecoop",
        "title": "International Space Cooperation",
        "version": f"{day}.{generation.current()}",
        "created": f"{day}T00:00:00Z",
        "homepage": site,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0"}],
        "sources": [{"title": "The works named in data/sources.csv", "path": f"{site}/data/"}],
        "resources": [resource(table, files) for table in TABLES.values()] + cited_resources(files),
    }


def cited_resources(files):
    tables = {
        "citations": (
            "Citations",
            "Which fact of which record rests on which source.",
            citations.CITATION_COLUMNS,
        ),
        "sources": ("Sources", "The works that facts rest on.", citations.SOURCE_COLUMNS),
    }
    return [described(name, title, about, columns, files) for name, (title, about, columns) in tables.items()]


def resource(table, files):
    found = described(table.name, table.title, table.about, table.columns, files)
    found["schema"]["primaryKey"] = ["id"]
    return found


def described(name, title, about, columns, files):
    content = files[f"data/{name}.csv"]
    return {
        "name": name,
        "title": str(title),
        "description": str(about),
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{digest(content)}",
        "schema": {"fields": [field(column) for column in columns], "foreignKeys": references(name, columns)},
    }


def field(column):
    about = (
        f"{column.about} Several values stand apart by “{BETWEEN}”." if column.is_list else str(column.about)
    )
    kind = FRICTIONLESS.get("string" if column.is_list else column.type, {"type": "string"})
    constraints = dict(kind.get("constraints", {}))
    if values := [value for value in column.choices if value]:
        constraints["enum"] = values
    if column.unique:
        constraints["unique"] = True
    found = {"name": column.name, "description": about, **kind}
    return found | {"constraints": constraints} if constraints else found


def references(name, columns):
    """The columns that name records of another table."""
    tables = {table.model: table.name for table in TABLES.values()} | {citations.Source: "sources"}
    return [
        {
            "fields": [column.name],
            "reference": {
                "resource": "" if tables[column.refers[0]] == name else tables[column.refers[0]],
                "fields": [column.refers[1]],
            },
        }
        for column in columns
        if not column.is_list and column.refers
    ]


def digest(content):
    return hashlib.sha256(content).hexdigest()


def encoded(value):
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
