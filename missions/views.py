"""Missions and programmes: the list, a mission, several side by side, in time, a programme."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from editorial import drawn
from editorial.listing import Listing
from missions import comparison, figures, links, pictures, totals
from missions.filters import MissionFilter
from missions.models import Agreement, Instrument, Milestone, Mission, Participation, Programme
from missions.tally.listed import Listed
from missions.tally.present import present
from treaties.filters import as_of_asked

MOST = 30  # missions of a programme that its page shows; the list of missions has them all
EVER = _("All partners that it ever had are shown.")


def index(request):
    if comparison.is_asked(request.GET):
        return compare(request)
    missions = MissionFilter(request.GET, Mission.objects.published())
    as_of = missions.chosen.get("as_of")
    listing = Listing(request, missions, listed=missions.listed)
    missions.show_counts()
    cards = missions.present.cards.of(listing.page.object_list, as_of, beside="beside")
    return render(request, "missions/index.html", {"listing": listing, "missions": cards, "as_of": as_of})


def compare(request):
    found = comparison.compared(request.GET)
    context = {
        "compared": found,
        "facts": comparison.facts(found.records),
        "roles": comparison.by_role(found.records),
        "choices": comparison.choices(found.records),
    }
    return render(request, "missions/compare.html", context)


@drawn.once(Mission, Participation, Instrument, Agreement, Milestone)
def mission(request, slug):
    asked_day = as_of_asked(request.GET, otherwise=EVER)
    record = get_object_or_404(Mission.objects.published().for_page(asked_day["as_of"]), slug=slug)
    data_access = record.data_access.public().with_archives()
    record.read_citations(*data_access)
    programme = record.programme if record.programme and record.programme.is_published else None
    context = {
        **asked_day,
        "mission": record,
        "orbit": pictures.orbit_of(record),
        "programme": programme,
        "data_access": data_access,
        "links": links.of_mission(record, programme),
    }
    return render(request, "missions/mission.html", context)


def timeline(request):
    missions = MissionFilter(request.GET, Mission.objects.published())
    missions.show_counts()
    context = {"filter": missions}
    if missions.size > figures.MOST_IN_TIME:
        return render(request, "missions/timeline.html", context | {"stretches": figures.stretches(missions)})
    decades = figures.by_decade(missions.qs)
    lives = pictures.timeline(mission for _decade, found in decades for mission in found)
    return render(request, "missions/timeline.html", context | {"decades": decades, "timeline": lives})


def programmes(request):
    return render(request, "missions/programmes.html", {"programmes": totals.programmes()})


def programme(request, slug):
    record = get_object_or_404(Programme.objects.published().for_page(), slug=slug)
    at = present()
    found = at.tally.sets["programme", record.pk.hex]
    context = {
        "programme": record,
        "missions": at.cards.of(Listed(at.tally, found, "-launched")[0:MOST]),
        "mission_count": found.bit_count(),
        "partners": totals.of_missions(found),
        "links": links.of_programme(record, record.missions.published()),
    }
    return render(request, "missions/programme.html", context)
