"""How records are written on pages."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from editorial import dates
from editorial.admin.columns import address
from editorial.markdown import render

register = template.Library()

register.filter("markdown", render)
register.filter("desk_address", address)


@register.filter
def date_of(record, name):
    """The partial date `name` of a record as a <time> element, or “unknown”, “does not apply”."""
    date, precision = getattr(record, name), getattr(record, f"{name}_precision")
    text = dates.written(date, precision)
    if not date:
        return text
    return format_html('<time datetime="{}">{}</time>', dates.machine(date, precision), text)


@register.filter
def cited(record):
    """The sources of a row, short; the record has its citations with their sources."""
    citations = record.citations.all()
    if not citations:
        return format_html('<span class="wanted">{}</span>', _("source wanted"))
    return format_html_join(
        ", ",
        '<a class="cited" href="{}" title="{}" rel="external">{}</a>',
        (
            (source.url, source.title, source.publisher or source.title)
            for source in (citation.source for citation in citations)
        ),
    )


@register.filter
def applies(record, name):
    """Whether the partial date `name` is anything but “does not apply”."""
    return getattr(record, f"{name}_precision") != dates.Precision.NONE


@register.filter
def label_of(field, record):
    """The name of a record's field as readers know it; a name that is no field stays as it is."""
    known = {known.name: known.verbose_name for known in record._meta.concrete_fields}
    return known.get(field, field)


@register.filter
def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


@register.filter
def parts(text, separator=";"):
    return [part.strip() for part in text.split(separator) if part.strip()]


@register.filter
def item(sequence, number):
    return sequence[number]


@register.filter
def key_of(record, field):
    """The value of a record's field; nothing of no record."""
    return getattr(record, field) if record else None
