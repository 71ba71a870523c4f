"""How a page is cited: as text, BibTeX, RIS and CSL-JSON, each naming the version cited."""

import json
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateformat import format as written

from opendata import versions
from opendata.subjects import title_of

PUBLISHER = "International Space Cooperation"


@dataclass(frozen=True)
class Cited:
    """A page as a reference list names it."""

    key: str
    title: str
    address: str
    version: int | None
    day: date
    read: date


def cited(record, key, site):
    """The present version of the record's page, read today."""
    version = versions.present(record)
    address = f"{site}{record.get_absolute_url()}"
    today = timezone.localdate()
    if version is None:
        return Cited(key, title_of(record), address, None, today, today)
    return Cited(
        key, title_of(record), f"{address}?version={version.number}", version.number, version.day, today
    )


def reference(page):
    """How the page stands in a list of references, but for the day on which it was read."""
    version = f", version {page.version} of {written(page.day, 'j F Y')}" if page.version else ""
    return f"{PUBLISHER}: “{page.title}”{version}. {page.address}"


def as_text(page):
    return f"{reference(page)} (read {written(page.read, 'j F Y')}).\n"


def as_bibtex(page):
    fields = {
        "title": f"{{{plain(page.title)}}}",
        "author": f"{{{PUBLISHER}}}",
        "publisher": PUBLISHER,
        "year": page.day.year,
        "month": page.day.month,
        "version": page.version,
        "url": page.address,
        "urldate": page.read.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{spacecoop-{page.key.lower()},", *lines, "}"]) + "\n"


def plain(text):
    """The text without what TeX would take for a command."""
    return "".join(
        f"\\{letter}" if letter in "&%$#_{}" else letter for letter in text if letter not in "\\~^"
    )


def as_ris(page):
    lines = [
        ("TY", "ELEC"),
        ("ID", f"spacecoop-{page.key.lower()}"),
        ("TI", page.title),
        ("AU", PUBLISHER),
        ("PB", PUBLISHER),
        ("PY", page.day.year),
        ("DA", page.day.strftime("%Y/%m/%d/")),
        ("ET", page.version),
        ("UR", page.address),
        ("Y2", page.read.strftime("%Y/%m/%d/")),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def as_csl(page):
    reference = {
        "id": f"spacecoop-{page.key.lower()}",
        "type": "webpage",
        "title": page.title,
        "author": [{"literal": PUBLISHER}],
        "publisher": PUBLISHER,
        "container-title": PUBLISHER,
        "URL": page.address,
        "issued": date_parts(page.day),
        "accessed": date_parts(page.read),
    }
    if page.version:
        reference["version"] = str(page.version)
    return json.dumps([reference], ensure_ascii=False, indent=1) + "\n"


def date_parts(day):
    return {"date-parts": [[day.year, day.month, day.day]]}


FORMS = {
    "text": ("text/plain; charset=utf-8", "txt", as_text),
    "bibtex": ("application/x-bibtex; charset=utf-8", "bib", as_bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", "ris", as_ris),
    "csl": ("application/vnd.citationstyles.csl+json", "json", as_csl),
}


def answer(record, key, form, site):
    """The citation of the record's page in that form, as a file."""
    media_type, ending, write = FORMS[form]
    response = HttpResponse(write(cited(record, key, site)), content_type=media_type)
    if form != "text":
        response["Content-Disposition"] = f'attachment; filename="spacecoop-{key.lower()}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response
