"""Named selections of missions: all of them, one, and those that hold a mission."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render

from editorial.listing import ListFilter, Listing
from missions.filters import Known
from missions.models import Mission, MissionSet


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
    found = sizes(MissionSet.objects.published(), Mission.objects.filter(pk=mission.pk))
    return [record for record, number in found if number]
