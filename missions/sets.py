"""Named selections of missions: all of them, one, and those that hold a mission."""

from collections import defaultdict

from django.db import connection
from django.db.models import Count, Q, Value
from django.shortcuts import get_object_or_404, render

from editorial import generation
from editorial.listing import ListFilter, Listing
from missions.filters import Known
from missions.models import Mission, MissionSet

kept = {}  # content generation: what `holders` found then


def index(request):
    sets = sizes(MissionSet.objects.published(), Mission.objects.published())
    return render(request, "missions/sets.html", {"sets": sets})


def mission_set(request, slug):
    record = get_object_or_404(MissionSet.objects.published(), slug=slug)
    chosen = record.chosen_by(Known())
    listing = Listing(request, ListFilter(request.GET, record.missions(chosen.known)))
    as_of = chosen.chosen.get("as_of")
    context = {
        "set": record,
        "chosen": chosen,
        "problems": record.problems(chosen),
        "listing": listing,
        "missions": listing.page.object_list.for_listing(as_of),
        "as_of": as_of,
    }
    return render(request, "missions/set.html", context)


def sizes(sets, missions):
    """[(set, how many of the missions it holds)] in one query, however many sets there are."""
    sets, known = list(sets), Known()
    held = {f"n{number}": record.missions(known) for number, record in enumerate(sets)}
    counts = missions.order_by().aggregate(
        **{name: Count("pk", filter=Q(pk__in=found.order_by().values("pk"))) for name, found in held.items()}
    )
    return [(record, counts[f"n{number}"]) for number, record in enumerate(sets)]


def holding(mission):
    """The published sets that hold the mission."""
    return list(MissionSet.objects.published().filter(slug__in=holders().get(mission.pk, ())))


def holders():
    """{key of a mission: slugs of the published sets that hold it}, reckoned once for each generation.

    Within a transaction nothing is kept: it may be rolled back, and its generation come again.
    """
    if connection.in_atomic_block:
        return reckoned()
    number = generation.current()
    if number not in kept:
        found = reckoned()
        kept.clear()
        kept[number] = found
    return kept[number]


def reckoned():
    known, found = Known(), defaultdict(list)
    rows = [
        record.missions(known).order_by().values_list("pk", Value(record.slug))
        for record in MissionSet.objects.published()
    ]
    for mission, slug in rows[0].union(*rows[1:], all=True) if rows else ():
        found[mission].append(slug)
    return found
