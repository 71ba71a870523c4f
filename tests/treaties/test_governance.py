"""Who is bound by what, country by country, on the pages themselves."""

import csv
import datetime
import re

import pytest

from tests import records
from treaties.figures import by_party, checked_totals
from treaties.models import Treaty, standings_of

pytestmark = pytest.mark.django_db
TOTALS = {  # as the status lists behind the catalogue add up: docs/data.md says where printed totals differ
    "outer-space-treaty": {"party": 118, "signatory": 22},
    "rescue-agreement": {"party": 105, "signatory": 23, "declared": 3},
    "liability-convention": {"party": 99, "signatory": 18, "declared": 4},
    "registration-convention": {"party": 78, "signatory": 3, "declared": 4},
    "moon-agreement": {"party": 17, "signatory": 4, "withdrawn": 1},
}


def counted(slug, as_of=None):
    found = [row["status"] for row in standings_of(Treaty.objects.get(slug=slug), as_of)]
    return {status: found.count(status) for status in dict.fromkeys(found)}


@pytest.mark.parametrize("slug", TOTALS)
def test_the_totals_of_the_five_treaties(catalogue, slug):
    assert counted(slug) == TOTALS[slug]


def test_the_parties_of_the_first_day_of_1970(catalogue):
    day = datetime.date(1970, 1, 1)
    former = [row["party"].iso3 for row in standings_of(Treaty.objects.get(slug="outer-space-treaty"), day)]

    assert counted("outer-space-treaty", day)["party"] == 56
    assert {"CSK", "DDR", "YUG"} <= set(former)
    assert "CZE" not in former


def test_former_states_are_parties_no_longer(catalogue):
    names = {
        row["party"].natural_key()[0] for row in standings_of(Treaty.objects.get(slug="outer-space-treaty"))
    }

    assert names & {"CSK", "DDR", "YUG", "SUN"} == set()


def test_saudi_arabia_left_the_moon_agreement_on_5_january_2024(catalogue):
    treaty = Treaty.objects.get(slug="moon-agreement")

    found = [
        row["status"]
        for day in ("2024-01-04", "2024-01-05")
        for row in standings_of(treaty, datetime.date.fromisoformat(day))
        if row["party"].natural_key()[0] == "SAU"
    ]

    assert found == ["party", "withdrawn"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?region=africa&status=signatory",
        "?as_of=1970-01-01",
        "?treaty=moon-agreement&un=no",
        "?kind=commitment",
    ],
)
def test_the_totals_below_the_table_are_those_of_its_rows(catalogue, client, query):
    matrix = client.get(f"/treaties/status/{query}").context["matrix"]

    rows = [cells for _party, cells in matrix.countries + matrix.organisations]
    for number, column in enumerate(matrix.columns):
        statuses = [cells[number]["status"] for cells in rows if cells[number]]
        assert {status: n for status, _label, n in column} == {s: statuses.count(s) for s in set(statuses)}


@pytest.mark.slow
@pytest.mark.parametrize("query", ["", "?as_of=1970-01-01"])
def test_every_cell_leads_to_its_acts_and_their_sources(catalogue, client, query):
    page = client.get(f"/treaties/status/{query}").content.decode()
    targets = set(re.findall(r'class="status \w+" href="([^"]+)#(party-[^"]+)"', page))
    pages = {address: client.get(address).content.decode() for address in {a for a, _anchor in targets}}

    missing = [(address, anchor) for address, anchor in targets if f'id="{anchor}"' not in pages[address]]

    assert (len(targets) > 50, missing) == (True, [])


def test_the_table_can_be_narrowed_by_everything_it_offers(catalogue, client):
    query = "?q=fr&region=europe&un=yes&copuos=yes&treaty=moon-agreement&status=signatory&as_of=2020-01-01"

    matrix = client.get(f"/treaties/status/{query}").context["matrix"]

    assert [party.iso3 for party, _cells in matrix.countries] == ["FRA"]


