"""Numbers of research, and who works in a consortium, country by country."""

from django.db.models import Count, Q

from editorial import counting
from missions.models import Instrument
from research.models import DataAccess


def access():
    """How many records of data access there are, and how many are open at once."""
    found = DataAccess.objects.public()
    numbers = {"number": Count("pk"), "at_once": Count("pk", filter=Q(proprietary_months=0))}
    return counting.once("data access", lambda: found.aggregate(**numbers))


def instruments():
    """How many instruments there are, on how many missions and from how many countries."""
    found = Instrument.objects.public()
    numbers = {
        "number": Count("pk", distinct=True),
        "missions": Count("mission", distinct=True),
        "countries": Count("countries", distinct=True),
    }
    return counting.once("instruments", lambda: found.aggregate(**numbers))


def members(consortium):
    """[(country, [member agency, …])] by name; last, without a country, the organisations of several.

    A country counts that the consortium names, or that one of its member agencies is of.
    """
    found = {country: [] for country in consortium.countries.all()}
    for agency in consortium.agencies.all():
        found.setdefault(agency.country, []).append(agency)
    return sorted(found.items(), key=lambda item: (item[0] is None, item[0] and item[0].name))
