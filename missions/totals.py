"""How many missions each agency and each country takes part in, as a column that a query can sort by.

The numbers come from the sets in memory: the database would count hundreds of thousands of rows.
"""

import json

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Func, IntegerField, Q, Value

from editorial.models import Citation, Publishable
from missions.models import Mission, Participation, Programme
from missions.tally.present import present
from partners.models import Agency, Country


class Told(Func):
    """The number told for a key, nought for another: {key: number}, the key a column of text or a UUID."""

    arity = 2
    output_field = IntegerField()

    def __init__(self, numbers, key):
        super().__init__(Value(json.dumps(numbers)), F(key) if isinstance(key, str) else key)

    def as_sqlite(self, compiler, connection, **context):
        template = "COALESCE(JSON_EXTRACT(%(expressions)s || '\"'), 0)"
        return super().as_sql(compiler, connection, template=template, arg_joiner=", '$.\"' || ", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "COALESCE((%(expressions)s::text, '-', ''))::integer, 0)"
        return super().as_sql(
            compiler, connection, template=template, arg_joiner="::jsonb ->> REPLACE(", **context
        )


def agencies():
    """The published agencies as a list shows them, each with its `mission_count`."""
    return with_missions(Agency.objects.published().for_listing())


def with_missions(agencies):
    numbers = {key: missions.bit_count() for key, missions in present().parts.by_role[""].items()}
    return agencies.annotate(mission_count=Told(numbers, "pk"))


def programmes():
    """The published programmes as a list shows them, each with its `mission_count` and its `first_year`."""
    at = present()
    if "programmes" not in at.kept:
        flown = {key: found for (name, key), found in at.tally.sets.items() if name == "programme"}
        numbers = {key: missions.bit_count() for key, missions in flown.items()}
        at.kept["programmes"] = (
            numbers,
            {key: at.tally.first_year(missions) for key, missions in flown.items()},
        )
    numbers, years = (Told(told, "pk") for told in at.kept["programmes"])
    found = Programme.objects.published().defer("body")
    return found.annotate(mission_count=numbers, first_year=years).order_by("name")


def programmes_of(found):
    """The published programmes that a mission of the set belongs to."""
    at = present()
    keys = (key for key in at.known.programme_keys.values() if at.tally.sets["programme", key.hex] & found)
    return Programme.objects.published().filter(pk__in=list(keys))


def countries():
    """The countries as a list shows them, with the numbers of their agencies and missions."""
    missions = present().parts.of_country
    numbers = {country: found.bit_count() for country, found in missions.items() if country}
    shown = Q(agencies__state=Publishable.State.PUBLISHED)
    counted = Country.objects.annotate(agency_count=Count("agencies", filter=shown, distinct=True))
    return counted.annotate(mission_count=Told(numbers, "iso3")).order_by("name")


def of_missions(found):
    """The published agencies that take part in the missions of a set, with `mission_count`, most first."""
    parts = present().parts.by_role[""].items()
    numbers = {agency: number for agency, flown in parts if (number := (flown & found).bit_count())}
    agencies = Agency.objects.published().filter(pk__in=numbers).select_related("country")
    return agencies.annotate(mission_count=Told(numbers, "pk")).order_by("-mission_count", "acronym")


def participations():
    """The number of public participations, and of those for which no source is named."""
    at = present()
    if "participations" not in at.kept:
        roles = [sets.values() for role, sets in at.parts.by_role.items() if role]
        number = sum(missions.bit_count() for sets in roles for missions in sets)
        at.kept["participations"] = number, number - cited()
    return at.kept["participations"]


def cited():
    """How many public participations name a source: the citations are counted by their index alone."""
    kind = ContentType.objects.get_for_model(Participation)
    hidden = Q(mission__in=Mission.objects.exclude(state=Publishable.State.PUBLISHED))
    hidden |= Q(agency__in=Agency.objects.exclude(state=Publishable.State.PUBLISHED))
    citations = Citation.objects.filter(content_type=kind)
    citations = citations.exclude(object_id__in=Participation.objects.filter(hidden).values("pk"))
    return citations.aggregate(number=Count("object_id", distinct=True))["number"]
