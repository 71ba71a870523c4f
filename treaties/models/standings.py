"""Standings with the records that they speak of, and the same rule for many days at once."""

import datetime
from collections import defaultdict

from editorial import dates
from partners.models import Agency, Country
from treaties.models.action import Action
from treaties.models.standing import Status
from treaties.models.treaty import Treaty


def standings_of(treaty, as_of=None):
    """The standings of one treaty's parties, each with its `party`, sorted by name."""
    rows = list(treaty.actions.public().standings(as_of))
    countries = Country.objects.in_bulk([row["country_id"] for row in rows if row["country_id"]])
    organisations = Agency.objects.in_bulk([row["organisation_id"] for row in rows if row["organisation_id"]])
    for row in rows:
        row["party"] = countries.get(row["country_id"]) or organisations[row["organisation_id"]]
        row["anchor"] = row["party"].natural_key()[0]
        row["status_label"] = Status(row["status"]).label
    return sorted(rows, key=lambda row: row["party"].name)


def standings_of_country(country, as_of=None):
    """The standings of one country, each with its `treaty` and its days as written, in their order.

    Without a day those of today, or of the last day of a former state.
    """
    if as_of is None and country.until:
        as_of = country.until - datetime.timedelta(days=1)
    acts = country.treaty_actions.public()
    rows = {row["treaty_id"]: row for row in acts.standings(as_of)}
    dated = acts.filter(disputed=False, date__isnull=False).values_list("treaty", "date", "date_precision")
    precisions = {(treaty, date): precision for treaty, date, precision in dated}
    for row in rows.values():
        row["status_label"] = Status(row["status"]).label
        for name in ("since", "signed", "left"):
            precision = precisions.get((row["treaty_id"], row[name]))
            row[f"{name}_written"] = dates.written(row[name], precision) if precision else ""
    treaties = Treaty.objects.filter(pk__in=rows).only("slug", "short_name", "kind", "adopted")
    return [rows[treaty.pk] | {"treaty": treaty} for treaty in treaties]


def ended_with_their_state(treaty):
    """Standings of former states that were parties to the end: each `since` and, when it ceased, `left`."""
    acts = defaultdict(list)
    for act in treaty.actions.public().filter(country__until__isnull=False).select_related("country"):
        acts[act.country].append(act)
    rows = []
    for country, own in acts.items():
        if status_on(own, country.until - datetime.timedelta(days=1)) == Status.PARTY:
            dated = [act.date for act in own if act.date and act.kind in Action.Kind.binding()]
            rows.append(
                {"since": min(dated, default=None), "left": country.until, "status": Status.WITHDRAWN}
            )
    return rows


def status_on(acts, day):
    """The status that the acts of one party upon one treaty give it on the day, or None.

    The rule of ActionQuerySet.standings, without a query: for a curve or a life in dates. A test
    compares the two for every party of the catalogue on 200 days.
    """
    kinds = Action.Kind
    acts = [act for act in acts if act.counts_on(day)]
    bound, left, declared, signed = (
        [act.counts_from for act in acts if act.kind in of_kind]
        for of_kind in (kinds.binding(), [kinds.WITHDREW], [kinds.DECLARED], kinds.signing())
    )
    if left and (not bound or max(left) >= max(bound)):
        return Status.WITHDRAWN
    found = ((bound, Status.PARTY), (declared, Status.DECLARED), (signed, Status.SIGNATORY))
    return next((status for days, status in found if days), None)


def turning_days(acts):
    """The days, in order, on which the status that the acts give may change."""
    days = {act.counts_from for act in acts if not act.disputed}
    days |= {act.country.until for act in acts if act.country_id and act.country.until}
    return sorted(days)


def life(acts):
    """[(day, status or None)] of one party: each day on which its status changed, in order."""
    turns, before = [], None
    for day in turning_days(acts):
        status = status_on(acts, day)
        if status != before:
            turns.append((day, status))
            before = status
    return turns
