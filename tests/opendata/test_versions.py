"""What a page said, for whoever cited it."""

from tests import records
from tests.opendata.pages import republish


def test_a_page_is_cited_by_the_version_that_is_shown(client, db):
    mission = records.mission("m")
    before = client.get("/missions/m/?format=text").content.decode()
    republish(mission, summary="A longer flight.")
    after = client.get("/missions/m/?format=text").content.decode()

    assert "/missions/m/?version=1 " in before
    assert "/missions/m/?version=2 " in after


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
