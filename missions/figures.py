"""Numbers of partnership: counted here once, shown as tables and pictures."""

from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from missions import totals
from missions.models import Mission, Participation
from missions.tally.present import present
from missions.together import Together, all_parts
from partners.models import Agency


def by_decade(missions):
    """[(decade, [mission, …])], earliest launch first; missions without a launch date come last."""
    decades = defaultdict(list)
    for mission in missions.defer("body").oldest_first():
        decades[mission.launched.year // 10 * 10 if mission.launched else None].append(mission)
    return sorted(decades.items(), key=lambda item: item[0] or 9999)


def roles(participations):
    """[(role, the role in words, number of missions)], most first."""
    missions = defaultdict(set)
    for part in participations:
        missions[part.role].add(part.mission_id)
    counts = {role: len(missions[role]) for role in Participation.Role if role in missions}
    return sorted(((role, role.label, n) for role, n in counts.items()), key=lambda item: -item[2])


def frequent_partners(ids, lineage, parts=None):
    """[(agency, number of missions together)], most first, of the agency that the ids stand for.

    A predecessor's missions count for its successor; the agency's own predecessors are no partners.
    """
    parts = Participation.objects.public() if parts is None else parts
    rows = parts.filter(mission__in=parts.filter(agency__in=ids).values("mission"))
    return counted(rows, ids, lineage)


def led_by(ids, lineage, parts):
    """[(agency, number of missions)] of those that lead where the agency takes part and does not lead."""
    leads = parts.filter(role=Participation.Role.LEAD)
    own = leads.filter(agency__in=ids).values("mission")
    others = leads.filter(mission__in=parts.filter(agency__in=ids).values("mission"))
    return counted(others.exclude(mission__in=own), ids, lineage)


def counted(rows, ids, lineage):
    """[(agency, number of its missions among the rows)], most first, without the line of the ids."""
    ours = ids | {lineage.line(key)[-1] for key in ids}
    missions = defaultdict(set)
    for mission, agency in rows.values_list("mission_id", "agency_id"):
        heir = lineage.line(agency)[-1]
        if heir not in ours:
            missions[heir].add(mission)
    agencies = Agency.objects.select_related("country").defer("body").in_bulk(missions)
    numbers = [(agencies[key], len(found)) for key, found in missions.items()]
    return sorted(numbers, key=lambda item: (-item[1], item[0].acronym))


def pair_rows(missions, ours, theirs):
    """Each mission with what the one and what the other side did in it, and which of them led."""
    rows = []
    for mission in missions:
        first = [part for part in mission.partners if part.agency_id in ours]
        second = [part for part in mission.partners if part.agency_id in theirs]
        led = tuple(any(part.role == Participation.Role.LEAD for part in side) for side in (first, second))
        rows.append({"mission": mission, "first": first, "second": second, "led": led})
    return rows


def span(missions):
    """Of missions in order the first and the latest that were launched, and how many were not."""
    flown = [mission for mission in missions if mission.has_flown and mission.launched]
    return {"first": flown[:1], "latest": flown[1:][-1:], "unflown": len(missions) - len(flown)}


def leads(rows, first, second):
    """[(value of the filter `led_by`, words, number of rows)], without those of no row."""
    numbers = Counter(row["led"] for row in rows)
    return [(value, words, numbers[led]) for led, value, words in led_choices(first, second) if numbers[led]]


def led_choices(first, second):
    """[(which of the two led, value of the filter `led_by`, words)]."""
    return [
        ((True, False), first.slug, first.acronym),
        ((False, True), second.slug, second.acronym),
        ((True, True), "both", _("both")),
        ((False, False), "neither", _("neither")),
    ]


def pairs(lineage, limit, *, operating=False):
    """[(agency, agency, number of missions together)], most first; successors count for all."""
    parts = all_parts()
    if operating:
        missions = present().tally.having("status", Mission.OPERATING)
        parts = {agency: found & missions for agency, found in parts.items()}
    return Together(parts, lineage).pairs(limit)


def agencies_of(country):
    """The agencies of a country with `mission_count`."""
    return totals.with_missions(country.agencies.published()).order_by("-mission_count", "acronym")
