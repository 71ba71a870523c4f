"""Readers' reports at the desk: read as text, answered, and signed by the machine."""

import pytest

from editorial.models import Report
from tests.admin.editing import act, address, desk, filled, said

pytestmark = pytest.mark.django_db


def report(text="The year is wrong.", **values):
    return Report.objects.create(**{"path": "/missions/jwst/", "text": text, "sender": "x"} | values)


def save(client, record, **values):
    url = address(record)
    return client.post(url, filled(client, url, **values), follow=True)


def listed(client, **parameters):
    return list(client.get(address(Report, "changelist"), parameters).context["cl"].result_list)


def outcome(record):
    record.refresh_from_db()
    return record.state, record.answer, record.answered_by, record.answered_at is not None


def test_a_report_is_settled_with_an_answer_and_signed():
    found = report()

    save(desk("Editor"), found, state="settled", answer="Corrected to 2021.")

    assert outcome(found) == ("settled", "Corrected to 2021.", "Editor", True)


def test_who_answered_and_what_was_said_cannot_be_typed():
    found = report()

    save(desk("Editor"), found, state="dismissed", answered_by="nobody", text="All is well.", path="/")

    assert outcome(found) == ("dismissed", "", "Editor", True)
    assert (found.text, found.path) == ("The year is wrong.", "/missions/jwst/")


def test_a_report_saved_as_it_was_is_not_signed():
    found = report()

    save(desk("Editor"), found)

    assert outcome(found) == ("open", "", "", False)


def test_a_report_opened_again_is_nobodys():
    found = report(state="settled", answered_by="Editor")

    save(desk("Publisher"), found, state="open")

    assert outcome(found) == ("open", "", "", False)


@pytest.mark.parametrize(("action", "state"), [("settle", "settled"), ("dismiss", "dismissed")])
def test_several_reports_are_answered_at_once(action, state):
    found = [report(), report()]

    response = act(desk("Editor"), found, action)

    assert [outcome(each) for each in found] == [(state, "", "Editor", True)] * 2
    assert said(response) == f"Reports now “{state}”: 2."


def test_an_answer_already_given_keeps_its_signature():
    found = report(state="settled", answered_by="Publisher")

    act(desk("Editor"), [found], "settle")

    assert outcome(found) == ("settled", "", "Publisher", False)


def test_reports_can_be_narrowed_by_their_state():
    waiting, settled = report(), report(state="settled")
    editor = desk("Editor")

    assert listed(editor, state__exact="open") == [waiting]
    assert listed(editor, state__exact="settled") == [settled]


def test_a_report_leads_to_the_page_it_is_about():
    found = report()
    editor = desk("Editor")

    pages = [editor.get(address(found)), editor.get(address(Report, "changelist"))]

    link = '<a href="/missions/jwst/">/missions/jwst/</a>'
    assert [link in page.content.decode() for page in pages] == [True, True]


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "//evil.example/", "https://evil.example/", "/\\evil"]
)
def test_what_is_no_page_of_the_site_is_no_link(path):
    found = report(path=path)

    content = desk("Editor").get(address(found)).content.decode()

    assert f'href="{path}' not in content


def test_what_a_reader_wrote_is_shown_as_text():
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    found = report(attack, path=f"/{attack}", evidence=attack)
    editor = desk("Editor")

    pages = [editor.get(address(found)), editor.get(address(Report, "changelist")), editor.get("/admin/")]

    assert [b"<script>alert" in page.content or b"<img src=x" in page.content for page in pages] == [
        False
    ] * 3


@pytest.mark.parametrize("role", ["Author", "Editor", "Publisher"])
def test_nobody_adds_a_report_at_the_desk(role):
    assert desk(role).get(address(Report, "add")).status_code == 403


def test_an_author_reads_reports_and_answers_none():
    found = report()
    author = desk("Author")

    answered = author.post(address(found), {"state": "settled", "answer": "Done."})
    act(author, [found], "settle")

    assert (author.get(address(found)).status_code, answered.status_code) == (200, 403)
    assert outcome(found) == ("open", "", "", False)


def test_somebody_without_a_role_reads_none():
    assert desk().get(address(Report, "changelist")).status_code == 403


def test_only_a_publisher_deletes_a_report():
    found = report()

    refused = desk("Editor").post(address(found, "delete"), {"post": "yes"})
    allowed = desk("Publisher").post(address(found, "delete"), {"post": "yes"})

    assert (refused.status_code, allowed.status_code) == (403, 302)
    assert not Report.objects.exists()
