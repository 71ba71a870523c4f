"""Research: consortia, archives, and when and where data are open."""

from django.shortcuts import get_object_or_404, render

from editorial.listing import Listing
from missions.models import Instrument
from research import figures, pictures
from research.filters import DataAccessFilter, InstrumentFilter
from research.models import Archive, Consortium, DataAccess


def index(request):
    context = {
        "consortia": Consortium.objects.published().for_listing(),
        "archives": Archive.objects.published().for_listing(),
        "operators": Archive.objects.published().operators(),
        "access": figures.access(),
        "instruments": figures.instruments(),
    }
    return render(request, "research/index.html", context)


def consortia(request):
    records = Consortium.objects.published().for_listing().with_sourced()
    return render(request, "research/consortia.html", {"consortia": records})


def consortium(request, slug):
    record = get_object_or_404(Consortium.objects.published().for_page(), slug=slug)
    members = figures.members(record)
    countries = sum(country is not None for country, _agencies in members)
    context = {"consortium": record, "members": members, "countries": countries}
    return render(request, "research/consortium.html", context)


def data(request):
    access = DataAccessFilter(request.GET, DataAccess.objects.public().for_listing())
    listing = Listing(request, access, per_page=50)
    access.show_counts()
    context = {
        "listing": listing,
        "periods": pictures.periods_by_launch(access.of_any_period(), access.others()),
        "archives": Archive.objects.published().for_listing(),
    }
    return render(request, "research/data.html", context)


def instruments(request):
    built = InstrumentFilter(request.GET, Instrument.objects.public().for_listing())
    listing = Listing(request, built, per_page=50)
    built.show_counts()
    return render(request, "research/instruments.html", {"listing": listing})


def archive(request, slug):
    record = get_object_or_404(Archive.objects.published().for_page(), slug=slug)
    access = record.data_access.public()
    base = [("archive", record.slug)]
    context = {
        "archive": record,
        "data_access": access.for_listing(),
        "totals": pictures.totals(access, base),
        "periods": pictures.periods_by_launch(access, base),
    }
    return render(request, "research/archive.html", context)
