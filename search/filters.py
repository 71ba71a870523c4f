"""What is searched for, and in which kind of record."""

import django_filters as filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from editorial.listing import ListFilter, OneOf
from search import analysis, index, nearness
from search.documents import KINDS


class SearchFilter(ListFilter):
    q = filters.CharFilter(label=_("Words"), max_length=200)
    kind = OneOf(label=_("Kind"), choices=[(kind.name, kind.label) for kind in KINDS])

    def filter_queryset(self, _queryset):
        return self.found.filter(kind=self.chosen["kind"]) if "kind" in self.chosen else self.found

    @property
    def words(self):
        return self.chosen.get("q", "")

    @cached_property
    def terms(self):
        return analysis.terms(self.words)

    @cached_property
    def has_all(self):
        """Whether any document holds all of the words."""
        return index.holding(self.terms, self.queryset).exists()

    @cached_property
    def found(self):
        """What is found of all kinds: where no document holds all of the words, those that hold some."""
        return index.ranked(index.holding(self.terms, self.queryset, every=self.has_all), self.words)

    @cached_property
    def counts(self):
        return index.count(self.found)

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def facets(self):
        """(label, number, address or None where it is chosen) of all, and of each kind that is found."""
        every, chosen = self.address(drop="kind"), self.chosen.get("kind")
        yield _("All"), self.total, every if chosen else None
        for kind in KINDS:
            if kind.name in self.counts:
                address = None if kind.name == chosen else f"{every}&kind={kind.name}"
                yield kind.plural, self.counts[kind.name], address

    @property
    def instead(self):
        """The query that was perhaps meant."""
        return "" if self.has_all or not self.terms else nearness.instead(self.words)
