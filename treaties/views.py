"""Treaties: the list, one treaty with its parties, several side by side, and countries against treaties."""

from django.shortcuts import get_object_or_404, render

from editorial import drawn
from editorial.comparison import asked
from editorial.links import links_to
from partners.models import Country
from treaties import comparison, figures, pictures
from treaties.filters import StatusFilter, as_of_asked, as_of_date
from treaties.models import Action, Status, Treaty, standings_of


def index(request):
    if "compare" in request.GET:
        return compare(request)
    groups = figures.by_kind(Treaty.objects.published())
    return render(request, "treaties/index.html", {"groups": groups})


def compare(request):
    found = asked(request.GET, Treaty.objects.published(), "slug", str.lower, "treaties:treaty")
    as_of, error = as_of_date(request.GET)
    context = {
        "compared": found,
        "rows": comparison.rows(found.records, as_of),
        "choices": Treaty.objects.published().values_list("slug", "short_name"),
        "as_of": as_of,
        "as_of_error": error,
    }
    return render(request, "treaties/compare.html", context)


def treaty(request, slug):
    record = get_object_or_404(Treaty.objects.published().for_page(), slug=slug)
    asked_day = as_of_asked(request.GET)
    as_of = asked_day["as_of"]
    acts = figures.by_party(record.actions.public().for_page())
    standings = figures.with_actions(standings_of(record, as_of), acts)
    context = {
        **asked_day,
        "treaty": record,
        "standings": standings,
        "totals": figures.totals(standings),
        "unratified": [
            row for row in standings if row["status"] == Status.SIGNATORY and record.awaits_ratification
        ],
        "printed": figures.checked_totals(record, acts),
        "unknown": record.actions.public().attested_after(as_of).count() if as_of else 0,
        "pictures": pictures.pictures_of(record, standings, as_of),
        "declarations": acts_of(acts, lambda act: act.kind == Action.Kind.DECLARATION),
        "uncounted": acts_of(acts, lambda act: act.disputed),
        "former": acts_of(acts, lambda act: act.country_id and act.country.ceased(as_of)),
        "related": Treaty.objects.published().related_to(record),
        "links": links_to(record, without=["treaty"]),
    }
    return render(request, "treaties/treaty.html", context)


def acts_of(acts, wanted):
    return [act for own in acts.values() for act in own if wanted(act)]


@drawn.once("missions", "research", "faq")
def status(request):
    countries = StatusFilter(request.GET, Country.objects.all())
    return render(
        request, "treaties/status.html", {"filter": countries, "matrix": figures.matrix_of(countries)}
    )
