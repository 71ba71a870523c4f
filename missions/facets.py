"""The count beside each choice: how many missions the list would hold if it were chosen too.

Every filter that is on keeps its effect; a choice in a filter that takes one value replaces that
value. All are worked out on sets of missions in memory (`missions/tally/`).
"""

from functools import reduce
from operator import and_, or_

SCALARS = ("status", "category", "destination", "programme")


class Facets:
    def __init__(self, base, chosen, present, parts):
        """`base`: the missions that all other filters leave; `chosen`: the filters that are on."""
        self.base, self.chosen, self.known, self.parts = base, chosen, present.known, parts
        self.sets = present.tally.sets
        self.folded = chosen.get("predecessors") != "no"

    @property
    def found(self):
        """The missions that all filters leave."""
        return self._without()

    def _scalar(self, name, value):
        return self.sets[name, self.known.programme_keys[value].hex if name == "programme" else value]

    def _partner(self, slug, role):
        return self.parts.of_line(slug, self.known.lineage, self.folded, role)

    @property
    def _together(self):
        return and_ if self.chosen.get("match") == "all" else or_

    def _partners(self, slugs, role):
        """The missions in which any, or all, of the agencies take part in the role."""
        return reduce(self._together, (self._partner(slug, role) for slug in slugs))

    def _partners_in_role(self, slugs, role):
        if slugs:
            return self._partners(slugs, role)
        return self.parts.in_role.get(role, 0) if role else self.base

    def _without(self, *names):
        """The missions that the filters leave, those named aside."""
        found = self.base
        for name in SCALARS:
            if name in self.chosen and name not in names:
                found &= self._scalar(name, self.chosen[name])
        if "country" in self.chosen and "country" not in names:
            found &= self.parts.of_country.get(self.chosen["country"], 0)
        if "partner" not in names:
            found &= self._partners_in_role(self.chosen.get("partner", []), self.chosen.get("role", ""))
        return found

    def counts(self):
        """{filter: {value: number}}, with the numbers that are not nought."""
        counts = {name: sized(self._without(name), self._choices(name)) for name in SCALARS}
        counts["country"] = sized(self._without("country"), self.parts.of_country.items())
        rest = self._without("partner")
        partners, role = self.chosen.get("partner", []), self.chosen.get("role", "")
        roles = ((value, self._partners_in_role(partners, value)) for value in self.parts.in_role)
        return counts | {"role": sized(rest, roles), "partner": sized(rest, self._chosen_too(partners, role))}

    def _chosen_too(self, partners, role):
        """(agency, the missions of the partners and it) for each."""
        each = [(slug, self._partner(slug, role)) for slug in self.known.lineage.by_slug]
        if not partners:
            return each
        together, already = self._together, self._partners(partners, role)
        return [(slug, together(already, found)) for slug, found in each]

    def _choices(self, name):
        if name == "programme":
            return [(slug, self._scalar(name, slug)) for slug in self.known.programme_keys]
        return [(value, found) for (kind, value), found in self.sets.items() if kind == name]


def sized(rest, choices):
    """{value: how many of the rest are in its set}, without those that have none."""
    sizes = ((value, (rest & found).bit_count()) for value, found in choices if value)
    return {value: size for value, size in sizes if size}
