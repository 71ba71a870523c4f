"""Which agencies share which missions, counted once from whichever missions of each are asked for."""

from collections import defaultdict
from functools import cached_property
from itertools import combinations
from uuid import UUID

from missions.tally.present import present
from partners.models import Agency


def all_parts():
    """{key of an agency in hexadecimal digits: set of its missions}, as the public sees them."""
    return present().parts.by_role[""]


class Together:
    """The agencies that share a mission, with the numbers of missions of each and of each pair.

    Of each agency the set of its missions is given, as the tally has them. Successors count for all
    before them unless `folded` is off. Numbers are those of the pairs' pages.
    """

    def __init__(self, parts, lineage, folded=True):
        self.lineage = lineage
        flown = defaultdict(int)
        for agency, missions in parts.items():
            flown[lineage.line(UUID(agency), folded)[-1]] |= missions
        self.numbers = {agency: missions.bit_count() for agency, missions in flown.items() if missions}
        pairs = combinations(sorted(self.numbers, key=self.by_name), 2)
        shared = {(a, b): (flown[a] & flown[b]).bit_count() for a, b in pairs}
        self.counts = {pair: number for pair, number in shared.items() if number}

    def by_name(self, key):
        return self.lineage.acronyms[key], key

    @cached_property
    def agencies(self):
        """Those that share a mission, most missions first."""
        found = self.found.values()
        return sorted(found, key=lambda one: (-self.numbers[one.pk], *self.by_name(one.pk)))

    @cached_property
    def found(self):
        return self.of(self.counts)

    def of(self, pairs):
        """{key: agency} of these pairs."""
        keys = {key for pair in pairs for key in pair}
        return Agency.objects.select_related("country").defer("body").in_bulk(keys)

    def number(self, a, b):
        return self.counts.get(tuple(sorted((a.pk, b.pk), key=self.by_name)), 0)

    def pairs(self, limit=None):
        """[(agency, agency, number of missions together)], most first."""

        def order(item):
            pair, number = item
            return -number, *(self.by_name(key) for key in pair)

        counts, found = self.counts, self.found if limit is None else None
        if limit and len(counts) > limit:  # only what may be among the first is put in order
            least = sorted(counts.values(), reverse=True)[limit - 1]
            counts = {pair: number for pair, number in counts.items() if number >= least}
        most = sorted(counts.items(), key=order)[:limit]
        found = found or self.of(dict(most))
        return [(found[a], found[b], number) for (a, b), number in most]

    def partners(self):
        """{key of an agency: [(its partner, number of missions together)]}, most first."""
        partners = defaultdict(list)
        for a, b, number in self.pairs():
            partners[a.pk].append((b, number))
            partners[b.pk].append((a, number))
        return partners
