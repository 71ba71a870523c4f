"""The list of agencies, and their names from A to Z. What they fly together is told on a higher floor."""

from django.shortcuts import render

from editorial.listing import Listing
from partners import lookup
from partners.filters import AgencyFilter
from partners.models import Agency


def agencies(request):
    listing = Listing(
        request, AgencyFilter(request.GET, Agency.objects.published().for_listing()), per_page=60
    )
    return render(request, "partners/agencies.html", {"listing": listing})


def a_to_z(request):
    return render(request, "partners/a_to_z.html", {"letters": lookup.letters(Agency.objects.published())})
