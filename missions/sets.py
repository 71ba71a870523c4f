"""Named selections of missions: all of them, one, and those that hold a mission."""

from django.shortcuts import get_object_or_404, render

from editorial.listing import ListFilter, Listing
from missions.models import Mission, MissionSet
from missions.tally.listed import Listed
from missions.tally.present import present


def index(request):
    sets = sizes(MissionSet.objects.published())
    return render(request, "missions/sets.html", {"sets": sets})


def mission_set(request, slug):
    record = get_object_or_404(MissionSet.objects.published(), slug=slug)
    chosen = record.chosen_by()
    problems = record.problems(chosen)
    missions = Listed(chosen.present.tally, 0, "name") if problems else chosen.listed
    listing = Listing(request, ListFilter(request.GET, Mission.objects.none()), listed=missions)
    as_of = chosen.chosen.get("as_of")
    context = {
        "set": record,
        "chosen": chosen,
        "problems": problems,
        "listing": listing,
        "missions": chosen.present.cards.of(listing.page.object_list, as_of),
        "as_of": as_of,
    }
    return render(request, "missions/set.html", context)


def sizes(sets):
    """[(set, how many missions it holds)]"""
    at = present()
    return [(record, record.found(at).bit_count()) for record in sets]


def holding(mission):
    """The published sets that hold the mission."""
    at = present()
    slot = at.tally.slots.get(mission.pk.hex)
    return [record for record, found in held(at) if slot is not None and found >> slot & 1]


def held(at):
    """[(published set, the missions that it holds)], worked out once for each generation."""
    if "sets" not in at.kept:
        at.kept["sets"] = [(record, record.found(at)) for record in MissionSet.objects.published()]
    return at.kept["sets"]
