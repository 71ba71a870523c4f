"""The page of a programme."""

import pytest

from missions import views
from tests import records

pytestmark = pytest.mark.django_db


def test_it_shows_the_latest_missions_and_leads_to_all(client, monkeypatch):
    monkeypatch.setattr(views, "MOST", 2)
    programme = records.programme("interkosmos")
    for year in (1978, 1980, 1981):
        records.mission(f"flight-{year}", name=f"Flight {year}", launched=str(year), programme=programme)
    records.mission("hidden", name="Hidden flight", programme=programme, state="withdrawn")

    page = client.get("/programmes/interkosmos/").content.decode()

    assert [f"Flight {year}" in page for year in (1981, 1980, 1978)] == [True, True, False]
    assert "Hidden flight" not in page
    assert '<a href="/missions/?programme=interkosmos">all 3</a>' in page


def test_it_says_when_none_is_published(client):
    records.programme("later")

    page = client.get("/programmes/later/").content.decode()

    assert "No missions are published." in page
    assert "?programme=later" not in page
