"""The lists of agencies and of countries. What they fly together is told one floor up."""

from django.shortcuts import render

from editorial.listing import Listing
from partners.filters import AgencyFilter, CountryFilter
from partners.models import Agency, Country


def agencies(request):
    listing = Listing(
        request, AgencyFilter(request.GET, Agency.objects.published().for_listing()), per_page=60
    )
    return render(request, "partners/agencies.html", {"listing": listing})


def countries(request):
    listing = Listing(request, CountryFilter(request.GET, Country.objects.for_listing()), per_page=250)
    return render(request, "partners/countries.html", {"listing": listing})
