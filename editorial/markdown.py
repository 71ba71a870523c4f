"""Editors' Markdown as safe HTML, rendered when it is read and remembered by its text."""

from functools import lru_cache

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {
    *("a", "abbr", "blockquote", "br", "code", "em", "h3", "h4", "h5", "hr", "li", "ol", "p"),
    *("pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}

# Raw HTML is shown as typed. Headings begin below those of the page.
parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")


@lru_cache(maxsize=4096)
def render(text):
    """Safe HTML of a Markdown text: no scripts, no pictures, no addresses but web and mail."""
    tokens = parser.parse(text.replace("\0", ""))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 5)}"
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    return mark_safe(clean)  # noqa: S308 (cleaned by nh3 on the line above)
