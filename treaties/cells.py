"""The rows of the table of countries and treaties as HTML.

Assembled here and not by a template: one for each of some thousand cells would be most of the page.
"""

from functools import cache

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from treaties.models import Status

DAYS = {Status.SIGNATORY: "signed", Status.DECLARED: "declared"}
ROW = '\n<tr><th scope="row"><a href="{}">{}</a></th>{}</tr>\n'
CELL = '<td><a class="status {}" href="{}#party-{}">{}{}</a></td>'
UNSURE = '<span aria-hidden="true">*</span>'
HIDDEN = '<span class="visually-hidden"> {}</span>'
NONE = "<td></td>"


def rows(parties, treaties, as_of):
    """The rows of the parties, each with a standing or None for each treaty."""
    day = f"?as_of={as_of.isoformat()}" if as_of else ""
    pages = [escape(treaty.get_absolute_url() + day) for treaty in treaties]
    said = cache(words)
    return mark_safe("".join(row(party, cells, pages, said) for party, cells in parties))  # noqa: S308 (escaped)


def row(party, standings, pages, said):
    key = escape(party.natural_key()[0])
    cells = (
        CELL.format(held["status"], page, key, year(held), said(held["status"], held["unsure"]))
        if held
        else NONE
        for held, page in zip(standings, pages, strict=True)
    )
    return ROW.format(escape(party.get_absolute_url()), escape(party.name), "".join(cells))


def year(held):
    day = held["since"] or held.get(DAYS.get(held["status"]))
    return f"{day.year:04}" if day else "?"


def words(status, unsure):
    """What a cell says besides its year, to those who do not see its colour."""
    label = escape(Status(status).label)
    return UNSURE + HIDDEN.format(f"{label}, {escape(_('unsure'))}") if unsure else HIDDEN.format(label)
