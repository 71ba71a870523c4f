"""The desk's pages for tables: who sees what, and what each button does."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from editorial import drafts
from editorial.imports import runs
from editorial.models import ImportRun
from faq.models import Question
from missions.models import Instrument, Mission, Participation
from partners.models import Agency
from tests import records
from tests.admin.editing import desk, said
from tests.imports.bringing import HIDDEN, bring, checked, fresh, table
from treaties.models import Action, Treaty

pytestmark = pytest.mark.django_db
ROW = {"slug": "webb", "name": "James Webb"}


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def send(client, *rows, name="table.csv", data=None, **values):
    file = SimpleUploadedFile(name, data or table(*rows))
    return client.post(page(Mission, "import"), {"file": file, **values}, follow=True)


@pytest.mark.parametrize("model", [Mission, Participation, Instrument, Agency, Action, Question])
def test_each_of_the_six_lists_leads_to_import_and_export(model):
    response = desk("Author").get(page(model, "changelist"))

    for link in (page(model, "import"), f"{page(model, 'export')}?format=csv"):
        assert f'href="{link}"' in response.content.decode()
    assert desk("Author").get(page(model, "import")).status_code == 200


def test_a_list_without_a_resource_has_no_import():
    assert b"Import" not in desk("Publisher").get(page(Treaty, "changelist")).content


def test_a_file_is_brought_checked_looked_at_and_applied():
    mission = records.mission("webb", name="Webb")
    client = desk("Editor")

    waiting = send(client, ROW, comment="The full name")
    runs.take_next()
    shown = client.get(waiting.request["PATH_INFO"])
    queued = client.post(waiting.request["PATH_INFO"], {"step": "apply"}, follow=True)
    runs.take_next()
    applied = client.get(waiting.request["PATH_INFO"])

    assert (waiting["Refresh"], queued["Refresh"]) == ("2", "2")
    assert "Refresh" not in shown
    assert b"Waits to be checked." in waiting.content
    assert b"<ins>James </ins>" in shown.content
    assert b"a draft" in shown.content
    assert b"Applied." in applied.content
    assert drafts.of(mission).comment == "The full name"


def test_the_page_of_a_run_at_work_can_be_kept_still():
    run = bring(Mission, ROW)

    response = desk("Editor").get(f"{page(Mission, 'import_run', run.pk)}?still=1")

    assert "Refresh" not in response


def test_how_far_a_run_is_is_shown():
    run = bring(Mission, ROW)
    ImportRun.objects.update(state="checking", done=1500, total=10_000)

    response = desk("Editor").get(page(Mission, "import_run", run.pk))

    assert b'<progress id="progress" value="1500" max="10000"></progress>' in response.content
    assert "1500 of 10000 rows" in " ".join(response.content.decode().split()).replace(",", "")


def test_what_stands_against_a_file_is_shown_with_the_value_as_text():
    run = checked(Mission, {"slug": "webb", "status": "<b>flying</b>"})

    content = desk("Editor").get(page(Mission, "import_run", run.pk)).content.decode()

    assert "&lt;b&gt;flying&lt;/b&gt;" in content
    assert "Refused: nothing was written." in content
    assert 'value="apply"' not in content


def test_a_file_that_says_nothing_new_is_not_applied():
    records.mission("webb", name="James Webb")

    content = desk("Editor").get(page(Mission, "import_run", checked(Mission, ROW).pk)).content.decode()

    assert "Nothing would change." in content
    assert 'value="apply"' not in content


def test_a_run_is_discarded():
    run = checked(Mission, {**ROW, "name": ""})

    response = desk("Editor").post(page(Mission, "import_run", run.pk), {"step": "discard"}, follow=True)

    assert said(response) == "The import was discarded."
    assert not ImportRun.objects.exists()


def test_only_who_brought_a_file_or_may_publish_sees_its_page():
    run = checked(Mission, ROW | {"summary": "A flight."}, by="Author")
    url = page(Mission, "import_run", run.pk)

    found = {role: desk(role).get(url).status_code for role in ("Author", "Editor", "Publisher")}

    assert found == {"Author": 200, "Editor": 403, "Publisher": 200}


def test_only_who_brought_a_file_applies_it():
    records.mission("webb")
    run = checked(Mission, ROW, by="Author")
    url = page(Mission, "import_run", run.pk)

    response = desk("Publisher").post(url, {"step": "apply"})

    assert (response.status_code, fresh(run).state) == (403, "checked")


def test_a_run_has_its_page_with_its_own_kind_only():
    run = bring(Mission, ROW)

    assert desk("Editor").get(page(Agency, "import_run", run.pk)).status_code == 404


def test_who_may_not_write_may_not_import():
    client = desk()

    assert client.get(page(Mission, "import")).status_code == 403
    assert client.get(page(Mission, "export")).status_code == 403


@pytest.mark.parametrize(("role", "published"), [("Author", False), ("Editor", False), ("Publisher", True)])
def test_only_a_publisher_can_ask_for_publication(role, published):
    client = desk(role)

    offered = b'name="publish"' in client.get(page(Mission, "import")).content
    send(client, ROW, publish="on")

    assert (offered, ImportRun.objects.get().publish) == (published, published)


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("table.ods", b"x", "Bring a file whose name ends with .csv or .xlsx."),
        ("table.csv", b"x" * (10 * 2**20 + 1), "A file has at most 10 MB."),
    ],
)
def test_a_file_that_cannot_be_checked_is_refused_at_once(name, data, text):
    response = send(desk("Editor"), name=name, data=data)

    assert response.context["form"].errors == {"file": [text]}
    assert not ImportRun.objects.exists()


# -- taking away


def rows_of(response):
    return response.content.decode("utf-8-sig").splitlines()


def test_the_list_is_taken_away_as_it_is_narrowed():
    records.mission("webb", name="Webb", status="operational", launched="2021-12", norad_id=50463)
    records.mission("orion", name="Orion", status="completed")
    records.mission("hidden", name="Webb II", status="operational", **HIDDEN)
    client = desk("Author")

    response = client.get(f"{page(Mission, 'changelist')}?q=webb&state__exact=published&p=0&o=2")
    link = next(url for label, url in response.context["export_addresses"] if label == "Export as CSV")
    lines = rows_of(client.get(link))

    columns = [
        *("slug", "name", "alternative_names", "summary", "body", "programme", "category"),
        *("destination", "status", "launched", "ended", "cospar_id", "norad_id", "launch_vehicle"),
        *("launch_site", "website", "picture_text", "picture_credit"),
    ]
    assert lines == [
        ",".join(columns),
        "webb,Webb,,A flight.,,,astronomy,leo,operational,2021-12,does not apply,,50463,,,,,",
    ]


def test_a_table_can_be_taken_away_as_a_spreadsheet():
    webb, esa = records.mission("webb"), records.agency("esa")
    records.participation(mission=webb, agency=esa, contribution="=1+1", joined="2007")

    response = desk("Author").get(f"{page(Participation, 'export')}?format=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["mission", "agency", "role", "contribution", "joined", "left", "reason_left"],
        ["webb", "esa", "partner", "'=1+1", "2007", "does not apply", None],
    ]
    assert response["Content-Disposition"].startswith('attachment; filename="participation-')


def test_a_malformed_filter_leads_back_to_the_list_and_an_unknown_format_is_not_found():
    client = desk("Author")

    malformed = client.get(f"{page(Mission, 'export')}?format=csv&launched__year=x")

    assert (malformed.status_code, malformed.url) == (302, f"{page(Mission, 'changelist')}?e=1")
    assert client.get(f"{page(Mission, 'export')}?format=ods").status_code == 404


def test_an_export_that_was_changed_is_imported_again():
    records.question("q", question="What is it?", answer="- One\n- Two", topic=records.topic("basics"))
    client = desk("Author")

    taken = client.get(f"{page(Question, 'export')}?format=csv").content.decode("utf-8-sig")
    run = checked(Question, data=taken.replace("What is it?", "What was it?").encode())

    assert [row["differences"][0]["label"] for row in run.outcome["rows"]] == ["Question"]
