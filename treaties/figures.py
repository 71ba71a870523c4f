"""Who is bound by what, counted once for tables and pictures."""

from collections import Counter, defaultdict

from django.utils.translation import gettext_lazy as _

from partners.models import Agency, Country
from treaties import cells
from treaties.models import Action, Status, Treaty, status_on

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


def by_party(actions):
    """The acts of each party, by its country's and its organisation's key, in order of their days."""
    acts = defaultdict(list)
    for action in actions:
        acts[action.country_id, action.organisation_id].append(action)
    for own in acts.values():
        own.sort(key=lambda act: act.counts_from)
        mark_confirming(own)
    return acts


def mark_confirming(acts):
    """Set `confirms` on the lists that show a party whose act of consent is known by its date."""
    binding = Action.Kind.binding()
    dated = any(act.date and act.kind in binding and not act.disputed for act in acts)
    for act in acts:
        act.confirms = dated and not act.date and act.kind in binding


def with_actions(standings, acts):
    """Each standing with the acts that it rests on."""
    return [row | {"actions": acts.get((row["country_id"], row["organisation_id"]), [])} for row in standings]


def checked_totals(treaty, acts):
    """Each printed total of the treaty with `ours`, what its acts add up to on that day."""
    rows = []
    for total in treaty.printed_totals.for_page():
        total.ours = sum(status_on(own, total.as_of) == total.status for own in acts.values())
        total.differs = total.ours - total.number
        rows.append(total)
    return rows


class Matrix:
    """Countries, and the organisations that declared acceptance, against treaties on a day.

    `countries`: a queryset. `status`: only rows with a cell of that status. Rows are
    (party, [standing or None for each treaty]); a row without any standing is left out.
    """

    def __init__(self, countries, treaties, as_of=None, *, status="", organisations=True):
        self.treaties, self.as_of, self.status = treaties, as_of, status
        self.standings = defaultdict(dict)
        labels = {status.value: status.label for status in Status}
        for row in Action.objects.public().filter(treaty__in=treaties).standings(as_of):
            party = row["country_id"] or row["organisation_id"]
            row["label"] = labels[row["status"]]
            self.standings[party][row["treaty_id"]] = row
        bodies = Agency.objects.published().filter(pk__in=self.standings) if organisations else []
        self.countries = self.rows(countries)
        self.organisations = self.rows(sorted(bodies, key=lambda body: body.name))

    def rows(self, parties):
        found = ((party, self.of(party)) for party in parties)
        return [(party, own) for party, own in found if self.shows(own)]

    @property
    def bodies(self):
        """The rows as HTML, those of countries and those of organisations apart."""
        groups = filter(None, (self.countries, self.organisations))
        return [cells.rows(group, self.treaties, self.as_of) for group in groups]

    def of(self, party):
        own = self.standings.get(party.pk, {})
        return [own.get(treaty.pk) for treaty in self.treaties]

    def shows(self, own):
        if self.status:
            return any(cell and cell["status"] == self.status for cell in own)
        return any(own)

    @property
    def columns(self):
        """For each treaty its totals over the rows shown, as `in_words`."""
        rows = [own for _party, own in self.countries + self.organisations]
        return [
            in_words(Counter(own[number]["status"] for own in rows if own[number]))
            for number in range(len(self.treaties))
        ]


def matrix_of(asked):
    """The matrix that a StatusFilter asks for."""
    return Matrix(
        asked.qs,
        list(asked.treaties()),
        asked.chosen.get("as_of"),
        status=asked.chosen.get("status", ""),
        organisations=asked.with_organisations,
    )


def region_of(country, treaties, as_of=None):
    """For each treaty, how many states of the country's region are parties to it, and whether it is.

    [{"treaty", "parties", "states", "here"}]; former states are left out.
    """
    present = Country.objects.filter(region=country.region, until=None)
    neighbours = set(present.values_list("pk", flat=True))
    parties = defaultdict(set)
    rows = Action.objects.public().filter(treaty__in=treaties, country__in=neighbours).standings(as_of)
    for row in rows:
        if row["status"] == Status.PARTY:
            parties[row["treaty_id"]].add(row["country_id"])
    return [
        {
            "treaty": treaty,
            "parties": len(parties[treaty.pk]),
            "states": len(neighbours),
            "here": country.pk in parties[treaty.pk],
        }
        for treaty in treaties
    ]
