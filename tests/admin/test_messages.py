"""What an editor got wrong is said at the field or at the row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.models import Draft
from missions.models import Mission, Participation
from tests import records
from tests.admin.editing import address, desk, errors_of, filled, save
from treaties.models import Action, Treaty

pytestmark = pytest.mark.django_db
CITATIONS = "editorial-citation-content_type-object_id"
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}


def with_rows(client, record, prefix, *rows):
    """Save the record's form with these rows added to an inline."""
    data = filled(client, address(record))
    first = int(data[f"{prefix}-INITIAL_FORMS"]) if f"{prefix}-INITIAL_FORMS" in data else 0
    for number, row in enumerate(rows, first):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return client.post(address(record), data | {f"{prefix}-TOTAL_FORMS": first + len(rows)})


def field_errors(response):
    return dict(response.context["adminform"].form.errors)


def test_an_end_before_the_launch_is_told_at_the_end():
    mission = records.mission(launched="2001-02-03")

    response = save(desk("Editor"), mission, ended="1999-01-01", ended_precision="day")

    assert field_errors(response) == {"ended": ["A mission cannot end before its launch."]}


def test_a_date_without_a_precision_is_told_at_the_precision():
    mission = records.mission()

    response = save(desk("Editor"), mission, ended="2010-01-01", ended_precision="none")

    assert list(field_errors(response)) == ["ended_precision"]


def test_a_day_within_a_month_or_year_becomes_its_first():
    mission = records.mission(**HIDDEN)

    save(desk("Editor"), mission, ended="2010-05-17", ended_precision="year")

    mission.refresh_from_db()
    assert mission.ended.isoformat() == "2010-01-01"


def test_contradictory_dates_of_a_row_are_told_at_its_field():
    row = records.participation(joined="2010")

    response = save(
        desk("Editor"),
        row.mission,
        participations__0__left="2005-01-01",
        participations__0__left_precision="year",
    )

    assert errors_of(response, "participations") == [{"left": ["An agency cannot leave before it joined."]}]


def test_a_reason_without_leaving_is_told_at_the_reason():
    row = records.participation()

    response = save(desk("Editor"), row, reason_left="No money.")

    assert list(field_errors(response)) == ["reason_left"]


def test_a_party_that_is_both_country_and_organisation_is_told_at_the_organisation():
    action = records.action()

    response = save(desk("Editor"), action, organisation=records.agency().pk)

    assert list(field_errors(response)) == ["organisation"]


def test_a_party_that_is_both_is_told_at_the_organisation_in_a_row():
    action = records.action()

    response = save(desk("Editor"), action.treaty, actions__0__organisation=records.agency().pk)

    assert [list(errors) for errors in errors_of(response, "actions")] == [["organisation"]]


def test_a_participation_that_exists_already_is_told_on_its_own_page():
    old = records.participation(role="lead")
    other = records.participation(mission=old.mission, agency=old.agency, role="partner")

    response = save(desk("Editor"), other, role="lead")

    assert field_errors(response) == {"__all__": ["This agency already takes part in this role."]}


def test_two_new_rows_alike_are_told_at_the_second():
    agency = records.agency()
    row = {"agency": agency.pk, "role": "lead", "joined_precision": "unknown", "left_precision": "none"}

    response = with_rows(desk("Editor"), records.mission(), "participations", row, row)

    told = [{}, {"__all__": ["This agency already takes part in this role."]}]
    assert errors_of(response, "participations") == told
    assert not Participation.objects.exists()


def test_two_rows_alike_on_a_new_record_are_told_at_the_second():
    editor, agency = desk("Editor"), records.agency()
    data = filled(editor, address(Mission, "add"), name="Webb", slug="webb", summary="A telescope.")
    data |= {"category": "astronomy", "destination": "leo", "status": "proposed"}
    for number in range(2):
        row = {"agency": agency.pk, "role": "lead", "joined_precision": "unknown", "left_precision": "none"}
        data |= {f"participations-{number}-{name}": value for name, value in row.items()}

    response = editor.post(address(Mission, "add"), data | {"participations-TOTAL_FORMS": 2})

    assert [list(errors) for errors in errors_of(response, "participations")] == [[], ["__all__"]]


