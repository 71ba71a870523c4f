"""What changed is said in words, of what is public now, and never by whom or why."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import drafts, history, publishing
from editorial.models import ContentModel, Revision
from opendata import changes
from spacecoop import overview
from tests import records

pytestmark = pytest.mark.django_db

MARK = "Zanzibar"
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}


def said(record, *sentences, names=(), step="published", at=None, **values):
    """A publication of the record that says these sentences, each naming these records."""
    keys = [str(named.pk) for named in names]
    told = [{"text": text, "names": keys} for text in sentences]
    revision = history.record(record, step, by=MARK, why=MARK, said=told)
    if at:
        Revision.objects.filter(pk=revision.pk).update(at=at)
    return revision


def shown(client, address="/changes/"):
    """[(day, [(record, sentences)])] of the page."""
    days = client.get(address).context["days"]
    return [(day.isoformat(), [(str(c.record), c.sentences) for c in found]) for day, found in days]


def day(number, hour=12):
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def test_it_says_what_a_publication_changed(client):
    roscosmos = records.agency("roscosmos", acronym="Roscosmos")
    part = records.participation(mission=records.mission("exomars", name="ExoMars"), agency=roscosmos)

    def leave(mission):
        mission.participations.update(left="2022-01-01", left_precision="year")

    drafts.amend(part.mission, leave, by="author")
    publishing.publish(part.mission, by="publisher")

    assert [found for _day, found in shown(client)] == [[("ExoMars", ["Roscosmos left: 2022"])]]
    assert "Roscosmos left: 2022" in client.get("/changes/missions/exomars/").content.decode()


def test_a_treaty_says_who_signed_and_so_does_the_history_of_the_country(client):
    latvia, treaty = (
        records.country(iso3="LVA", name="Latvia"),
        records.treaty("accords", short_name="Accords"),
    )

    def sign(fresh):
        records.action(treaty=fresh, country=latvia, kind="signature", date="2026-04-20")

    drafts.amend(treaty, sign, by="author")
    publishing.publish(treaty, by="publisher")

    of_treaty, of_latvia = (
        shown(client, f"/changes/{page}/") for page in ("treaties/accords", "countries/LVA")
    )
    assert of_treaty == of_latvia
    assert [found for _day, found in of_latvia] == [[("Accords", ["Latvia signed: 20 April 2026"])]]


def test_days_stand_latest_first_with_the_kind_of_each_record(client):
    mission, agency = records.mission(name="Webb"), records.agency("esa", acronym="ESA")
    said(mission, "First", at=day(1, 8))
    said(agency, "Second", "Third", at=day(1, 9))
    said(mission, "Fourth", at=day(2))

    assert shown(client) == [
        ("2026-03-02", [("Webb", ["Fourth"])]),
        ("2026-03-01", [("ESA", ["Second", "Third"]), ("Webb", ["First"])]),
    ]
    kinds = [change.kind for _day, found in client.get("/changes/").context["days"] for change in found]
    assert kinds == ["Mission", "Agency", "Mission"]


@pytest.mark.parametrize("step", ["first", "saved", "draft", "withdrawn", "recovered"])
def test_only_a_publication_is_a_change(client, step):
    said(records.mission(), "Said", step=step)

    assert shown(client) == []


@pytest.mark.parametrize("state", [{"state": "unpublished"}, {"state": "withdrawn"}])
def test_nothing_is_said_of_a_record_that_is_not_public(client, state):
    mission = records.mission("gone", name=MARK, **state)
    said(mission, MARK)

    assert shown(client) == []
    assert client.get("/changes/missions/gone/").content == client.get("/changes/missions/none/").content


def test_a_sentence_that_names_what_is_not_public_is_left_out(client):
    mission, open_to_all = records.mission("m", name="Webb"), records.agency()
    country, hidden = records.country(), records.agency(**HIDDEN)
    instrument = records.instrument(mission=records.mission(**HIDDEN))
    gone = records.agency()
    said(mission, "Kept", names=[open_to_all, country], at=day(2))
    said(mission, MARK, names=[open_to_all, hidden], at=day(3))
    said(mission, MARK, names=[instrument], at=day(4))
    said(mission, MARK, names=[gone], at=day(5))
    gone.delete()

    assert shown(client) == shown(client, "/changes/missions/m/") == [("2026-03-02", [("Webb", ["Kept"])])]
    assert MARK not in client.get("/").content.decode()


def test_every_record_that_a_sentence_may_name_is_looked_for():
    made = [make() for model, make in records.MAKERS.items() if issubclass(model, ContentModel)]
    named = [record for record in made if hasattr(record, "get_absolute_url")] + [records.instrument()]

    keys = {str(record.pk) for record in named}

    assert changes.visible(keys) == keys


def test_editors_and_their_reasons_are_not_said(client):
    said(records.mission("m"), "Said")

    for address in ("/changes/", "/changes/missions/m/", "/missions/m/", "/"):
        assert MARK not in client.get(address).content.decode()


def test_a_kind_narrows_the_list_and_an_unknown_one_gets_a_message(client):
    said(records.mission(), "Of a mission")
    said(records.agency(), "Of an agency")

    sentences = [text for _day, found in shown(client, "/changes/?kind=agency") for _r, text in found]
    unknown = client.get("/changes/?kind=starship")

    assert sentences == [["Of an agency"]]
    assert unknown.context["listing"].filter.form.errors == {
        "kind": ["“starship” is not one of the choices."]
    }


def test_fifty_stand_on_a_page(client):
    mission = records.mission("m")
    for number in range(51):
        said(mission, f"Change {number}", at=day(1) + timedelta(minutes=number))

    for address in ("/changes/", "/changes/missions/m/"):
        pages = [shown(client, f"{address}?page={number}")[0][1] for number in (1, 2)]
        assert [len(page) for page in pages] == [50, 1]
        assert pages[1][0][1] == ["Change 0"]


def test_a_page_is_full_though_sentences_between_name_what_is_hidden(client, monkeypatch):
    monkeypatch.setattr(changes, "PER_PAGE", 4)
    mission, hidden = records.mission(name="Webb"), records.agency(**HIDDEN)
    for number in range(1, 13):
        said(mission, f"Change {number}", names=[hidden] if number % 2 else [], at=day(number))

    history = changes.page_at(mission.get_absolute_url()).address.removeprefix("/")
    pages = [
        shown(client, f"{address}?page={page}")
        for address in ("/changes/", f"/changes/{history}")
        for page in (1, 2)
    ]
    beyond = client.get("/changes/?page=3").status_code

    told = [[sentences for _day, [(_name, [sentences])] in page] for page in pages]
    first, second = [f"Change {n}" for n in (12, 10, 8, 6)], ["Change 4", "Change 2"]
    assert (told, beyond) == ([first, second] * 2, 404)


def test_of_a_country_a_page_is_full_too(client):
    treaty, country, other = records.treaty(), records.country(iso3="LVA"), records.country(iso3="EST")
    for number in range(1, 60):
        said(treaty, f"Change {number}", names=[country if number > 55 else other], at=day(number % 28 + 1))

    listing = client.get("/changes/countries/LVA/").context["listing"]

    assert listing.total == 4


def test_many_names_are_looked_for_together(client, monkeypatch):
    monkeypatch.setattr(changes, "FEW", 0)
    mission, hidden = records.mission(name="Webb"), records.agency(**HIDDEN)
    said(mission, "Seen", names=[mission], at=day(1))
    said(mission, "Not seen", names=[hidden], at=day(2))

    assert shown(client) == [("2026-03-01", [("Webb", ["Seen"])])]


def test_an_empty_site_says_that_nothing_has_changed(client):
    records.mission("m")

    assert "Nothing has changed since the site began." in client.get("/changes/").content.decode()
    assert "Nothing has changed on this page" in client.get("/changes/missions/m/").content.decode()


HISTORIES = {
    "missions/m/": records.mission,
    "programmes/m/": records.programme,
    "agencies/m/": records.agency,
    "treaties/m/": records.treaty,
    "research/consortia/m/": records.consortium,
    "research/data/m/": records.archive,
    "faq/m/": records.question,
}


@pytest.mark.parametrize(("address", "make"), HISTORIES.items())
def test_a_page_leads_to_its_history_and_back(client, address, make):
    record = make("m")
    said(record, "Said")

    page = client.get(f"/{address}").content.decode()
    past = client.get(f"/changes/{address}")

    assert f'href="/changes/{address}"' in page
    assert f'href="/{address}"' in past.content.decode()
    assert [change.sentences for _day, found in past.context["days"] for change in found] == [["Said"]]
    assert [change.history for _day, found in past.context["days"] for change in found] == [
        f"/changes/{address}"
    ]


def test_the_questions_have_one_history(client):
    said(records.topic("basics", name="Basics"), "Name: A → B", at=day(1))
    said(records.question("why", question="Why?"), "Answer: rewritten", at=day(2))

    assert [found for _day, found in shown(client, "/changes/faq/")] == [
        [("Why?", ["Answer: rewritten"])],
        [("Basics", ["Name: A → B"])],
    ]
    assert 'href="/changes/faq/"' in client.get("/faq/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/changes/nowhere/",
            "/changes/missions/",
            "/changes/missions/none/",
            "/changes/about/",
            "/changes//",
        ),
        *("/changes/missions/m", "/changes/%00/", "/changes/admin/", "/changes/countries/ZZZ/"),
        *("/changes/?page=0", "/changes/?page=x", "/changes/?page=2", "/changes/missions/m/?page=0"),
    ],
)
def test_what_has_no_history_is_a_missing_page(client, address):
    records.mission("m")

    assert client.get(address).status_code == 404


def test_the_home_page_says_the_latest_changes(client):
    mission = records.mission(name="Webb")
    said(mission, "First", at=day(1))
    said(mission, "Second", "Third", at=day(2))

    found = [(change.sentences, change.others) for change in overview.latest_changes(6)]

    assert found == [(["Second", "Third"], 1), (["First"], 0)]
    assert "Second" in client.get("/").content.decode()


def test_before_the_first_change_the_home_page_names_what_was_edited_last():
    old = records.mission(changed_at=day(1))
    new = records.agency(changed_at=day(2))

    assert [(c.record, c.sentences) for c in overview.latest_changes(6)] == [(new, []), (old, [])]


@pytest.mark.parametrize("address", ["/changes/", "/changes/missions/m/", "/changes/countries/FRA/", "/"])
def test_many_changes_take_as_many_queries_as_one(client, address):
    mission, country = records.mission("m"), records.country(iso3="FRA")
    said(mission, "One", names=[country])
    client.get(address)
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)
    for _number in range(5):
        said(mission, "More", "and more", names=[country, records.agency()])
        said(records.mission(), "Of another", names=[country])

    with CaptureQueriesContext(connection) as with_many:
        client.get(address)

    assert len(with_many) == len(with_one)
