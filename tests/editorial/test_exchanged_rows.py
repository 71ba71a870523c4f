"""A trap of drafts: rows of one page that take each other's place, which must be unique in between."""

import pytest

from editorial import drafts
from editorial.publishing import publish
from missions.models import Participation
from tests import records
from tests.admin.editing import address, desk, filled, said
from tests.editorial.changing import again, draft_row

pytestmark = pytest.mark.django_db


def two_roles():
    """(the lead, the partner) of one mission, by one agency."""
    lead = records.participation(role="lead")
    return lead, records.participation(mission=lead.mission, agency=lead.agency, role="partner")


def send_rows(client, record, prefix, *changes):
    """Save the record's form with these values in its first rows."""
    data = filled(client, address(record)) | {"_save": "1"}
    for number, change in enumerate(changes):
        data |= {f"{prefix}-{number}-{name}": value for name, value in change.items()}
    return client.post(address(record), data, follow=True)


def test_rows_that_swap_a_unique_value_in_one_form_are_published():
    treaty, client = records.treaty(), desk("Publisher")
    first, second = (records.article(treaty=treaty, number=n, position=p) for p, n in enumerate("12"))

    response = send_rows(client, treaty, "articles", {"number": "2"}, {"number": "1"})
    publish(treaty, by="vera")

    assert "Draft saved." in said(response)
    assert (again(first).number, again(second).number) == ("2", "1")


def test_a_row_that_takes_the_place_of_one_that_goes_in_the_same_form_is_published():
    treaty, client = records.treaty(), desk("Publisher")
    first, second = (records.article(treaty=treaty, number=n, position=p) for p, n in enumerate("12"))

    send_rows(client, treaty, "articles", {"number": "2"}, {"DELETE": "on"})
    publish(treaty, by="vera")

    assert list(treaty.articles.values_list("pk", "number")) == [(first.pk, "2")]
    assert second not in treaty.articles.all()


def test_rows_that_no_text_tells_apart_cannot_swap_and_say_so():
    archive = records.archive()
    rows = [records.data_access(archive=archive, mission=records.mission(name=name)) for name in "AB"]
    missions = [row.mission.pk for row in rows]

    response = send_rows(
        desk("Editor"), archive, "data_access", {"mission": missions[1]}, {"mission": missions[0]}
    )

    assert response.content.count(b"This archive is already named for this mission.") == 2
    assert [again(row).mission.pk for row in rows] == missions


def test_rows_that_swapped_a_unique_value_in_several_saves_are_published():
    lead, partner = two_roles()
    draft_row(lead, role="host")
    draft_row(partner, role="lead")
    draft_row(lead, role="partner")

    page = desk("Editor").get(address(lead.mission))
    publish(lead.mission, by="vera")

    assert page.status_code == 200
    assert (again(lead).role, again(partner).role) == ("partner", "lead")


def test_a_row_that_takes_the_place_of_one_that_goes_is_published():
    lead, partner = two_roles()
    drafts.amend(lead.mission, lambda _mission: lead.delete(), by="vera")
    draft_row(Participation.objects.get(pk=partner.pk), role="lead")

    publish(partner.mission, by="vera")

    assert list(Participation.objects.values_list("pk", "role")) == [(partner.pk, "lead")]