def test_a_new_row_like_an_old_one_is_told_at_the_new_one():
    old = records.participation(role="lead")
    row = {"agency": old.agency.pk, "role": "lead", "joined_precision": "unknown", "left_precision": "none"}

    response = with_rows(desk("Editor"), old.mission, "participations", row)

    assert [list(errors) for errors in errors_of(response, "participations")] == [[], ["__all__"]]


def test_two_acts_without_a_date_alike_are_told_although_the_constraint_is_conditional():
    act = {"country": records.country().pk, "kind": "party-since", "date_precision": "unknown"}
    act |= {"attested_on": "2020-01-01", "confidence": "high"}

    response = with_rows(desk("Editor"), records.treaty(), "actions", act, act)

    assert errors_of(response, "actions") == [{}, {"__all__": ["This act is already recorded."]}]


def test_acts_of_one_party_on_different_days_are_not_alike():
    act = {"country": records.country().pk, "kind": "ratification", "confidence": "high"}
    act |= {"date_precision": "day"}

    with_rows(
        desk("Editor"),
        records.treaty(**HIDDEN),
        "actions",
        act | {"date": "1967-10-10"},
        act | {"date": "1968-10-10"},
    )

    assert Action.objects.count() == 2


def test_a_source_cited_twice_for_one_fact_is_told_at_the_second():
    row = {"source": records.source().pk, "fact": "launched"}

    response = with_rows(desk("Editor"), records.mission(), CITATIONS, row, row)

    told = [{}, {"__all__": ["This source is already cited for this fact."]}]
    assert errors_of(response, CITATIONS) == told


def test_a_source_cited_already_is_told_at_the_new_row():
    old = records.cite(records.mission())

    response = with_rows(desk("Editor"), old.record, CITATIONS, {"source": old.source.pk, "fact": ""})

    assert [list(errors) for errors in errors_of(response, CITATIONS)] == [[], ["__all__"]]


def test_one_source_may_stand_for_two_facts():
    mission, source = records.mission(**HIDDEN), records.source()
    rows = [{"source": source.pk, "fact": "launched"}, {"source": source.pk, "fact": "ended"}]

    with_rows(desk("Editor"), mission, CITATIONS, *rows)

    assert mission.citations.count() == 2


def test_the_fact_of_a_citation_that_is_no_field_any_more_is_kept():
    old = records.cite(records.mission(), fact="orbit")

    save(desk("Editor"), old.record, name="Webb")

    old.refresh_from_db()
    assert old.fact == "orbit"


def test_a_source_that_holds_copies_is_told_at_the_address():
    source = records.source()

    response = save(desk("Editor"), source, url="https://en.wikipedia.org/wiki/Webb")

    assert list(field_errors(response)) == ["url"]


def test_lines_of_a_summary_are_joined():
    mission = records.mission(**HIDDEN)

    save(desk("Editor"), mission, summary="One line\r\nand another.")

    mission.refresh_from_db()
    assert mission.summary == "One line and another."


def test_rows_that_nobody_touched_cost_nothing_when_their_record_is_saved():
    treaty = records.treaty(**HIDDEN)
    with_one_row_of_each_kind(treaty)
    client = desk("Author")
    queries_of_saving(client, treaty, "Venus")
    few = queries_of_saving(client, treaty, "Moon")

    for _ in range(5):
        records.action(treaty=treaty)

    assert queries_of_saving(client, treaty, "Mars") == few
    assert Treaty.objects.get().short_name == "Mars"


def test_rows_that_nobody_touched_cost_nothing_when_a_draft_is_saved():
    treaty = records.treaty()
    with_one_row_of_each_kind(treaty)
    client = desk("Author")
    queries_of_saving(client, treaty, "Venus")
    few = queries_of_saving(client, treaty, "Moon")

    for _ in range(5):
        records.action(treaty=treaty)

    assert queries_of_saving(client, treaty, "Mars") == few
    assert Draft.objects.get().data["fields"]["short_name"] == "Mars"


def with_one_row_of_each_kind(treaty):
    """A snapshot looks for the sources of rows only where there are rows."""
    for row in (records.action(treaty=treaty), records.article(treaty=treaty)):
        records.cite(row)
    records.printed_total(treaty=treaty)
    records.cite(treaty)


def queries_of_saving(client, treaty, name):
    data = filled(client, address(treaty), short_name=name)
    with CaptureQueriesContext(connection) as queries:
        client.post(address(treaty), data)
    return len(queries)
