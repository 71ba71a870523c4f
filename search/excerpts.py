"""What is shown of a find: a part of its text in which the words stand, marked."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import mark_safe

from search import analysis
from search.models import Document

LENGTH = 240  # characters of a part
BEFORE = 60  # of them before the first word found
SHORT = 80  # a line that says little without the first one


class Sought:
    """What the terms of a query find in a word: looked at once, since texts say the same words often."""

    def __init__(self, terms):
        self.terms, self.known = terms, {}

    def within(self, word):
        """(start, end) of each part of it."""
        if word not in self.known:
            self.known[word] = within(word, self.terms)
        return self.known[word]


@dataclass(frozen=True)
class Find:
    """A document with what it was found by."""

    document: Document
    sought: Sought

    @property
    def title(self):
        return highlighted(self.document.title, self.sought)

    @property
    def excerpt(self):
        return excerpt(self.document.text, self.sought)


def excerpt(text, sought):
    """Safe HTML of the line with most of the terms; a short one stands after the first."""
    lines = text.split("\n")
    best = max(lines, key=lambda line: len({line[start:end].casefold() for start, end in hits(line, sought)}))
    shown = [best] if best == lines[0] or len(best) > SHORT else [lines[0], best]
    return mark_safe(" · ".join(highlighted(part(line, sought), sought) for line in shown))  # noqa: S308 (escaped)


def part(line, sought):
    """The line itself, or so much of it as is shown, round the first word found."""
    if len(line) <= LENGTH:
        return line
    first = next(iter(hits(line, sought)), (0, 0))[0]
    start = line.rfind(" ", 0, max(first - BEFORE, 0)) + 1
    end = line.rfind(" ", start, start + LENGTH)
    end = end if end > first else start + LENGTH
    return ("… " if start else "") + line[start:end] + ("" if end >= len(line) else " …")


def highlighted(text, sought):
    """Safe HTML of the text with what was found in <mark>."""
    found, at = [], 0
    for start, end in hits(text, sought):
        found += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*found, escape(text[at:])]))  # noqa: S308 (each part is escaped)


def hits(text, sought):
    """(start, end) of each part of the text that one of the terms finds, in order and apart."""
    found = []
    for word in analysis.words(text):
        for first, last in sought.within(word.group()):
            start, end = word.start() + first, word.start() + last
            if found and start <= found[-1][1]:
                found[-1] = found[-1][0], end
            else:
                found.append((start, end))
    return found


def within(word, terms):
    """(start, end) of what the terms find in a word: the whole of it, or some of its signs."""
    if not analysis.RUN.search(word):
        return [(0, len(word))] if is_found(analysis.forms(word[: analysis.LONGEST]), terms) else []
    pairs = ((at, word[at : at + 2]) for at in range(len(word)))
    return [(at, at + len(term.token)) for at, pair in pairs for term in terms if pair.startswith(term.token)]


def is_found(tokens, terms):
    return any(
        token == term.token or (term.prefix and token.startswith(term.prefix))
        for token in tokens
        for term in terms
    )
