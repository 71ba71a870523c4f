"""Up to four missions stand side by side, and whatever else is asked for gets a word."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import records

pytestmark = pytest.mark.django_db


def shown(response):
    return [mission.slug for mission in response.context["compared"].records]


@pytest.fixture
def five():
    return [records.mission(slug) for slug in ("a", "b", "c", "d", "e")]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("compare=a", ["a"]),
        ("compare=c,a,b", ["c", "a", "b"]),
        ("compare=a&compare=b", ["a", "b"]),
        ("compare=a,a&compare=b,A", ["a", "b"]),
        ("compare=+a+,,b,", ["a", "b"]),
        ("compare=a,b&category=lunar&page=x", ["a", "b"]),
        ("compare=a,b,c,d,e", ["a", "b", "c", "d"]),
    ],
)
def test_missions_stand_in_the_order_asked_for_each_once_four_at_most(client, five, query, slugs):
    assert shown(client.get(f"/missions/?{query}")) == slugs


def test_a_fifth_mission_is_named_as_left_out(client, five):
    page = client.get("/missions/?compare=a,b,c,d,e").content.decode()

    assert "Four stand beside each other; left out: Mission e." in page


@pytest.mark.parametrize("state", ["unpublished", "withdrawn", None])
def test_an_unknown_mission_is_named_and_the_others_shown(client, five, state):
    if state:
        records.mission("nope", state=state, name="Zanzibar")

    response = client.get("/missions/?compare=a,nope,b")

    assert shown(response) == ["a", "b"]
    assert "Not known here: nope." in response.content.decode()
    assert "Zanzibar" not in response.content.decode()


@pytest.mark.parametrize("value", ["nope", "%00", "<script>", "%22", "x" * 3000, ",".join("n" * 50)])
def test_nothing_known_leaves_a_form_to_choose_from(client, five, value):
    response = client.get(f"/missions/?compare={value}")

    assert response.status_code == 200
    assert shown(response) == []
    assert "<script>," not in response.content.decode()
    assert response.content.decode().count('<option value="e">') == 4


@pytest.mark.parametrize("query", ["compare=", "compare=,+,", "compare=&compare="])
def test_nothing_asked_is_the_list_that_says_how(client, five, query):
    response = client.get(f"/missions/?{query}&status=operational")

    assert response.context["listing"].total == 5
    assert "Tick the missions that you want to see side by side." in response.content.decode()


def test_a_word_for_each_fact_that_one_of_them_has(client):
    records.mission("old", ended="2010-05", cospar_id="2001-001A", norad_id=25544, status="completed")
    records.mission("new", launched="2999", status="proposed", destination="moon", category="lunar")

    facts = client.get("/missions/?compare=old,new").context["facts"]

    assert [(str(label), [str(cell) for cell in cells]) for label, cells in facts] == [
        ("Category", ["astronomy and astrophysics", "lunar"]),
        ("Destination", ["low Earth orbit", "Moon"]),
        ("Status", ["completed", "proposed"]),
        ("Launch", ["3 February 2001", "planned for 2999"]),
        ("End", ["May 2010", ""]),
        ("COSPAR ID", ["2001-001A", ""]),
        ("NORAD ID", ["25544", ""]),
    ]


def test_partners_stand_by_role_with_what_they_supplied(client):
    nasa, esa = records.agency("nasa"), records.agency("esa")
    a, b = records.mission("a"), records.mission("b")
    records.participation(mission=a, agency=nasa, role="lead", contribution="The telescope.")
    records.participation(mission=a, agency=esa, role="launch")
    records.participation(mission=b, agency=esa, role="lead", contribution="The lander.")
    records.participation(mission=b, agency=records.agency(state="withdrawn"), role="observer")

    response = client.get("/missions/?compare=a,b")

    roles = [
        (str(role), [[part.agency.slug for part in parts] for parts in cells])
        for role, cells in response.context["roles"]
    ]
    assert roles == [("lead", [["nasa"], ["esa"]]), ("launch provider", [["esa"], []])]
    assert "The telescope." in response.content.decode()
    assert "The lander." in response.content.decode()


def test_what_hangs_on_a_hidden_record_is_not_shown(client):
    hidden = {"state": "withdrawn", "name": "Zanzibar"}
    mission = records.mission("a", programme=records.programme(**hidden))
    records.data_access(mission=mission, archive=records.archive(acronym="Zanzibar", **hidden))
    pact = records.treaty(state="withdrawn", title="Zanzibar", short_name="Zanzibar")
    records.agreement(mission=mission, treaty=pact, title="Memorandum")

    page = client.get("/missions/?compare=a").content.decode()

    assert "Zanzibar" not in page
    assert pact.get_absolute_url() not in page
    assert "Memorandum" in page


def test_what_they_carry_takes_as_many_queries_whatever_it_is(client, five):
    def add():
        for mission in five[:2]:
            acronym = f"I{mission.instruments.count()}"
            records.cite(records.instrument(mission=mission, acronym=acronym))
            records.cite(records.participation(mission=mission))
            records.cite(records.agreement(mission=mission, title=acronym, treaty=records.treaty()))
            records.cite(records.data_access(mission=mission))
            records.cite(mission)

    add()
    with CaptureQueriesContext(connection) as with_one:
        client.get("/missions/?compare=a,b")
    add()
    add()

    with CaptureQueriesContext(connection) as with_three:
        client.get("/missions/?compare=a,b")

    assert len(with_three) == len(with_one)


def test_a_mission_leads_to_its_comparison_with_others(client):
    records.mission("here")
    other = records.mission("other")

    page = client.get("/missions/here/").content.decode()
    compared = client.get("/missions/?compare=here")

    assert 'href="/missions/?compare=here"' in page
    assert (other.slug, other.name) in list(compared.context["choices"])


def test_each_card_of_the_list_can_be_ticked(client, five):
    page = client.get("/missions/").content.decode()

    assert page.count('<input type="checkbox" name="compare"') == 5
    assert '<form class="as-of" id="beside" method="get">' in page
