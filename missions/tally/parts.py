"""Who takes part in what: sets of missions by agency and role, now or on a day."""

from functools import cached_property

from editorial.models import Publishable
from missions.models.participation import Participation


class Parts:
    """The public parts: of the agencies that are published, of which `countries` knows {key: ISO code}."""

    def __init__(self, sets, countries, regions):
        self.countries, self.regions = countries, regions
        self.roles = sorted({role for _agency, role in sets})
        self.by_role = {"": {}}
        for (agency, role), found in sets.items():
            if agency in countries and found:
                self.by_role.setdefault(role, {})[agency] = found
                self.by_role[""][agency] = self.by_role[""].get(agency, 0) | found
        self.of_lines = {}

    def of(self, agencies, role=""):
        """Missions in which any of the agencies takes part, in the role."""
        sets, found = self.by_role.get(role, {}), 0
        for agency in agencies:
            found |= sets.get(agency, 0)
        return found

    def of_line(self, slug, lineage, folded, role=""):
        """Missions of an agency, its predecessors counted in or not."""
        wanted = (slug, folded, role)
        if wanted not in self.of_lines:
            agencies = (key.hex for key in lineage.ids(slug, folded))
            self.of_lines[wanted] = self.of(agencies, role)
        return self.of_lines[wanted]

    @cached_property
    def in_role(self):
        """{role: missions in which anybody has it}, for the roles that occur."""
        return {role: self.of(sets, role) for role, sets in self.by_role.items() if role}

    @cached_property
    def of_country(self):
        """{ISO code: missions in which an agency of the country takes part}."""
        found = {}
        for agency, missions in self.by_role[""].items():
            country = self.countries[agency]
            found[country] = found.get(country, 0) | missions
        return found

    def of_region(self, regions):
        found = 0
        for country, missions in self.of_country.items():
            if self.regions.get(country) in regions:
                found |= missions
        return found

    def at_least(self, number):
        """Missions in which so many agencies, or more, take part."""
        reached = [0] * (number + 1)  # reached[n]: those in which n agencies or more were met so far
        for met, missions in enumerate(self.by_role[""].values(), start=1):
            for n in range(min(met, number), 1, -1):
                reached[n] |= reached[n - 1] & missions
            reached[1] |= missions
        return reached[number]


def on_day(tally, day):
    """{(agency, role): missions} of the participations that held on a day."""
    rows = Participation.objects.on(day).filter(mission__state=Publishable.State.PUBLISHED)
    slots = {}
    for mission, agency, role in rows.values_list("mission_id", "agency_id", "role"):
        slots.setdefault((agency.hex, role), []).append(mission.hex)
    return {name: tally.set_of(keys) for name, keys in slots.items()}
