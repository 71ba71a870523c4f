"""A status table is compared with what is held, and applied as a whole or not at all."""

import csv
import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from editorial import drafts
from editorial.models import Draft
from partners.models import CountryName
from tests import records
from tests.admin.editing import desk, person, said
from treaties import status_changes, status_table
from treaties.models import Action, Treaty

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 1, 1)


@pytest.fixture
def held():
    """France a party since 1970, Italy a signatory, Kenya a party; one source."""
    treaty = records.treaty("outer-space-treaty", abbreviation="OST", opened="1967-01-27")
    land = {name: records.country(name=name, iso3=iso) for name, iso in LANDS.items()}
    records.action(treaty=treaty, country=land["France"], date="1970-08-05")
    records.action(treaty=treaty, country=land["Italy"], kind="signature", date="1967-01-27")
    records.action(treaty=treaty, country=land["Kenya"], date="1984-01-19", kind="accession")
    records.source("un-table", url="https://www.unoosa.org/status")
    return treaty


LANDS = {"France": "FRA", "Italy": "ITA", "Kenya": "KEN", "Latvia": "LVA"}
SOURCE = "https://www.unoosa.org/status"
AS_HELD = [
    ("France", "OST", "party", "1970-08-05", SOURCE),
    ("ITA", "outer-space-treaty", "signatory", "1967", SOURCE),
    ("kenya", "Outer-Space Treaty", "R", "", SOURCE),
]


def table(*rows, columns=status_table.COLUMNS):
    written = io.StringIO()
    csv.writer(written).writerows([columns, *rows])
    return written.getvalue().encode()


def in_words(checked):
    return [(c.kind, str(c.party), c.held, c.told) for c in checked.changes]


def standings(treaty, **values):
    return {str(a.country): a.kind for a in treaty.actions.filter(**values)}


def test_what_is_held_already_changes_nothing(held):
    checked = status_table.check(table(*AS_HELD))

    assert (checked.messages, in_words(checked)) == ([], [])


def test_new_changed_and_gone_are_told(held):
    rows = [
        ("France", "OST", "W", "2025-05-01", SOURCE),
        AS_HELD[1],
        ("Latvia", "OST", "party", "2024-03-01", SOURCE),
    ]

    checked = status_table.check(table(*rows))

    assert in_words(checked) == [
        ("changed", "France", "party 1970-08-05", "withdrawn 2025-05-01"),
        ("gone", "Kenya", "party 1984-01-19", ""),
        ("new", "Latvia", "", "party 2024-03-01"),
    ]


def test_applied_it_is_the_draft_and_published_it_is_so(held):
    rows = [
        ("France", "OST", "W", "2025-05-01", SOURCE),
        AS_HELD[1],
        ("Latvia", "OST", "party", "2024-03-01", SOURCE),
    ]
    publisher = person("Publisher")
    before = Action.objects.count()

    status_changes.apply(status_table.check(table(*rows)), by=publisher, as_of=DAY)
    waiting = (Action.objects.count(), Draft.objects.count())
    desk("Publisher").post(f"/admin/treaties/treaty/{held.pk}/step/publish/")

    assert waiting == (before, 1)
    assert in_words(status_table.check(table(*rows))) == []
    assert [c.source.slug for c in Action.objects.get(country__iso3="LVA").citations.all()] == ["un-table"]
    assert "status table of 2026-01-01" in Action.objects.get(country__iso3="KEN").note


WRONG = {
    "country": (("Atlantis", "OST", "party", "", SOURCE), "Not known: country “Atlantis”."),
    "treaty": (("France", "Magna Carta", "party", "", SOURCE), "Not known: treaty “Magna Carta”."),
    "status": (("France", "OST", "perhaps", "", SOURCE), "Not known: status “perhaps”."),
    "date": (("France", "OST", "party", "5.8.1970", SOURCE), "Not a date: “5.8.1970”."),
    "a date too early": (
        ("France", "OST", "party", "1966", SOURCE),
        "1966 is before the outer-space-treaty was",
    ),
    "source": (
        ("France", "OST", "party", "", "https://x.org/"),
        "This source is not held: “https://x.org/”.",
    ),
    "no source": (("Latvia", "OST", "party", "", ""), "A new or changed row names its source."),
}


