"""The list of agencies. What they fly together is told on a higher floor, and so are the countries."""

from django.shortcuts import render

from editorial.listing import Listing
from partners.filters import AgencyFilter
from partners.models import Agency


def agencies(request):
    listing = Listing(
        request, AgencyFilter(request.GET, Agency.objects.published().for_listing()), per_page=60
    )
    return render(request, "partners/agencies.html", {"listing": listing})
