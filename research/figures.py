"""Numbers of research, and who works in a consortium, country by country."""

from django.db.models import Count, Q

from missions.models import Instrument
from research.models import DataAccess


def access():
    """How many records of data access there are, and how many are open at once."""
    return DataAccess.objects.public().aggregate(
        number=Count("pk"), at_once=Count("pk", filter=Q(proprietary_months=0))
    )


def instruments():
    """How many instruments there are, on how many missions and from how many countries."""
    return Instrument.objects.public().aggregate(
        number=Count("pk", distinct=True),
        missions=Count("mission", distinct=True),
        countries=Count("countries", distinct=True),
    )


def members(consortium):
    """[(country, [member agency, …])] by name; last, without a country, the organisations of several.

    A country counts that the consortium names, or that one of its member agencies is of.
    """
    found = {country: [] for country in consortium.countries.all()}
    for agency in consortium.agencies.all():
        found.setdefault(agency.country, []).append(agency)
    return sorted(found.items(), key=lambda item: (item[0] is None, item[0] and item[0].name))