@pytest.mark.parametrize(("row", "text"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_line(held, row, text):
    checked = status_table.check(table(AS_HELD[1], row))

    assert [line for line, _text in checked.messages] == [3]
    assert checked.messages[0][1].startswith(text)


def test_a_line_has_one_message_however_much_is_wrong_with_it(held):
    checked = status_table.check(table(("Atlantis", "Magna Carta", "perhaps", "soon", "https://x.org/")))

    assert [line for line, _text in checked.messages] == [2]
    assert checked.messages[0][1].count("Not known") == 3


def test_a_table_of_a_past_day_is_compared_with_that_day(held):
    checked = status_table.check(table(AS_HELD[0], AS_HELD[1]), datetime.date(1975, 1, 1))

    assert in_words(checked) == []


def test_who_withdrew_is_not_missed_in_a_table(held):
    kenya = Action.objects.get(country__iso3="KEN").country
    records.action(treaty=held, country=kenya, kind="withdrawal", date="2024-01-05")

    assert in_words(status_table.check(table(AS_HELD[0], AS_HELD[1]))) == []


LATVIA = ("Latvia", "OST", "party", "2024-03-01", SOURCE)


def test_who_may_publish_can_publish_it_at_once(held):
    checked = status_table.check(table(*AS_HELD, LATVIA))

    status_changes.apply(checked, by=person("Publisher"), as_of=DAY, publish=True)

    assert in_words(status_table.check(table(*AS_HELD, LATVIA))) == []
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("role", "publish"), [("Editor", True), ("Author", True), ("nobody", False)])
def test_who_may_not_do_it_changes_nothing(held, role, publish):
    by = person(*([] if role == "nobody" else [role]))
    before = Action.objects.count()

    with pytest.raises(status_changes.NotApplied):
        status_changes.apply(status_table.check(table(*AS_HELD, LATVIA)), by=by, publish=publish)

    assert (Action.objects.count(), Draft.objects.exists()) == (before, False)


def test_nobody_else_s_draft_is_published_with_it(held):
    other = records.treaty("moon-agreement", abbreviation="MOON", opened="1979-12-18")
    drafts.amend(held, retitle, by=person("Author"))
    rows = [*AS_HELD, LATVIA, ("Latvia", "MOON", "party", "2024-03-01", SOURCE)]

    with pytest.raises(status_changes.NotApplied) as refusal:
        status_changes.apply(status_table.check(table(*rows)), by=person("Publisher"), publish=True)

    assert str(refusal.value) == "These have a draft, publish or discard it first: outer-space-treaty."
    assert not other.actions.exists()


def retitle(treaty):
    treaty.title = "Another title"
    treaty.save()


def test_two_lines_about_the_same_are_refused(held):
    checked = status_table.check(table(AS_HELD[0], AS_HELD[1], ("FRA", "OST", "signed", "", SOURCE)))

    assert checked.messages == [(4, "Line 2 is about the same party and treaty.")]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"country,treaty\n", "Line 1 lacks columns: status, date, source."),
        (b"", "Line 1 lacks columns: country, treaty, status, date, source."),
        ("country\nTürkiye".encode("latin-1"), "Line 2 is not in UTF-8."),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(content, text):
    with pytest.raises(status_table.Refused) as refusal:
        status_table.check(content)

    assert str(refusal.value) == text


def test_a_hundred_thousand_wrong_rows_get_a_message_each(held):
    rows = [(f"Atlantis {n}", "OST", "party", "", SOURCE) for n in range(100_000)]

    checked = status_table.check(table(*rows))

    assert (len(checked.messages), checked.messages[-1][0], checked.changes) == (100_000, 100_001, [])


