"""Narrowing the tables that have no list of their own with filters on a page."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from editorial.listing import ListFilter, OneOf, Words
from missions.models import Mission
from partners.models import Agency, Country
from treaties.models import Treaty

# Records that a parameter may name: its label, the look-up, and the records.
MISSION = (_("Mission"), "mission__slug", Mission.objects.published)
AGENCY = (_("Agency"), "agency__slug", Agency.objects.published)
COUNTRY = (_("Country"), "country__iso3", Country.objects.all)
TREATY = (_("Treaty"), "treaty__slug", Treaty.objects.published)
ORGANISATION = (_("Organisation"), "organisation__slug", Agency.objects.published)
TEXTS = ("name__icontains", "summary__icontains")


def narrowing(name, words=(), choices=(), **paths):
    """A ListFilter.

    `words`: look-ups; `choices`: {parameter: (label, choices)}; `paths`: {parameter: (label, look-up,
    a function that yields the records which may be named, by the last part of the look-up)}.
    """
    declared, lookups = {}, {}
    if words:
        declared["q"] = Words()
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
