"""Who flies with whom: an agency, two agencies together, and all of them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from missions import figures, pictures
from missions.models import Mission, Participation
from partners.lineage import Lineage
from partners.models import Agency


def agency(request, slug):
    record = get_object_or_404(Agency.objects.published().for_page(), slug=slug)
    lineage = Lineage()
    ids = lineage.ids(slug)
    parts = Participation.objects.public().filter(agency__in=ids).for_agency_page()
    partners = figures.frequent_partners(ids, lineage)
    context = {
        "agency": record,
        "forebears": record.predecessors.published(),
        "participations": parts,
        "roles": figures.roles(parts),
        "partners": partners,
        "partners_chart": pictures.partners_chart(partners, record),
        "memberships": record.memberships.select_related("country").prefetch_related("citations__source"),
        "treaty_actions": record.treaty_actions.public().select_related("treaty", "organisation"),
        "archives": record.archives.published(),
        "consortia": record.consortia.published(),
        "questions": record.questions.published(),
    }
    return render(request, "missions/agency.html", context)


def pair(request, slug, other):
    if slug == other:
        return redirect("agencies:agency", slug=slug)
    first, second = (
        get_object_or_404(Agency.objects.published().select_related("country"), slug=s) for s in (slug, other)
    )
    lineage = Lineage()
    ours, theirs = lineage.ids(slug), lineage.ids(other)
    if ours & theirs:
        raise Http404
    missions = Mission.objects.published().with_partner(ours).with_partner(theirs)
    rows = figures.pair_rows(missions.oldest_first().for_listing(), ours, theirs)
    return render(request, "missions/pair.html", {"first": first, "second": second, "rows": rows})


def network(request):
    lineage = Lineage()
    shared = pictures.together(lineage)
    context = {
        "pairs": figures.pairs(lineage, limit=100),
        "network": pictures.network(shared),
        "matrix": pictures.matrix(shared),
    }
    return render(request, "missions/network.html", context)
