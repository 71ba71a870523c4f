"""The data: what can be taken, in which forms, under which terms."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from editorial import counting, generation
from opendata import shelf
from opendata.catalogue import TABLES
from opendata.citations import CITATION_COLUMNS, SOURCE_COLUMNS
from opendata.formats import MOST_ROWS


def index(request):
    tables = [(table, counting.count(table.public())) for table in TABLES.values()]
    context = {
        "tables": tables,
        "bundles": shelf.kept(),
        "generation": generation.current(),
        "most_rows": f"{MOST_ROWS:,}".replace(",", "\u202f"),
        "citation_columns": CITATION_COLUMNS,
        "source_columns": SOURCE_COLUMNS,
    }
    return render(request, "opendata/index.html", context)


def download(request, day):
    """The bundle of a day, whole: it is small, and a streamed body lets a slow reader hold a worker."""
    bundle = shelf.of(day)
    content = bundle and bundle.content()
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{bundle.name}"'
    return response


def robots(request):
    return plain(request, "opendata/robots.txt")


def llms(request):
    return plain(request, "opendata/llms.txt")


def plain(request, template):
    site = request.build_absolute_uri("/").rstrip("/")
    return render(request, template, {"site": site}, content_type="text/plain; charset=utf-8")