def test_names_are_understood_as_other_sources_write_them(held):
    CountryName.objects.create(country=records.country(name="Türkiye", iso3="TUR"), name="Turkey")

    rows = [*AS_HELD, ("The TURKEY", "OST", "acceded", "1968-03-27", SOURCE)]

    assert in_words(status_table.check(table(*rows))) == [("new", "Türkiye", "", "party 1968-03-27")]


def test_the_command_shows_and_applies(held, tmp_path, capsys):
    person("Publisher")
    file = tmp_path / "status.csv"
    file.write_bytes(table(*AS_HELD, ("Latvia", "OST", "party", "2024-03-01", SOURCE)))

    call_command("import_status", file)
    shown = capsys.readouterr().out
    call_command("import_status", file, "--apply", "--by", "Publisher")

    assert shown == "new: outer-space-treaty, Latvia: – → party 2024-03-01\n"
    assert Draft.objects.get().record == held


def test_the_command_publishes_for_who_may(held, tmp_path, capsys):
    for role in ("Publisher", "Editor"):
        person(role)
    file = tmp_path / "status.csv"
    file.write_bytes(table(*AS_HELD, LATVIA))

    with pytest.raises(CommandError, match="Editor may not do this with treaties"):
        call_command("import_status", file, "--publish", "--by", "Editor")
    call_command("import_status", file, "--publish", "--by", "Publisher")

    assert capsys.readouterr().out.splitlines()[-1] == "Published: outer-space-treaty"
    assert held.actions.filter(country__iso3="LVA").exists()


def test_the_command_writes_nothing_while_a_line_is_wrong(held, tmp_path, capsys):
    file = tmp_path / "status.csv"
    file.write_bytes(table(WRONG["country"][0]))

    with pytest.raises(CommandError):
        call_command("import_status", file, "--apply", "--by", "Publisher")

    assert capsys.readouterr().err == "line 2: Not known: country “Atlantis”.\n"
    assert not Draft.objects.exists()


def test_at_the_desk_it_is_shown_first_and_applied_by_a_second_step(held):
    client, page = desk("Author"), "/admin/treaties/treaty/status-table/"
    content = table(*AS_HELD, ("Latvia", "OST", "party", "2024-03-01", SOURCE))

    shown = client.post(page, {"file": SimpleUploadedFile("t.csv", content)})
    before = Draft.objects.count()
    applied = client.post(page, {"table": shown.context["table"], "apply": "1"}, follow=True)

    assert [str(change) for change in shown.context["changes"]] == [
        "new: outer-space-treaty, Latvia: – → party 2024-03-01"
    ]
    assert before == 0
    assert "Drafts saved: outer-space-treaty." in said(applied)
    assert Draft.objects.get().saved_by == "Author"


def test_at_the_desk_who_may_publish_does_so_with_one_button(held):
    page, content = "/admin/treaties/treaty/status-table/", table(*AS_HELD, LATVIA)

    offered = {}
    for role in ("Author", "Publisher"):
        shown = desk(role).post(page, {"file": SimpleUploadedFile("t.csv", content)})
        offered[role] = "Publish at once" in shown.content.decode()
    refused = desk("Author").post(page, {"table": content.decode(), "publish": "1"})
    done = desk("Publisher").post(page, {"table": content.decode(), "publish": "1"}, follow=True)

    assert offered == {"Author": False, "Publisher": True}
    assert "Author may not do this with treaties." in refused.content.decode()
    assert "Published: outer-space-treaty." in said(done)


@pytest.mark.slow
def test_the_download_of_the_whole_catalogue_says_nothing_new(catalogue, client):
    slugs = Treaty.objects.published().filter(actions__isnull=False).distinct().values_list("slug", flat=True)
    answer = client.get("/treaties/status/", {"format": "csv", "treaty": list(slugs)})

    checked = status_table.check(answer.content)

    assert (checked.messages, in_words(checked)) == ([], [])