def test_the_table_as_a_file_has_a_line_for_each_cell(catalogue, client):
    matrix = client.get("/treaties/status/").context["matrix"]

    lines = list(csv.DictReader(client.get("/treaties/status/?format=csv").content.decode().splitlines()))

    cells = sum(bool(cell) for _p, row in matrix.countries + matrix.organisations for cell in row)
    assert len(lines) == cells
    assert lines[0]["country"] == "AFG"


def test_what_a_spreadsheet_would_take_for_a_formula_is_escaped(client):
    records.action(treaty=records.treaty(), country=records.country(name="=1+1"))

    assert b"'=1+1" in client.get("/treaties/status/?format=csv").content


def test_a_printed_total_stands_beside_what_the_acts_add_up_to(catalogue, client):
    page = client.get("/treaties/registration-convention/")

    found = [(t.as_of.isoformat(), t.number, t.ours) for t in page.context["printed"]]
    assert found == [
        ("2015-03-14", 62, 62),
        ("2017-01-01", 63, 63),
        ("2017-01-01", 4, 4),
        ("2026-01-01", 77, 78),
    ]
    assert "78 rows marked as party" in page.content.decode()


def test_every_printed_total_that_differs_says_why(catalogue):
    different = [
        (treaty.slug, str(total.as_of), total.status)
        for treaty in Treaty.objects.filter(printed_totals__isnull=False).distinct()
        for total in checked_totals(treaty, by_party(treaty.actions.public().for_page()))
        if total.differs and not total.remark
    ]

    assert different == []


@pytest.mark.parametrize("slug", TOTALS)
def test_each_of_the_five_shows_what_others_print(catalogue, client, slug):
    assert 'id="printed-totals"' in client.get(f"/treaties/{slug}/").content.decode()


def test_a_list_confirms_a_party_whose_act_is_dated(catalogue, client):
    page = client.get("/treaties/outer-space-treaty/").content.decode()
    row = page.split('id="party-ARG"')[1].split("</tr>")[0]

    told = " ".join(row.split())
    assert told.index("ratification, ") < told.index("attested as a party, on the list of 1 January 2026")


def test_only_a_party_without_a_dated_act_is_missing_on_earlier_days():
    treaty, dated, undated = records.treaty(), records.country(), records.country()
    records.action(treaty=treaty, country=dated, date="1967-10-10")
    for country in (dated, undated):
        records.attested(treaty=treaty, country=country, attested_on="2026-01-01")

    later = treaty.actions.attested_after(datetime.date(1970, 1, 1))

    assert [act.country for act in later] == [undated]


def test_a_cell_is_unsure_where_every_act_behind_it_is(client):
    treaty, sure, unsure = records.treaty("moon"), records.country(name="Sure"), records.country(name="Dim")
    records.action(treaty=treaty, country=sure, date="1967-10-10", confidence="low")
    records.attested(treaty=treaty, country=sure, attested_on="2026-01-01", confidence="official")
    records.action(treaty=treaty, country=unsure, date="1967-10-10", confidence="low")

    page = client.get("/treaties/status/").content.decode()

    rows = {name: page.split(f">{name}</a>")[1].split("</tr>")[0] for name in ("Sure", "Dim")}
    assert {name: "party, unsure" in row for name, row in rows.items()} == {"Sure": False, "Dim": True}
    assert "unsure" in client.get(unsure.get_absolute_url()).content.decode()


def test_a_year_is_told_as_a_year_on_the_page_of_a_country(client):
    act = records.action(date="1972")

    page = client.get(act.country.get_absolute_url()).content.decode()

    assert (">1972</td>" in page, "January" in page) == (True, False)


def test_signing_a_commitment_leaves_nothing_open(client):
    accords = records.treaty("accords", kind="commitment")
    act = records.action(treaty=accords, kind="signature", date="2020-10-13")

    country, treaty = client.get(act.country.get_absolute_url()), client.get("/treaties/accords/")

    assert (country.context["signed_only"], treaty.context["unratified"]) == ([], [])


