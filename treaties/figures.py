"""Who is bound by what, counted once for tables and pictures."""

from collections import Counter, defaultdict

from django.utils.translation import gettext_lazy as _

from treaties.models import Action, Status, Treaty

HEADINGS = {
    Treaty.Kind.UN_TREATY: _("United Nations treaties on outer space"),
    Treaty.Kind.AGREEMENT: _("Other multilateral agreements"),
    Treaty.Kind.PRINCIPLES: _("Declarations and principles of the General Assembly"),
    Treaty.Kind.COMMITMENT: _("Political commitments"),
    Treaty.Kind.PROGRAMME: _("Programme agreements"),
}


def by_kind(treaties):
    """[(heading, [treaty with its `totals`, …])] in the order of the kinds."""
    totals = defaultdict(Counter)
    for row in Action.objects.public().standings():
        totals[row["treaty_id"]][row["status"]] += 1
    groups = defaultdict(list)
    for treaty in treaties.with_sourced():
        treaty.totals = in_words(totals[treaty.pk])
        groups[treaty.kind].append(treaty)
    return [(HEADINGS[kind], groups[kind]) for kind in Treaty.Kind if groups[kind]]


def totals(standings):
    return in_words(Counter(row["status"] for row in standings))


def in_words(counter):
    """[(status, its label, number)] in the order of the statuses, without the empty ones."""
    return [(status, status.label, counter[status]) for status in Status if counter[status]]


def with_actions(standings, actions):
    """Each standing with the acts that it rests on."""
    acts = defaultdict(list)
    for action in actions:
        acts[action.country_id, action.organisation_id].append(action)
    return [row | {"actions": acts[row["country_id"], row["organisation_id"]]} for row in standings]


def matrix(countries, treaties, as_of):
    """Rows (country, [standing or None for each treaty]) of countries with any, and column totals."""
    standings = {
        (row["country_id"], row["treaty_id"]): row | {"label": Status(row["status"]).label}
        for row in Action.objects.public().filter(treaty__in=treaties).standings(as_of)
    }
    rows = []
    for country in countries:
        cells = [standings.get((country.pk, treaty.pk)) for treaty in treaties]
        if any(cells):
            rows.append((country, cells))
    columns = [
        in_words(Counter(cells[number]["status"] for country, cells in rows if cells[number]))
        for number in range(len(treaties))
    ]
    return {"rows": rows, "columns": columns}
