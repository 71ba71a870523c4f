"""What the head of every page says to programs, made from the record that the page is about."""

import json

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from opendata import citing, structured
from opendata.embeds import FRAMED
from opendata.subjects import SUBJECTS, summary_of, title_of

register = template.Library()

ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.inclusion_tag("opendata/_head.html", takes_context=True)
def head_for_programs(context):
    """Canonical address, social card and structured data; nothing in a preview or where no page is."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or getattr(request, "preview", None):
        return {}
    site = request.build_absolute_uri("/").rstrip("/")
    subject = SUBJECTS.get(match.view_name)
    record = context.get(subject.name) if subject else None
    found = {
        "site": site,
        "address": f"{site}{request.path}",
        "graph": graph(context, match, record, site),
        "frame": match.view_name in FRAMED,
    }
    if record:
        card = reverse("social-card", args=[subject.table.name, getattr(record, subject.table.key)])
        found |= {"title": title_of(record), "summary": summary_of(record), "card": f"{site}{card}"}
    return found


def graph(context, match, record, site):
    """The page's JSON-LD, safe inside a script element."""
    things = [subject_in_words(context, match, record, site)]
    if match.view_name != "home":
        things.append(structured.breadcrumbs(steps(context, record), site))
    text = json.dumps(structured.document(*things), ensure_ascii=False, default=str)
    return mark_safe(text.translate(ESCAPED))  # noqa: S308 (escaped on this line)


def subject_in_words(context, match, record, site):
    """What the page is about, in the words of schema.org; None of a page that is about nothing known."""
    if record:
        return structured.RECORDS[SUBJECTS[match.view_name].name](record, site)
    if match.view_name == "home":
        return structured.website(context["site_name"], site)
    if match.view_name == "faq:index":
        return structured.questions(context["featured"], site)
    if match.view_name == "opendata:index":
        return structured.dataset(context["site_name"], site, context["bundles"], context["tables"])
    return None


def steps(context, record):
    """[(label, path)] from the home page to this one."""
    found = [(_("Home"), reverse("home"))]
    found += [(section["label"], section["url"]) for section in context["sections"] if section["here"]]
    if record:
        found.append((title_of(record), record.get_absolute_url()))
    return found


@register.simple_tag(takes_context=True)
def subject_of(context):
    """The record that the page is about, or None; in a preview there is none to cite."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    subject = SUBJECTS.get(match.view_name) if match and not getattr(request, "preview", None) else None
    return context.get(subject.name) if subject else None


@register.simple_tag(takes_context=True)
def cited_as_text(context, record):
    site = context["request"].build_absolute_uri("/").rstrip("/")
    return citing.reference(citing.cited(record, str(record.pk), site))


@register.simple_tag
def citation_forms():
    """[(value of `format`, how the form is called)]"""
    return [("text", _("Text")), ("bibtex", "BibTeX"), ("ris", "RIS"), ("csl", "CSL-JSON")]
