"""The same page in another form: a list as a file, a record's page as a citation or as it stood before."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from editorial import generation
from opendata import catalogue, citing, computed, lines, problems, versions
from opendata.formats import FORMATS, MOST_BYTES, MOST_ROWS, TooLarge
from opendata.sharing import open_to_all
from opendata.subjects import SUBJECTS
from opendata.tables import NotUnderstood, understood

LISTS = {
    "missions:index": catalogue.MISSIONS,
    "programmes:index": catalogue.PROGRAMMES,
    "missions:sets": catalogue.SETS,
    "agencies:index": catalogue.AGENCIES,
    "agencies:network": computed.PAIRS,
    "countries:index": catalogue.COUNTRIES,
    "treaties:index": catalogue.TREATIES,
    "treaties:status": computed.STANDINGS,
    "research:consortia": catalogue.CONSORTIA,
    "research:data": catalogue.DATA_ACCESS,
    "research:instruments": catalogue.INSTRUMENTS,
    "faq:index": catalogue.QUESTIONS,
    "glossary": catalogue.TERMS,
}


class OtherForms:
    """Answers `?format=` and `?version=` at the addresses of lists and records, before their views."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):  # noqa: ARG002 (as Django calls it)
        name = request.resolver_match.view_name
        if request.method not in {"GET", "HEAD"}:
            return None
        if name in LISTS and request.GET.get("format") in FORMATS:
            return download(request, LISTS[name])
        if name in SUBJECTS and request.GET.keys() & {"format", "version"}:
            return of_record(request, SUBJECTS[name], kwargs)
        return None


def of_record(request, subject, arguments):
    """A record in the form that was asked for; None where that is the page itself."""
    record = subject.of(arguments)
    form = request.GET.get("format")
    if "version" in request.GET:
        return versions.answer(request, record)
    if form == "json":
        name = f"api:{subject.table.name}-record"
        return HttpResponseRedirect(reverse(name, args=[arguments[subject.key]]))
    if form in citing.FORMS:
        return citing.answer(record, arguments[subject.key], form, site_of(request))
    return None


def download(request, table):
    """The rows of the table that the request asks for, as the file that it asks for."""
    form = request.GET["format"]
    media_type, _write = FORMATS[form]
    try:
        body, count, tag = lined(table, request) or written(table, form, request)
    except NotUnderstood as error:
        return problems.answer(problems.not_understood(error))
    except TooLarge:
        return too_large(f"{MOST_BYTES // 1_000_000} MB")
    if count > MOST_ROWS:
        return too_large(f"{MOST_ROWS} rows")
    response = HttpResponse(body, content_type=media_type)
    name = f"spacecoop-{table.name}-{timezone.localdate().isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    if tag:
        response["ETag"] = tag
    return open_to_all(response)


def too_large(most):
    detail = f"More than {most}. Narrow the list, or take the whole data set at /data/."
    return problems.answer(problems.problem(413, "Content Too Large", detail))


def written(table, form, request):
    """(the file, how many rows it has, no entity tag)"""
    about = {
        "title": str(table.title),
        "address": request.build_absolute_uri(),
        "version": generation.current(),
    }
    rows = table.taken(request.GET, MOST_ROWS + 1, site_of(request))
    _media_type, write = FORMATS[form]
    return *write(table.columns, rows, about, MOST_BYTES), None


def lined(table, request):
    """As `written`, of lines that were made before; None of what has no such lines, or no room for them."""
    if table is not catalogue.MISSIONS or request.GET["format"] != "csv":
        return None
    asked = understood(table.filter, request.GET, table.public())
    if asked.size > MOST_ROWS:
        return b"", asked.size, None
    try:
        body, tag = lines.kept(table, asked.present, site_of(request)).of(asked.listed.slots)
    except OSError:
        return None
    return body, asked.size, tag


def site_of(request):
    return request.build_absolute_uri("/").rstrip("/")
