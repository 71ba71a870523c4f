"""Where a state stands towards a treaty, on any day, derived from its acts in one place."""

import datetime

import pytest

from tests import records
from treaties.models import Action, standings_of, standings_of_country

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 23)
BINDING = [
    *("definitive-signature", "ratification", "accession", "succession", "acceptance"),
    *("approval", "joined", "membership", "party-since"),
]


@pytest.fixture
def party():
    """(treaty, country) to add acts to."""
    return {"treaty": records.treaty(), "country": records.country()}


def standing(party, as_of=TODAY):
    """{status, since, signed, left} of the party, or nothing."""
    found = party["treaty"].actions.standings(as_of)
    return [
        (row["status"], str(row["since"] or ""), str(row["signed"] or ""), str(row["left"] or ""))
        for row in found
    ]


@pytest.mark.parametrize("kind", BINDING)
def test_an_act_of_consent_makes_a_party(party, kind):
    records.action(**party, kind=kind, date="1967-10-10")

    assert standing(party) == [("party", "1967-10-10", "", "")]


@pytest.mark.parametrize("kind", ["signature", "observer"])
def test_a_signature_alone_makes_a_signatory(party, kind):
    records.action(**party, kind=kind, date="1967-01-27")

    assert standing(party) == [("signatory", "", "1967-01-27", "")]


def test_a_signature_that_was_ratified_is_kept_beside_the_party(party):
    records.action(**party, kind="signature", date="1967-01-27")
    records.action(**party, kind="ratification", date="1969-05-01")

    assert standing(party) == [("party", "1969-05-01", "1967-01-27", "")]


def test_a_declaration_of_acceptance_is_a_status_of_its_own(party):
    records.action(**party, kind="declaration-of-acceptance", date="1975-12-31")

    assert standing(party) == [("declared", "", "", "")]


def test_a_declaration_or_reservation_gives_no_standing(party):
    records.action(**party, kind="declaration", date="1975-12-31")

    assert standing(party) == []


def test_the_earliest_date_of_several_depositaries_counts(party):
    for place, day in (("Moscow", "1967-10-12"), ("London", "1967-10-10"), ("Washington", "1967-11-01")):
        records.action(**party, depositary=place, date=day)

    assert standing(party) == [("party", "1967-10-10", "", "")]


def test_a_disputed_act_does_not_count(party):
    records.action(**party, date="1967-01-01", disputed=True)
    assert standing(party) == []

    records.action(**party, date="1970-01-01")
    assert standing(party) == [("party", "1970-01-01", "", "")]


def test_an_act_without_a_date_counts_from_the_day_that_attests_it(party):
    records.attested(**party, attested_on="2020-01-01")

    before, after = datetime.date(2019, 12, 31), datetime.date(2020, 1, 1)

    assert (standing(party, before), standing(party, after)) == ([], [("party", "", "", "")])


def test_an_attestation_says_no_date_but_a_later_found_one_does(party):
    records.attested(**party, attested_on="2020-01-01")
    records.action(**party, date="1999-09-09")

    assert standing(party) == [("party", "1999-09-09", "", "")]


def test_who_withdrew_is_withdrawn_from_that_day(party):
    records.action(**party, kind="accession", date="2012-11-23")
    records.action(**party, kind="withdrawal", date="2024-01-05")

    last_day, day = datetime.date(2024, 1, 4), datetime.date(2024, 1, 5)

    assert standing(party, last_day) == [("party", "2012-11-23", "", "")]
    assert standing(party, day) == [("withdrawn", "2012-11-23", "", "2024-01-05")]


def test_who_withdrew_a_signature_alone_is_withdrawn_too(party):
    records.action(**party, kind="signature", date="2012-11-23")
    records.action(**party, kind="withdrawal", date="2024-01-05")

    assert standing(party) == [("withdrawn", "", "2012-11-23", "2024-01-05")]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("1967-01-26", []),
        ("1967-01-27", ["signatory"]),
        ("1969-04-30", ["signatory"]),
        ("1969-05-01", ["party"]),
    ],
)
def test_the_standing_is_that_of_the_day_asked_for(party, day, status):
    records.action(**party, kind="signature", date="1967-01-27")
    records.action(**party, kind="ratification", date="1969-05-01")

    rows = standing(party, datetime.date.fromisoformat(day))

    assert [row[0] for row in rows] == status


def test_without_a_day_it_is_the_standing_of_today(party):
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)
    records.action(**party, date=str(tomorrow))

    assert standing(party, None) == []


def test_who_came_back_is_a_party_again(party):
    records.action(**party, kind="accession", date="1990-01-01")
    records.action(**party, kind="withdrawal", date="2000-01-01")
    records.action(**party, kind="accession", date="2010-01-01")

    assert [row[0] for row in standing(party)] == ["party"]


def test_the_parties_of_a_treaty_are_sorted_by_name():
    treaty = records.treaty()
    names = ["Chad", "Austria", "Belgium"]
    for name in names:
        records.action(treaty=treaty, country=records.country(name=name))
    records.action(treaty=treaty, organisation=records.agency("esa", name="Bureau"), kind="membership")
    records.action(treaty=treaty, organisation=records.agency("x", name="Aaa", state="withdrawn"))

    rows = standings_of(treaty)

    assert [(row["party"].name, str(row["status_label"])) for row in rows] == [
        ("Austria", "party"),
        ("Belgium", "party"),
        ("Bureau", "party"),
        ("Chad", "party"),
    ]


def test_a_country_stands_towards_public_treaties_only():
    country = records.country()
    moon = records.treaty("moon", adopted="1979-12-05")
    space = records.treaty("space", adopted="1966-12-19")
    for treaty in (moon, space, records.treaty(state="unpublished")):
        records.action(treaty=treaty, country=country)

    assert [row["treaty"] for row in standings_of_country(country)] == [space, moon]


def test_acts_of_hidden_organisations_and_on_hidden_treaties_are_not_public():
    public = [records.action(), records.action(organisation=records.agency())]
    records.action(organisation=records.agency(state="withdrawn"))
    records.action(treaty=records.treaty(state="unpublished"))

    assert set(Action.objects.public()) == set(public)


TOTALS = {
    "outer-space-treaty": {"party": 118, "signatory": 22},
    "rescue-agreement": {"party": 105, "signatory": 23, "declared": 3},
    "liability-convention": {"party": 99, "signatory": 18, "declared": 4},
    "registration-convention": {"party": 78, "signatory": 3, "declared": 4},
    "moon-agreement": {"party": 17, "signatory": 4, "withdrawn": 1},
}


@pytest.mark.parametrize(("slug", "totals"), TOTALS.items())
def test_the_totals_of_the_united_nations_treaties_are_those_of_the_status_table(catalogue, slug, totals):
    rows = Action.objects.public().filter(treaty__slug=slug).standings(TODAY)
    counted = {}
    for row in rows:
        counted[row["status"]] = counted.get(row["status"], 0) + 1

    assert counted == totals
