"""Every component in every state, while DEBUG is on."""

from itertools import chain

from django.http import QueryDict
from django.shortcuts import render
from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _

from editorial.listing import Listing
from faq.models import Question
from missions.filters import MissionFilter
from missions.models import Mission
from research.models import DataAccess
from treaties.models import Action, Status

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
    }
    return render(request, "styleguide.html", context)


ACTS = [{"confidence": value} for value in Action.Confidence.values] + [{"disputed": True}, {"date": None}]


def listing(query):
    missions = MissionFilter(QueryDict(query), Mission.objects.published())
    missions.show_counts()
    return Listing(RequestFactory().get("/", QueryDict(query)), missions)
