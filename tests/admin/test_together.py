"""Several drafts are previewed together, and the links that were given out can be ended."""

import pytest

from editorial import drafts, previews
from editorial.models import EndedPreviews
from tests import records
from tests.admin.editing import address, desk, person, said, step_of

pytestmark = pytest.mark.django_db

PAGE = "/admin/together/"


def drafted(record, name):
    def change(fresh):
        fresh.name = name
        fresh.save()

    drafts.amend(record, change, by="Author")
    return record


@pytest.fixture
def waiting():
    return [drafted(records.mission(slug, name=slug), f"New {slug}") for slug in ("webb", "hubble")]


def shown(client, **chosen):
    """Which of the two names the preview of what was chosen has on the list of missions."""
    begins = client.get(PAGE, chosen).url
    page = client.get(f"{begins.split('/start/')[0]}/missions/").content.decode()
    return [name for name in ("New webb", "New hubble") if name in page]


def test_what_waits_is_listed_with_its_kind(waiting):
    records.mission("iss", name="Nothing waits")

    page = desk("Author").get(PAGE)

    rows = [(record, kind) for _name, record, kind in page.context["together"].rows]
    assert rows == [(record, "Mission") for record in reversed(waiting)]


def test_the_chosen_are_previewed_together(waiting):
    names = [previews.name_of(record) for record in waiting]

    assert shown(desk("Author"), of=names) == ["New webb", "New hubble"]
    assert shown(desk("Author"), of=names[:1]) == ["New webb"]


def test_all_that_waits_is_previewed_at_one_address(waiting):
    assert shown(desk("Author"), everything="1") == ["New webb", "New hubble"]


@pytest.mark.parametrize("chosen", [{"of": "nonsense"}, {"of": "missions.mission/x"}, {"else": "1"}])
def test_nothing_chosen_is_said(waiting, chosen):
    response = desk("Author").get(PAGE, chosen)

    assert (response.status_code, said(response)) == (200, "Choose what is to be shown.")


def test_too_many_are_not_offered_at_one_address(waiting, monkeypatch):
    monkeypatch.setattr("editorial.together.Together.most", 1)

    page = desk("Author").get(PAGE).content.decode()

    assert ("Preview all that waits" in page, "Not more than 1 are shown together." in page) == (False, True)


def test_all_links_are_ended_by_who_may_approve(waiting, client):
    link = f"/preview/{previews.token(waiting)}/missions/"

    refused = desk("Author").post(PAGE)
    response = desk("Editor").post(PAGE, follow=True)

    assert refused.status_code == 403
    assert said(response) == "All links to previews that were given out have ended."
    assert client.get(link).status_code == 410


def test_the_links_to_one_draft_are_ended_in_its_form(waiting, client):
    webb, _hubble = waiting
    links = [f"/preview/{previews.token([record])}/missions/" for record in waiting]
    author = desk("Author")
    assert "End all preview links" in author.get(address(webb)).content.decode()

    author.post(step_of(webb, "end-links"))

    assert [client.get(link).status_code for link in links] == [410, 200]
    assert [row.of for row in EndedPreviews.objects.all()] == [previews.name_of(webb)]


def test_where_nothing_waits_there_are_no_links_to_end():
    mission = records.mission()
    person("Author")

    page = desk("Author").get(address(mission)).content.decode()

    assert "End all preview links" not in page