def test_the_acts_of_a_former_state_stay_on_the_page(client):
    treaty, former = records.treaty("ost"), records.country(name="Old Land", until="1992-12-31")
    records.action(treaty=treaty, country=former, date="1967-05-11")

    now, then = client.get("/treaties/ost/"), client.get("/treaties/ost/?as_of=1970-01-01")

    assert [str(act.country) for act in now.context["former"]] == ["Old Land"]
    assert (then.context["former"], [str(row["party"]) for row in then.context["standings"]]) == (
        [],
        ["Old Land"],
    )


def test_declarations_are_told_with_their_sources(catalogue, client):
    told = {
        slug: sorted(act.country.iso3 for act in client.get(f"/treaties/{slug}/").context["declarations"])
        for slug in TOTALS
    }

    assert told == {
        "outer-space-treaty": ["BRA", "CHN", "COL", "CZE", "KOR", "KWT", "MDG"],
        "rescue-agreement": ["CHN", "CZE", "KWT", "TUR"],
        "liability-convention": [],
        "registration-convention": ["TUR"],
        "moon-agreement": ["FRA"],
    }
    assert (
        "None with a source are held here" in client.get("/treaties/liability-convention/").content.decode()
    )


def test_several_depositaries_give_one_state_several_dates(catalogue):
    acts = Treaty.objects.get(slug="outer-space-treaty").actions.filter(country__iso3="KWT", kind="accession")

    assert [(act.depositary, str(act.date)) for act in acts] == [
        ("Washington", "1972-06-07"),
        ("London", "1972-06-20"),
        ("Moscow", "1972-07-04"),
    ]


def test_a_country_s_page_tells_what_was_signed_and_left_open(catalogue, client):
    page = client.get("/countries/IND/").context

    assert [row["treaty"].slug for row in page["signed_only"]][:1] == ["moon-agreement"]


def test_a_country_stands_among_its_region(catalogue, client):
    page = client.get("/countries/NLD/").context
    moon = next(row for row in page["region"] if row["treaty"].slug == "moon-agreement")
    listed = client.get("/treaties/status/?region=europe&treaty=moon-agreement&status=party").context[
        "matrix"
    ]

    assert (moon["here"], moon["parties"]) == (True, len(listed.countries))


def test_a_former_state_is_told_as_it_ended(catalogue, client):
    page = client.get("/countries/CSK/").context

    assert {row["status"] for row in page["standings"]} == {"party"}


def test_countries_side_by_side_keep_the_order_asked_for(catalogue, client):
    page = client.get("/countries/?compare=ind,FRA&compare=BRA,FRA")

    assert [country.iso3 for country in page.context["compared"].records] == ["IND", "FRA", "BRA"]
    assert page.context["treaties"][0][0].slug


def test_unknown_and_surplus_ones_are_named(client):
    codes = ["AAA", "BBB", "CCC", "DDD", "EEE"]
    for code in codes:
        records.country(iso3=code, name=f"Land {code}")

    page = client.get(f"/countries/?compare={','.join(codes)},ZZZ").content.decode()

    assert "Not known here: ZZZ." in page
    assert "left out: Land EEE." in page


@pytest.mark.parametrize("value", ["", ",,,", "%00", "a" * 5000, "'", "<b>", "FRA," * 300])
@pytest.mark.parametrize("address", ["/countries/", "/treaties/"])
def test_nothing_typed_breaks_a_comparison(client, address, value):
    response = client.get(f"{address}?compare={value}&as_of=never")

    assert response.status_code == 200
    assert b"<b>" not in response.content


def test_treaties_side_by_side_count_their_parties(catalogue, client):
    page = client.get("/treaties/?compare=outer-space-treaty,moon-agreement").context

    assert ("party", ["118", "17"]) in page["rows"]


def test_a_hidden_treaty_is_not_compared(client):
    records.treaty("secret", short_name="Zanzibar", state="unpublished", published_at=None, published_by="")

    page = client.get("/treaties/?compare=secret").content.decode()

    assert "Zanzibar" not in page
