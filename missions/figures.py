"""Numbers of partnership: counted here once, shown as tables and pictures."""

from collections import Counter, defaultdict
from itertools import combinations

from django.db.models import Count, Q

from editorial.models import Publishable
from missions.models import Mission, Participation
from partners.models import Agency


def by_decade(missions):
    """[(decade, [mission, …])], earliest launch first; missions without a launch date come last."""
    decades = defaultdict(list)
    for mission in missions.defer("body").oldest_first():
        decades[mission.launched.year // 10 * 10 if mission.launched else None].append(mission)
    return sorted(decades.items(), key=lambda item: item[0] or 9999)


def partners_of(missions, limit=None):
    """The agencies of these missions with `mission_count`, most first."""
    shown = Q(participations__mission__in=missions)
    agencies = Agency.objects.published().filter(shown).select_related("country")
    counted = agencies.annotate(
        mission_count=Count("participations__mission", filter=shown, distinct=True)
    ).order_by("-mission_count", "acronym")
    return counted[:limit]


def roles(participations):
    """[(role in words, number of missions)], most first."""
    missions = defaultdict(set)
    for part in participations:
        missions[part.get_role_display()].add(part.mission_id)
    return sorted(((role, len(ids)) for role, ids in missions.items()), key=lambda item: -item[1])


def frequent_partners(ids, lineage, limit=12):
    """[(agency, number of missions together)] of the agency that the ids stand for.

    A predecessor's missions count for its successor; the agency's own predecessors are no partners.
    """
    shared = Mission.objects.published().with_partner(ids).values("pk")
    rows = Participation.objects.public().filter(mission__in=shared).exclude(agency__in=ids)
    ours = ids | {lineage.line(key)[-1] for key in ids}
    together = defaultdict(set)
    for mission, agency in rows.values_list("mission_id", "agency_id"):
        heir = lineage.line(agency)[-1]
        if heir not in ours:
            together[heir].add(mission)
    return named({key: len(missions) for key, missions in together.items()}, limit)


def named(counts, limit):
    most = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:limit]
    agencies = Agency.objects.select_related("country").in_bulk([key for key, number in most])
    return sorted(
        ((agencies[key], number) for key, number in most), key=lambda item: (-item[1], item[0].acronym)
    )


def pair_rows(missions, ours, theirs):
    """Each mission with what the one and what the other side did in it."""
    return [
        {
            "mission": mission,
            "first": [part for part in mission.partners if part.agency_id in ours],
            "second": [part for part in mission.partners if part.agency_id in theirs],
        }
        for mission in missions
    ]


def pairs(lineage, limit, missions=None):
    """[(agency, agency, number of missions together)], most first; successors count for all."""
    rows = Participation.objects.public()
    if missions is not None:
        rows = rows.filter(mission__in=missions)
    flown = defaultdict(set)
    for mission, agency in rows.values_list("mission_id", "agency_id"):
        flown[mission].add(lineage.line(agency)[-1])
    counts = Counter(
        pair
        for agencies in flown.values()
        for pair in combinations(sorted(agencies, key=lineage.acronyms.get), 2)
    )
    most = sorted(counts.items(), key=lambda item: (-item[1], *(lineage.acronyms[key] for key in item[0])))[
        :limit
    ]
    agencies = Agency.objects.in_bulk({key for pair, number in most for key in pair})
    return [(agencies[a], agencies[b], number) for (a, b), number in most]


def agencies_of(country):
    """The agencies of a country with `mission_count`."""
    shown = Q(participations__mission__state=Publishable.State.PUBLISHED)
    return (
        country.agencies.published()
        .annotate(mission_count=Count("participations__mission", filter=shown, distinct=True))
        .order_by("-mission_count", "acronym")
    )
