"""Numbers of partnership: counted here once, shown as tables and pictures."""

from collections import Counter, defaultdict
from uuid import UUID

from django.utils.translation import gettext as _

from missions import totals
from missions.models import Mission, Participation
from missions.tally.present import present
from missions.together import Together, all_parts
from partners.models import Agency

MOST_IN_TIME = 1_000  # missions that one page draws


def by_decade(missions):
    """[(decade, [mission, …])], earliest launch first; missions without a launch date come last."""
    decades = defaultdict(list)
    for mission in missions.defer("body").oldest_first():
        decades[mission.launched.year // 10 * 10 if mission.launched else None].append(mission)
    return sorted(decades.items(), key=lambda item: item[0] or 9999)


def stretches(missions):
    """[(first year, last year, number of missions, address)] of the missions that a filter leaves.

    Decades, or single years where they span no more than ten.
    """
    found, sets = missions.found, missions.present.tally.sets
    years = sorted(year for name, year in sets if name == "year" and sets[name, year] & found)
    length = 10 if years and years[-1] - years[0] >= 10 else 1
    numbers = Counter()
    for year in years:
        numbers[year // length * length] += (sets["year", year] & found).bit_count()
    return [
        (first, first + length - 1, number, missions.between(first, first + length - 1))
        for first, number in numbers.items()
    ]


def roles(ids, parts):
    """[(role, the role in words, number of missions)] of the agencies with these keys, most first."""
    counts = [(role, role.label, parts.of(hexed(ids), role).bit_count()) for role in Participation.Role]
    return sorted((row for row in counts if row[2]), key=lambda row: -row[2])


def number_of_parts(ids, parts):
    """How many participations the agencies with these keys have."""
    roles = (sets for role, sets in parts.by_role.items() if role)
    return sum(sets.get(key, 0).bit_count() for sets in roles for key in hexed(ids))


def frequent_partners(ids, lineage, parts=None):
    """[(agency, number of missions together)], most first, of the agency that the ids stand for.

    A predecessor's missions count for its successor; the agency's own predecessors are no partners.
    """
    parts = parts or present().parts
    return shared(parts.by_role[""], parts.of(hexed(ids)), ids, lineage)


def led_by(ids, lineage, parts):
    """[(agency, number of missions)] of those that lead where the agency takes part and does not lead."""
    lead = Participation.Role.LEAD
    others = parts.of(hexed(ids)) & ~parts.of(hexed(ids), lead)
    return shared(parts.by_role.get(lead, {}), others, ids, lineage)


def shared(sets, missions, ids, lineage):
    """[(agency, number of these missions in its set)], most first, without the line of the ids."""
    ours = ids | {lineage.line(key)[-1] for key in ids}
    flown = defaultdict(int)
    for agency, found in sets.items():
        heir = lineage.line(UUID(agency))[-1]
        if heir not in ours:
            flown[heir] |= found & missions
    numbers = {key: found.bit_count() for key, found in flown.items() if found}
    agencies = Agency.objects.select_related("country").defer("body").in_bulk(numbers)
    counted = [(agencies[key], number) for key, number in numbers.items()]
    return sorted(counted, key=lambda item: (-item[1], item[0].acronym))


def hexed(keys):
    """The keys as the tally names them."""
    return [key.hex for key in keys]


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
    kept, name = present().kept, ("pairs", limit, operating)
    if name not in kept:
        parts = all_parts()
        if operating:
            missions = present().tally.having("status", Mission.OPERATING)
            parts = {agency: found & missions for agency, found in parts.items()}
        kept[name] = Together(parts, lineage).pairs(limit)
    return kept[name]


def agencies_of(country):
    """The agencies of a country with `mission_count`."""
    return totals.with_missions(country.agencies.published()).order_by("-mission_count", "acronym")
