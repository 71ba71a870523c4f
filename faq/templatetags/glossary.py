"""Words of the field, led to what they mean."""

from django import template
from django.urls import reverse
from django.utils.html import format_html

from faq.models import Term

register = template.Library()


@register.simple_tag(takes_context=True)
def term(context, word):
    """The word; where it first stands on a page, a link to its meaning, if the glossary has it."""
    slug = meanings(context.get("request")).pop(str(word).casefold(), None)
    if slug is None:
        return word
    return format_html('<a class="term" href="{}#{}">{}</a>', reverse("glossary"), slug, word)


def meanings(request):
    """{word: short name of its term} of those not yet linked on the page: read once for a page."""
    if not hasattr(request, "meanings"):
        found = Term.objects.published().by_word()
        if request is None:
            return found
        request.meanings = found
    return request.meanings
