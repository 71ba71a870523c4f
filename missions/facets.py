"""The count beside each choice: how many missions the list would hold if it were chosen too.

Every filter that is on keeps its effect; a choice in a filter that takes one value replaces that
value. Two queries, then sets: the number of choices costs nothing more.
"""

from collections import defaultdict

from missions.models.participation import Participation

SCALARS = ("status", "category", "destination", "programme")


class Facets:
    def __init__(self, base, chosen, lineage):
        """`base`: the missions that all other filters leave; `chosen`: the filters that are on."""
        self.chosen, self.lineage = chosen, lineage
        self.folded = chosen.get("predecessors") != "no"
        columns = base.order_by().values_list("id", "status", "category", "destination", "programme__slug")
        self.scalars = {name: defaultdict(set) for name in SCALARS}
        self.all = set()
        for key, *values in columns:
            self.all.add(key)
            for name, value in zip(SCALARS, values, strict=True):
                self.scalars[name][value].add(key)
        self._read_participations()

    def _read_participations(self):
        rows = Participation.objects.public().on(self.chosen.get("as_of"))
        self.country, self.role = defaultdict(set), defaultdict(set)
        self.partner_in_role = defaultdict(lambda: defaultdict(set))
        lines = {}
        for mission, agency, role, country in rows.values_list(
            "mission_id", "agency_id", "role", "agency__country__iso3"
        ):
            if mission not in self.all:
                continue
            self.country[country].add(mission)
            self.role[role].add(mission)
            if agency not in lines:
                lines[agency] = [self.lineage.slugs[k] for k in self.lineage.line(agency, self.folded)]
            for slug in lines[agency]:
                self.partner_in_role[role][slug].add(mission)
                self.partner_in_role[""][slug].add(mission)

    def _partners(self, slugs, role):
        """The missions in which any, or all, of the agencies take part in the role."""
        sets = [self.partner_in_role[role][slug] for slug in slugs]
        if self.chosen.get("match") == "all":
            return set.intersection(*sets)
        return set.union(*sets)

    def _partners_in_role(self, slugs, role):
        if slugs:
            return self._partners(slugs, role)
        return self.role[role] if role else self.all

    def _without(self, *names):
        """The missions that the filters leave, those named aside."""
        found = self.all
        for name in SCALARS:
            if name in self.chosen and name not in names:
                found = found & self.scalars[name][self.chosen[name]]
        if "country" in self.chosen and "country" not in names:
            found = found & self.country[self.chosen["country"]]
        if "partner" not in names:
            found = found & self._partners_in_role(
                self.chosen.get("partner", []), self.chosen.get("role", "")
            )
        return found

    def counts(self):
        """{filter: {value: number}}, with the numbers that are not nought."""
        counts = {}
        for name in (*SCALARS, "country"):
            rest, sets = self._without(name), self.country if name == "country" else self.scalars[name]
            counts[name] = {value: len(rest & members) for value, members in sets.items() if value}
        rest = self._without("partner")
        partners, role = self.chosen.get("partner", []), self.chosen.get("role", "")
        counts["role"] = {
            value: len(rest & self._partners_in_role(partners, value)) for value in list(self.role)
        }
        counts["partner"] = {
            slug: len(rest & self._partners([*partners, slug], role)) for slug in self.lineage.by_slug
        }
        return {name: {v: n for v, n in values.items() if n} for name, values in counts.items()}
