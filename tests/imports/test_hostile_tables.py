"""Hostile files brought as tables: refused with a reason, and nothing of them is kept or written."""

import tempfile
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from editorial.imports import runs
from editorial.models import Draft, ImportRun, Revision
from missions.models import Mission
from tests import records
from tests.admin.editing import desk, digest
from tests.imports.bringing import bring, fresh
from tests.imports.hostile_tables import CSV, HONEST, XLSX

pytestmark = pytest.mark.django_db
CASES = [
    *(("csv", what, data) for what, data in CSV.items()),
    *(("xlsx", what, data) for what, data in XLSX.items()),
]
STATUS_TABLE = "country,treaty,status,date,source\n"
STATUS = {
    "no columns": b"x\n",
    "no text": b"\xff\xfe\x00",
    "nothing": b"",
    "a null byte": STATUS_TABLE.encode() + b"FRA\0,OST,party,,x\n",
    "a null byte where nobody looks": b"more," + STATUS_TABLE.encode() + b"\0,FRA,OST,party,,x\n",
    "a quote that is not closed": STATUS_TABLE.encode() + b'"FRA,OST,party,,x\n',
    "too many cells": STATUS_TABLE.encode() + b"FRA,OST,party,,x,y\n",
    "millions of cells": STATUS_TABLE.encode() + b"x," * 900_000,
    "a cell too long": STATUS_TABLE.encode() + b"FRA,OST,party,," + b"x" * 5001 + b"\n",
    "100,001 rows": STATUS_TABLE.encode() + b"a,b,c,,e\n" * 100_001,
    "more than 2 MB": STATUS_TABLE.encode() + b"x" * (2 * 2**20),
    "an unknown country": STATUS_TABLE.encode() + b"<script>,OST,party,,x\n",
    "a spreadsheet": HONEST,
}


@pytest.fixture(autouse=True)
def aside(settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("kind", "what", "data"), CASES, ids=[f"{kind}: {what}" for kind, what, _data in CASES]
)
def test_a_hostile_table_is_refused_and_not_kept(aside, kind, what, data):
    records.mission("webb")
    before, begun = digest(Draft, Revision), time.monotonic()

    run = bring(Mission, data=data, file_name=f"table.{kind}", publish=True, by="Publisher")
    runs.take_next()
    run = fresh(run)

    assert (run.state, bytes(run.file)) == ("refused", b"")
    assert run.outcome.get("note") or run.outcome["messages"]
    assert (digest(Draft, Revision), list(aside.iterdir())) == (before, [])
    assert time.monotonic() - begun < 20


def test_a_hostile_name_is_refused_at_the_form(aside):
    client, page = desk("Editor"), reverse("admin:missions_mission_import")
    names = ["t.xls", "t.xlsm", "t.xlsb", "t.ods", "t.csv.exe", "t", "t.html", "t.xlsx.html"]

    found = {
        name: client.post(page, {"file": SimpleUploadedFile(name, HONEST)}).context["form"].errors.get("file")
        for name in names
    }

    text = "Bring a file whose name ends with .csv or .xlsx."
    assert found == {name: [text] for name in names}
    assert not ImportRun.objects.exists()
    assert list(aside.iterdir()) == []


@pytest.mark.parametrize("data", STATUS.values(), ids=STATUS)
def test_a_hostile_status_table_is_refused_and_not_kept(aside, data):
    records.treaty("outer-space-treaty", short_name="OST")
    before = digest(Draft, Revision)

    response = desk("Publisher").post(
        reverse("admin:treaties_treaty_status_table"),
        {"file": SimpleUploadedFile("t.csv", data), "publish": "1"},
    )

    told = response.context.get("problem") or response.context.get("table_messages")
    assert told or response.context["form"].errors
    assert response.status_code == 200
    assert (digest(Draft, Revision), list(aside.iterdir())) == (before, [])
