"""Which agencies share which missions, counted once from whichever participations are asked for."""

from collections import Counter, defaultdict
from functools import cached_property
from itertools import combinations

from partners.models import Agency


class Together:
    """The agencies of some participations that share a mission, with the missions of each.

    Successors count for all before them unless `folded` is off. Numbers are those of the pairs' pages.
    """

    def __init__(self, participations, lineage, folded=True):
        self.lineage = lineage
        self.missions, flown = defaultdict(set), defaultdict(set)
        for mission, agency in participations.values_list("mission_id", "agency_id"):
            heir = lineage.line(agency, folded)[-1]
            self.missions[heir].add(mission)
            flown[mission].add(heir)
        self.counts = Counter(
            pair for keys in flown.values() for pair in combinations(sorted(keys, key=self.by_name), 2)
        )

    def by_name(self, key):
        return self.lineage.acronyms[key], key

    @cached_property
    def agencies(self):
        """Those that share a mission, most missions first."""
        found = self.found.values()
        return sorted(found, key=lambda one: (-len(self.missions[one.pk]), *self.by_name(one.pk)))

    @cached_property
    def found(self):
        keys = {key for pair in self.counts for key in pair}
        return Agency.objects.select_related("country").defer("body").in_bulk(keys)

    def number(self, a, b):
        return self.counts[tuple(sorted((a.pk, b.pk), key=self.by_name))]

    def pairs(self, limit=None):
        """[(agency, agency, number of missions together)], most first."""

        def order(item):
            pair, number = item
            return -number, *(self.by_name(key) for key in pair)

        most = sorted(self.counts.items(), key=order)[:limit]
        return [(self.found[a], self.found[b], number) for (a, b), number in most]

    def partners(self):
        """{key of an agency: [(its partner, number of missions together)]}, most first."""
        partners = defaultdict(list)
        for a, b, number in self.pairs():
            partners[a.pk].append((b, number))
            partners[b.pk].append((a, number))
        return partners
