"""Searching: what is found by a query, in an order that both databases give alike.

The index counts what is found and gives the first of it (`search/engines.py`). How good these are is
reckoned here from their tokens: first what is called so, then what begins so, then titles with all
words, then texts; among equals by the number of words found, then by how much of the text they are,
then by what the kind weighs.
"""

from functools import cached_property
from itertools import combinations
from math import comb

from search import analysis, numbers, signs
from search.engines import engine
from search.models import Document

WEIGHED = 200  # finds whose order is reckoned; whatever is found besides stands by its length
COMMON = 500  # characters of a text that count as its least: a short one is not the best for that
MOST_CHOICES = 15  # of some of the words, to look first for what holds all of these
READ = ("pk", "exact", "title_tokens", "text_tokens", "weight", "title", "record")
UNSHOWN = ("exact", "title_tokens", "text_tokens", "signed_tokens")


class Finds:
    """What holds all words of a query, or some where nothing holds all: counted, and read in parts."""

    def __init__(self, query, kind=""):
        self.terms = analysis.terms(query)
        self.whole = analysis.folded(query)
        self.kind = kind

    @cached_property
    def counts(self):
        """{kind: number} of what is found, whichever kind is asked for."""
        return self._counted[1]

    @cached_property
    def has_all(self):
        """Whether any document of any kind holds all of the words."""
        return self._counted[0]

    @cached_property
    def _counted(self):
        if not self.terms:
            return False, {}
        with_all = engine().counts(self.holding(len(self.terms)))
        return bool(with_all), with_all or engine().counts(self.holding(1))

    def count(self):
        return self.counts.get(self.kind, 0) if self.kind else sum(self.counts.values())

    def __iter__(self):
        return iter(self[:])

    def __getitem__(self, part):
        """The documents of a slice, best first; what may not be shown is left out."""
        start, stop, _step = part.indices(self.count())
        found = self.best[start:stop]
        if missing := stop - start - len(found):
            found += self.further(max(start - len(self.best), 0), missing)
        return read(found)

    @cached_property
    def best(self):
        """The numbers of the best, in their order."""
        if not self.count():
            return []
        found = engine().first(self.tiers, WEIGHED, self.kind)
        return self.weighed(found, len(self.terms) if self.has_all else 1)

    def further(self, start, most):
        """The numbers of what stands after the best: the shorter text first."""
        return engine().rest(self.tiers[-1], start, most, self.kind, without=self.best)

    def named(self, most):
        """At most so many documents whose title or names hold all words, best first."""
        found = engine().first(self.called, WEIGHED) if self.terms else []
        return read(self.weighed(found, len(self.terms))[:most])

    # -- what is looked for

    @cached_property
    def held(self):
        """For each term that it is held."""
        return [engine().holds_one(term) for term in self.terms]

    def holding(self, number):
        """That so many of the terms are held, or more."""
        return engine().some([engine().every(choice) for choice in combinations(self.held, number)])

    @cached_property
    def called(self):
        """That a name is the query, that one begins so, that a title holds all terms."""
        name = signs.name(self.whole)
        in_title = [engine().holds(term, signs.TITLE) for term in self.terms]
        return [engine().is_word(name), engine().begins(name), engine().every(in_title)]

    @cached_property
    def tiers(self):
        """What is looked for, one after the other: the last is everything that is found."""
        number = len(self.terms)
        if self.has_all:
            return [*self.called, self.holding(number)]
        some = (held for held in range(number - 1, 1, -1) if comb(number, held) <= MOST_CHOICES)
        return [*self.called, *map(self.holding, some), self.holding(1)]

    # -- how good it is

    def weighed(self, found, least):
        """The numbers in the order of what their documents are worth; so many words they have to hold."""
        rows = Document.objects.filter(pk__in=found).values_list(*READ)
        worths = ((self.worth(row), row[0]) for row in rows)
        return [number for worth, number in sorted(worths) if worth[1] <= -least]

    def worth(self, row):
        _number, exact, title, text, weight, name, key = row
        words = sum(has(title, term) or has(text, term) for term in self.terms)
        density = sum(times(text, term) for term in self.terms) * 1000 // (len(text) + COMMON)
        return self.tier(exact, title), -words, -density, -weight, name, key

    def tier(self, exact, title):
        if f"|{self.whole}|" in exact:
            return 0
        if f"|{self.whole}" in exact:
            return 1
        return 2 if all(has(title, term) for term in self.terms) else 3


def has(tokens, term):
    """Whether the tokens hold the term, or a word that begins so."""
    return f" {term.token} " in tokens or bool(term.prefix and f" {term.prefix}" in tokens)


def times(tokens, term):
    """How often the tokens hold the term."""
    return tokens.count(f" {term.prefix}" if term.prefix else f" {term.token} ")


def read(found):
    """The documents of these numbers, in their order, but for what a visitor may not see."""
    documents = Document.objects.public(numbers.kinds_of(found)).defer(*UNSHOWN).in_bulk(found)
    return [documents[number] for number in found if number in documents]
