"""What a page said, for whoever cited it."""

from opendata import versions
from tests import records
from tests.opendata.pages import republish


def test_a_page_is_cited_by_the_version_that_is_shown(client, db):
    mission = records.mission("m")
    before = client.get("/missions/m/?format=text").content.decode()
    republish(mission, summary="A longer flight.")
    after = client.get("/missions/m/?format=text").content.decode()

    assert "/missions/m/?version=1 " in before
    assert "/missions/m/?version=2 " in after


def test_the_present_version_is_found_by_one_question_however_many_there_are(db, django_assert_num_queries):
    mission = records.mission("m")
    for n in range(4):
        republish(mission, summary=f"Flight {n}.")

    with django_assert_num_queries(1):
        found = versions.present(mission)

    assert found == versions.of(mission)[-1]


def test_an_older_version_says_what_the_page_said(client, db):
    mission = records.mission("m", summary="A flight.")
    republish(mission, summary="A longer flight.")

    older = client.get("/missions/m/?version=1")
    present = client.get("/missions/m/?version=2")

    assert b"Version 1 of 2" in older.content
    assert b"A flight." in older.content
    assert b"A longer flight." not in older.content
    assert b"A longer flight." in present.content


def test_an_older_version_names_no_record_that_is_hidden_now(client, db):
    secret = records.programme("secret", name="Secret Series")
    mission = records.mission("m", programme=secret)
    republish(mission, programme=None)
    type(secret).objects.update(state="withdrawn")

    assert b"Secret Series" not in client.get("/missions/m/?version=1").content


def test_a_version_that_there_is_not_is_missing(client, db):
    records.mission("m")

    assert {client.get(f"/missions/m/?version={text}").status_code for text in ("2", "0", "x", "", "-1")} == {
        404
    }
