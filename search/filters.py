"""What is searched for, and in which kind of record."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from editorial.listing import ListFilter, OneOf, Words
from search import nearness
from search.documents import KINDS
from search.finding import Finds


class SearchFilter(ListFilter):
    q = Words()
    kind = OneOf(label=_("Kind"), choices=[(kind.name, kind.label) for kind in KINDS])

    def filter_queryset(self, _queryset):
        return self.finds

    @property
    def words(self):
        return self.chosen.get("q", "")

    @cached_property
    def finds(self):
        return Finds(self.words, self.chosen.get("kind", ""))

    @property
    def has_all(self):
        return self.finds.has_all

    @property
    def counts(self):
        return self.finds.counts

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
        return "" if self.has_all or not self.finds.terms else nearness.instead(self.words)
