"""Research: consortia, archives, and when and where data are open."""

from django.shortcuts import get_object_or_404, render

from editorial.listing import Listing
from research.filters import DataAccessFilter
from research.models import Archive, Consortium, DataAccess


def index(request):
    context = {
        "consortia": Consortium.objects.published().for_listing(),
        "archives": Archive.objects.published().for_listing(),
        "access_count": DataAccess.objects.public().count(),
    }
    return render(request, "research/index.html", context)


def consortia(request):
    records = Consortium.objects.published().for_listing().with_sourced()
    return render(request, "research/consortia.html", {"consortia": records})


def consortium(request, slug):
    record = get_object_or_404(Consortium.objects.published().for_page(), slug=slug)
    return render(request, "research/consortium.html", {"consortium": record})


def data(request):
    access = DataAccessFilter(request.GET, DataAccess.objects.public().for_listing())
    listing = Listing(request, access, per_page=50)
    archives = Archive.objects.published().for_listing()
    return render(request, "research/data.html", {"listing": listing, "archives": archives})


def archive(request, slug):
    record = get_object_or_404(Archive.objects.published().for_page(), slug=slug)
    access = record.data_access.public().for_listing()
    return render(request, "research/archive.html", {"archive": record, "data_access": access})
