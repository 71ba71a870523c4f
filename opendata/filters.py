"""Narrowing the tables that have no list of their own with filters on a page."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from editorial.listing import ListFilter, OneOf


def narrowing(name, words=(), choices=(), **paths):
    """A ListFilter.

    `words`: look-ups; `choices`: {parameter: (label, choices)}; `paths`: {parameter: (label, look-up,
    a function that yields the records which may be named, by the last part of the look-up)}.
    """
    declared, lookups = {}, {}
    if words:
        declared["q"] = filters.CharFilter(label=_("Words"), max_length=200)
    for parameter, (label, known) in dict(choices).items():
        declared[parameter] = OneOf(label=label, choices=known)
        lookups[parameter] = parameter
    for parameter, (label, lookup, records) in paths.items():
        declared[parameter] = filters.ModelChoiceFilter(
            label=label,
            queryset=lambda request, records=records: records(),  # noqa: ARG005 (as django-filter calls it)
            to_field_name=lookup.split("__")[-1],
        )
        lookups[parameter] = lookup.rpartition("__")[0]
    return type(name, (Narrowing,), {**declared, "words": words, "lookups": lookups})


class Narrowing(ListFilter):
    words, lookups = (), {}

    def filter_queryset(self, queryset):
        queryset = self.with_words(queryset, *self.words) if self.words else queryset
        wanted = {lookup: self.chosen[name] for name, lookup in self.lookups.items() if name in self.chosen}
        return queryset.filter(**wanted)
