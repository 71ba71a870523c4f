"""The data: what can be taken, in which forms, under which terms."""

import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render

from editorial import generation
from opendata import bundle
from opendata.catalogue import TABLES
from opendata.citations import CITATION_COLUMNS, SOURCE_COLUMNS
from opendata.formats import MOST_ROWS


def index(request):
    tables = [(table, table.public().order_by().count()) for table in TABLES.values()]
    context = {
        "tables": tables,
        "bundles": [Bundle(file) for file in bundle.made()],
        "generation": generation.current(),
        "most_rows": f"{MOST_ROWS:,}".replace(",", "\u202f"),
        "citation_columns": CITATION_COLUMNS,
        "source_columns": SOURCE_COLUMNS,
    }
    return render(request, "opendata/index.html", context)


class Bundle:
    """A bundle as the page shows it."""

    def __init__(self, file):
        self.name, self.size = file.name, file.stat().st_size
        self.day = datetime.date.fromisoformat(file.stem.removeprefix("spacecoop-"))
        self.checksum = bundle.checksum(file)


def download(request, day):
    """The bundle of a day, whole: it is small, and a streamed body lets a slow reader hold a worker."""
    file = bundle.folder() / f"spacecoop-{day.isoformat()}.zip"
    if not file.exists():
        raise Http404
    response = HttpResponse(file.read_bytes(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def robots(request):
    return plain(request, "opendata/robots.txt")


def llms(request):
    return plain(request, "opendata/llms.txt")


def plain(request, template):
    site = request.build_absolute_uri("/").rstrip("/")
    return render(request, template, {"site": site}, content_type="text/plain; charset=utf-8")
