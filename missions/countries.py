"""Countries: the list, one country, and several side by side, with all that the floors below say of them."""

from collections import Counter

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from editorial.comparison import asked
from editorial.listing import Listing
from missions import figures, links, totals
from missions.tally.listed import Listed
from missions.tally.present import present
from partners.filters import CountryFilter
from partners.models import Country
from treaties.figures import region_of
from treaties.filters import as_of_asked, as_of_date
from treaties.models import Action, Status, Treaty, standings_of_country

MOST = 12  # missions that the page of a country shows


def index(request):
    if "compare" in request.GET:
        return compare(request)
    listing = Listing(request, CountryFilter(request.GET, totals.countries()), per_page=250)
    bound = bound_by_un_treaties()
    for country in listing.page:
        country.bound = bound[country.pk]
    return render(request, "partners/countries.html", {"listing": listing})


def bound_by_un_treaties():
    """The number of the five UN treaties that each country is a party to today, by its key."""
    acts = Action.objects.public().filter(treaty__kind=Treaty.Kind.UN_TREATY)
    return Counter(row["country_id"] for row in acts.standings() if row["status"] == Status.PARTY)


def country(request, iso3):
    if iso3 != iso3.upper():
        return redirect("countries:country", iso3=iso3.upper(), permanent=True)
    record = get_object_or_404(Country.objects.select_related("successor"), iso3=iso3)
    at = present()
    missions = at.parts.of_country.get(record.iso3, 0)
    asked_day = as_of_asked(request.GET)
    as_of = asked_day["as_of"]
    standings = standings_of_country(record, as_of)
    context = {
        **asked_day,
        "country": record,
        "agencies": figures.agencies_of(record),
        "missions": at.cards.of(Listed(at.tally, missions, "-launched")[0:MOST]),
        "mission_count": missions.bit_count(),
        "instrument_count": record.instruments.public().count(),
        "memberships": record.memberships.public().for_page(),
        "standings": standings,
        "signed_only": [
            row
            for row in standings
            if row["status"] == Status.SIGNATORY and row["treaty"].awaits_ratification
        ],
        "region": region_of(record, un_treaties(), as_of) if record.until is None else [],
        "predecessors": record.predecessors.all(),
        "links": links.of_country(record, missions),
    }
    return render(request, "missions/country.html", context)


def un_treaties():
    return list(Treaty.objects.published().filter(kind=Treaty.Kind.UN_TREATY).defer("body"))


def compare(request):
    found = asked(request.GET, Country.objects.all(), "iso3", str.upper)
    as_of, error = as_of_date(request.GET)
    context = {
        "compared": found,
        "facts": facts(found.records),
        "treaties": by_treaty(found.records, as_of),
        "organisations": by_organisation(found.records),
        "choices": Country.objects.values_list("iso3", "name"),
        "as_of": as_of,
        "as_of_error": error,
    }
    return render(request, "missions/compare_countries.html", context)


def facts(countries):
    """[(label, [text for each country])] of what can be told in a word."""
    flown = present().parts.of_country
    return [
        (_("region"), [c.subregion or c.get_region_display() for c in countries]),
        (_("member of the United Nations"), [_("yes") if c.un_member else _("no") for c in countries]),
        (_("member of COPUOS"), [copuos(c) for c in countries]),
        (_("missions"), [flown.get(c.iso3, 0).bit_count() for c in countries]),
    ]


def copuos(country):
    if not country.copuos_member:
        return _("no")
    return _("since %(year)s") % {"year": country.copuos_since} if country.copuos_since else _("yes")


def by_treaty(countries, as_of):
    """[(treaty, [standing or None for each country])] of every instrument that one of them acted upon."""
    rows = Action.objects.public().filter(country__in=countries).standings(as_of)
    found = {(row["treaty_id"], row["country_id"]): row for row in rows}
    for row in found.values():
        row["label"] = Status(row["status"]).label
    treaties = Treaty.objects.published().filter(pk__in={key[0] for key in found}).defer("body")
    return [(treaty, [found.get((treaty.pk, c.pk)) for c in countries]) for treaty in treaties]


def by_organisation(countries):
    """[(organisation, [membership or None for each country])] of those that one of them belongs to."""
    found = {}
    for c in countries:
        for membership in c.memberships.public().select_related("organisation"):
            found.setdefault(membership.organisation, {})[c.pk] = membership
    rows = [(body, [own.get(c.pk) for c in countries]) for body, own in found.items()]
    return sorted(rows, key=lambda row: row[0].name)
