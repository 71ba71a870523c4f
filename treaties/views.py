"""Treaties: the list, one treaty with its parties, and countries against treaties."""

from django.shortcuts import get_object_or_404, render

from partners.models import Country
from treaties import figures, pictures
from treaties.filters import StatusFilter, as_of_date
from treaties.models import Treaty, standings_of


def index(request):
    groups = figures.by_kind(Treaty.objects.published())
    return render(request, "treaties/index.html", {"groups": groups})


def treaty(request, slug):
    record = get_object_or_404(Treaty.objects.published().for_page(), slug=slug)
    as_of, error = as_of_date(request.GET)
    standings = standings_of(record, as_of)
    context = {
        "treaty": record,
        "as_of": as_of,
        "as_of_error": error,
        "as_of_typed": request.GET.get("as_of", "")[:40],
        "standings": figures.with_actions(standings, record.actions.public().for_page()),
        "totals": figures.totals(standings),
        "unknown": record.actions.public().attested_after(as_of).count() if as_of else 0,
        "pictures": pictures.pictures_of(record, standings, as_of),
        "uncounted": record.actions.public().filter(disputed=True).for_page(),
        "questions": record.questions.published(),
        "agreements": record.agreements.select_related("mission").filter(mission__state="published"),
    }
    return render(request, "treaties/treaty.html", context)


def status(request):
    countries = StatusFilter(request.GET, Country.objects.all())
    treaties = list(countries.treaties())
    matrix = figures.matrix(countries.qs, treaties, countries.chosen.get("as_of"))
    return render(
        request, "treaties/status.html", {"filter": countries, "treaties": treaties, "matrix": matrix}
    )
