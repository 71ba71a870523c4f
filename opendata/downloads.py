"""The same list as a file: `?format=` at the address of a list, with its filters on."""

from django.http import HttpResponse
from django.utils import timezone

from editorial import generation
from opendata import problems
from opendata.catalogue import TABLES
from opendata.formats import FORMATS, MOST_ROWS
from opendata.tables import NotUnderstood

LISTS = {
    "missions:index": "missions",
    "programmes:index": "programmes",
    "agencies:index": "agencies",
    "countries:index": "countries",
    "treaties:index": "treaties",
    "research:consortia": "consortia",
    "research:data": "data-access",
    "faq:index": "questions",
}


class Downloads:
    """Answers `?format=csv|json|ndjson` at the addresses of the lists, before their views are asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):  # noqa: ARG002 (as Django calls it)
        name = LISTS.get(request.resolver_match.view_name)
        if name is None or "format" not in request.GET or request.method not in {"GET", "HEAD"}:
            return None
        return download(request, TABLES[name])


def download(request, table):
    """The rows of the table that the request asks for, as the file that it asks for."""
    form = request.GET["format"]
    try:
        if form not in FORMATS:
            known = ", ".join(FORMATS)
            raise NotUnderstood({"format": [f"“{form[:60]}” is none of these: {known}."]})
        found = table.narrowed(request.GET)
        rows = table.rows(found[: MOST_ROWS + 1], site=request.build_absolute_uri("/").rstrip("/"))
    except NotUnderstood as error:
        return problems.answer(problems.not_understood(error))
    if len(rows) > MOST_ROWS:
        detail = f"More than {MOST_ROWS} rows. Narrow the list, or take the whole data set at /data/."
        return problems.answer(problems.problem(413, "Content Too Large", detail))
    return file(request, table, form, rows)


def file(request, table, form, rows):
    media_type, write = FORMATS[form]
    about = {
        "title": str(table.title),
        "address": request.build_absolute_uri(),
        "version": generation.current(),
    }
    response = HttpResponse(write(table.columns, rows, about), content_type=media_type)
    name = f"spacecoop-{table.name}-{timezone.localdate().isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return open_to_all(response)


def open_to_all(response):
    """Let pages of other sites read the answer: it holds nothing that is not public."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After, Content-Disposition"
    return response
