"""Who flies with whom: the agencies, one, two together, all of them, and who came late or left early."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from editorial import addresses, counting
from editorial.listing import Listing
from missions import figures, links, pictures, totals, turnover
from missions.models import Agreement, Mission, Participation
from missions.partnership_filters import ChangeFilter, PairFilter, PartnershipFilter
from missions.tally.listed import Listed
from missions.tally.present import present
from missions.together import Together
from partners.filters import AgencyFilter
from partners.lineage import Lineage
from partners.models import Agency
from treaties.filters import as_of_asked
from treaties.models import Treaty

MOST = 300  # missions that a page of partners shows in full; the list of missions has them all
EVER = _("All missions and partners that it ever had are shown.")


def agencies(request):
    listing = Listing(request, AgencyFilter(request.GET, totals.agencies()), per_page=60)
    return render(request, "partners/agencies.html", {"listing": listing})


def agency(request, slug):
    record = get_object_or_404(Agency.objects.published().for_page(), slug=slug)
    asked = as_of_asked(request.GET, otherwise=EVER)
    as_of, lineage = asked["as_of"], Lineage()
    ids = lineage.ids(slug)
    own = Participation.objects.public().on(as_of).filter(agency__in=ids).for_agency_page()
    at = present()
    parts = at.parts_on(as_of)
    flown = Listed(at.tally, parts.of(figures.hexed(ids)), "-launched")
    if len(flown) > MOST:
        own = own.filter(mission__in=flown[0:MOST])
    partners = figures.frequent_partners(ids, lineage, parts)
    query = f"as_of={as_of}" if as_of else ""
    context = {
        **asked,
        "agency": record,
        "query": query,
        "forebears": record.predecessors.published(),
        "participations": own[:MOST],
        "number_of_parts": figures.number_of_parts(ids, parts),
        "partners": partners,
        "partners_chart": pictures.partners_chart(partners, record, query),
        "roles_chart": pictures.roles_chart(figures.roles(ids, parts), record, query),
        "leads_chart": pictures.leads_chart(figures.led_by(ids, lineage, parts), record, query),
        "memberships": record.memberships.on(as_of).select_related("country").with_citations(),
        "treaty_actions": record.treaty_actions.public().by(as_of).select_related("treaty", "organisation"),
        "links": links.of_agency(record, at.parts.of(figures.hexed(ids))),
    }
    return render(request, "missions/agency.html", context)


def present_agency(slug):
    """The published agency of this short name, which it may have had before. Raises Http404."""
    agencies = Agency.objects.published().select_related("country")
    found = agencies.filter(slug=slug).first()
    if found is None:
        found = agencies.filter(slug=addresses.present_slugs("agencies:agency", {slug}).get(slug)).first()
    if found is None:
        raise Http404
    return found


def pair(request, slug, other):
    if slug == other:
        return redirect("agencies:agency", slug=slug)
    first, second = (present_agency(name) for name in (slug, other))
    if (first.slug, second.slug) != (slug, other):
        return redirect("agencies:pair", first.slug, second.slug, permanent=True)
    asked = PairFilter(request.GET, Participation.objects.public(), first, second)
    lineage = Lineage()
    ours, theirs = (lineage.ids(agency.slug, asked.folded) for agency in (first, second))
    if ours & theirs:
        raise Http404
    missions = Mission.objects.published().flown_by(asked.qs, ours).flown_by(asked.qs, theirs)
    number = counting.count(missions)
    if number > MOST:
        missions = Mission.objects.filter(pk__in=missions.latest_first().values("pk")[:MOST])
    missions = missions.oldest_first().for_listing(asked.chosen.get("as_of"))
    rows = figures.pair_rows(missions, ours, theirs)
    shown = asked.rows(rows)
    together = [row["mission"] for row in shown]
    context = {
        "first": first,
        "second": second,
        "filter": asked,
        "rows": shown,
        "left_out": max(0, number - MOST),
        "span": figures.span(together),
        "leads": [
            (f"?{asked.kept(led_by=value)}", *lead) for value, *lead in figures.leads(rows, first, second)
        ],
        "curve": pictures.pair_curve(together, asked.kept),
        "agreements": Agreement.objects.of_missions(together),
        "treaties": Treaty.objects.published().acted_upon_by(ours).acted_upon_by(theirs),
    }
    return render(request, "missions/pair.html", context)


def changes_of_partners(request):
    """Who joined late and who left early."""
    changes = ChangeFilter(request.GET, Participation.objects.none())
    listing = Listing(request, changes, per_page=60, listed=turnover.Listed(changes.found))
    return render(request, "missions/changes_of_partners.html", {"listing": listing})


def network(request):
    asked = PartnershipFilter(request.GET, Participation.objects.public())
    shared = Together(asked.parts, Lineage(), asked.folded)
    context = {
        "filter": asked,
        "network": pictures.network(shared, asked.kept()),
        "matrix": pictures.matrix(shared, asked.kept()),
    }
    return render(request, "missions/network.html", context)
