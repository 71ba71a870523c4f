"""How dates, texts and words of the glossary are written."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

from editorial import dates
from editorial.markdown import render

register = template.Library()
register.filter("markdown", render)


@register.filter
def date_of(record, name):
    date, precision = getattr(record, name), getattr(record, f"{name}_precision")
    text = dates.written(date, precision)
    if not date:
        return text
    return format_html('<time datetime="{}">{}</time>', dates.machine(date, precision), text)


@register.filter
def term(word, terms):
    """The word, led to the glossary where it first stands on the page."""
    slug = terms.pop(str(word).casefold(), None)
    if slug is None:
        return word
    return format_html('<a class="term" href="{}#{}">{}</a>', reverse("glossary"), slug, word)
