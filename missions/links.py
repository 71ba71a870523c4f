"""What links to the pages of missions and partners beside what refers to them: what the missions share."""

from datetime import date

from django.http import QueryDict

from editorial.links import groups, light, links_to
from missions import sets
from missions.models import MissionSet, Programme
from missions.totals import programmes_of
from treaties.models import Treaty


def of_mission(mission, programme):
    """`programme`: that of the mission, if the public can see it."""
    programmes = [programme] if programme else []
    named = {agreement.treaty for agreement in mission.agreements.all() if agreement.treaty}
    treaties = sorted(
        (treaty for treaty in named if treaty.is_published),
        key=lambda treaty: (treaty.adopted or date.max, treaty.short_name),
    )
    return [
        *links_to(mission, without=["archive"]),
        *groups([(Programme, programmes), (Treaty, treaties), (MissionSet, sets.holding(mission))]),
    ]


def of_programme(programme, missions):
    named = naming("programme", programme.slug)
    return [
        *links_to(programme, without=["mission"]),
        *groups([(Treaty, treaties_of(missions)), (MissionSet, named)]),
    ]


def of_agency(agency, missions):
    """`missions`: the set of those that it, or a predecessor, takes part in."""
    flown = light(programmes_of(missions))
    named = naming("partner", agency.slug)
    return [
        *links_to(agency, without=["mission", "treaty"]),
        *groups([(Programme, flown), (MissionSet, named)]),
    ]


def of_country(country, missions):
    """`missions`: the set of those that an agency of it takes part in."""
    flown = light(programmes_of(missions))
    named = naming("country", country.iso3)
    return [
        *links_to(country, without=["agency", "mission", "treaty"]),
        *groups([(Programme, flown), (MissionSet, named)]),
    ]


def of_missions(missions, without=()):
    """What several missions share: for the pages of those that they have in common."""
    programmes = Programme.objects.published().filter(pk__in=missions.order_by().values("programme"))
    found = groups([(Programme, light(programmes)), (Treaty, treaties_of(missions))])
    return [*links_to(missions, without=without), *found]


def treaties_of(missions):
    return light(Treaty.objects.published().filter(agreements__mission__in=missions).distinct())


def naming(parameter, value):
    """The published sets whose selection names the value."""
    found = MissionSet.objects.published().defer("introduction")
    return [
        record
        for record in found
        if value.casefold() in (name.casefold() for name in QueryDict(record.selection).getlist(parameter))
    ]
