"""The table of countries and treaties line by line, one for each cell with its sources."""

from collections import defaultdict

from editorial import dates
from treaties.models import Action, Status

HEADER = ["country", "name", "treaty", "status", "date", "date_attested", "confidence", "source"]
DAY = {
    Status.PARTY: "since",
    Status.SIGNATORY: "signed",
    Status.DECLARED: "declared",
    Status.WITHDRAWN: "left",
}


def lines(matrix):
    """[value for each name of HEADER] of each cell; as CSV it is what `import_status` reads again."""
    acts = acts_behind(matrix)
    for party, cells in matrix.countries + matrix.organisations:
        for treaty, cell in zip(matrix.treaties, cells, strict=True):
            if cell:
                yield line(party, treaty, cell, acts[treaty.pk, cell["country_id"], cell["organisation_id"]])


def acts_behind(matrix):
    found = defaultdict(list)
    acts = Action.objects.public().filter(treaty__in=matrix.treaties).effective(matrix.as_of)
    for act in acts.order_by("date", "attested_on").with_citations():
        found[act.treaty_id, act.country_id, act.organisation_id].append(act)
    return found


def line(party, treaty, cell, acts):
    day = cell.get(DAY.get(cell["status"], ""), None)
    attested = min((act.attested_on for act in acts if not act.date and act.attested_on), default=None)
    sources = dict.fromkeys(citation.source.url for act in acts for citation in act.citations.all())
    weakest = [level for level in Action.Confidence.values[::-1] if any(a.confidence == level for a in acts)]
    return [
        party.natural_key()[0],
        party.name,
        treaty.slug,
        cell["status"],
        next((dates.machine(act.date, act.date_precision) for act in acts if day and act.date == day), ""),
        attested.isoformat() if attested and not day else "",
        weakest[0] if weakest else "",
        "; ".join(sources),
    ]
