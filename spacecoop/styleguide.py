"""Every component in every state, while DEBUG is on."""

from itertools import chain

from django.http import QueryDict
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.comparison import asked
from editorial.listing import Listing
from editorial.previews import Shown
from faq.models import Question
from missions import pictures
from missions.filters import MissionFilter
from missions.models import Mission
from missions.tally.present import present
from missions.together import Together, all_parts
from opendata.changes import Change
from partners.lineage import Lineage
from partners.models import Country
from research import pictures as research_pictures
from research.models import DataAccess
from treaties import pictures as treaty_pictures
from treaties.models import Action, Status, Treaty, standings_of

SAMPLE = """A paragraph with *emphasis*, **weight** and [an address](https://example.org).

- one
- two

> A quotation.
"""
QUERIES = [
    (_("A list"), ""),
    (_("A list with filters"), "partner=esa&partner=nasa&match=all&category=lunar"),
    (_("A list with words not understood"), "partner=starfleet&status=exploded&year_min=x"),
    (_("An empty list"), "category=navigation&status=lost&partner=isro"),
]


def styleguide(request):
    acts = Action.objects.public().for_page()
    context = {
        "sample": SAMPLE,
        "statuses": Status,
        "listings": [(title, listing(query)) for title, query in QUERIES],
        "acts": list(chain.from_iterable(acts.filter(**kind)[:1] for kind in ACTS)),
        "data_access": DataAccess.objects.public().for_listing()[:3],
        "questions": Question.objects.published()[:2],
        "mission": Mission.objects.published().for_page().first(),
        "compared": asked(QueryDict("compare=FRA,IND,XXX"), Country.objects.all(), "iso3"),
        "choices": Country.objects.values_list("iso3", "name")[:80],
    }
    return render(request, "styleguide.html", context | drawn() | told(context["mission"]))


urlpatterns = [path("", styleguide, name="styleguide")]  # loaded only while DEBUG is on


def told(mission):
    """A change in words and the banner of a preview, of the mission if there is one."""
    if mission is None:
        return {}
    now = timezone.now()
    return {
        "change": Change(now, mission, [_("Roscosmos left: 2022"), _("Summary: rewritten")]),
        "preview": Shown([(str(mission), mission.get_absolute_url())] * 10, now),
    }


def drawn():
    """Every picture, from the real records."""
    missions = Mission.objects.published()
    shared = Together(all_parts(), Lineage())
    treaty = Treaty.objects.published().filter(actions__isnull=False).order_by("pk").first()
    standings = standings_of(treaty) if treaty else []
    goals = {mission.destination: mission for mission in missions.defer("body")}
    return {
        "by_year": pictures.launches_by_year(present()),
        "timeline": pictures.timeline(missions.filter(category=Mission.Category.LUNAR)),
        "network": pictures.network(shared),
        "matrix": pictures.matrix(shared),
        "orbits": [(goal.get_destination_display(), pictures.orbit_of(goal)) for goal in goals.values()],
        "periods": research_pictures.periods_by_launch(DataAccess.objects.public()),
        "treaty": treaty,
        "pictures": treaty_pictures.pictures_of(treaty, standings, None) if treaty else None,
    }


ACTS = [{"confidence": value} for value in Action.Confidence.values] + [{"disputed": True}, {"date": None}]


def listing(query):
    missions = MissionFilter(QueryDict(query), Mission.objects.published())
    missions.show_counts()
    return Listing(RequestFactory().get("/", QueryDict(query)), missions)
