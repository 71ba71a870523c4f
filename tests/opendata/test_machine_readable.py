"""What pages say to programs, read by the libraries that programs use."""

import datetime
import hashlib
import io
import json
import zipfile

import bibtexparser
import feedparser
import pytest
import rispy
import xmlschema
from citeproc.source.json import CiteProcJSON
from django.conf import settings
from django.core.management import call_command
from frictionless import Package
from pyld import jsonld

from opendata import bundle, shelf
from opendata.catalogue import TABLES
from opendata.subjects import SUBJECTS
from tests import records
from tests.opendata.pages import ONE_OF_EACH, republish, structured

SCHEMA = settings.BASE_DIR / "tests" / "opendata" / "sitemap.xsd"
VOCABULARY = {"@context": {"@vocab": "https://schema.org/"}}


@pytest.mark.parametrize("name", ["changes", "missions", "treaty-actions"])
def test_a_feed_is_read_without_a_complaint_and_keeps_its_identifiers(client, catalogue, name):
    first, second = (feedparser.parse(client.get(f"/feeds/{name}.atom").content) for _turn in range(2))

    assert first.bozo == 0
    assert first.feed.title.endswith("International Space Cooperation")
    assert [entry.id for entry in first.entries] == [entry.id for entry in second.entries]
    assert len({entry.id for entry in first.entries}) == len(first.entries)


def test_the_feed_of_missions_tells_the_latest_first(client, db):
    records.mission("older", published_at="2026-01-01T00:00:00Z")
    newer = records.mission("newer", published_at="2026-02-01T00:00:00Z")

    feed = feedparser.parse(client.get("/feeds/missions.atom").content)

    assert [entry.title for entry in feed.entries] == ["Mission newer", "Mission older"]
    assert (feed.entries[0].id, feed.entries[0].link) == (
        f"urn:uuid:{newer.pk}",
        "http://testserver/missions/newer/",
    )


def test_the_sitemaps_hold_every_record_and_fit_the_protocol(client, catalogue):
    schema = xmlschema.XMLSchema(str(SCHEMA))
    index = client.get("/sitemap.xml").content.decode()
    schema.validate(index)
    found = {}
    for entry in schema.to_dict(index)["sitemap"]:
        part = client.get(entry["loc"].removeprefix("http://testserver")).content.decode()
        schema.validate(part)
        found[entry["loc"].rsplit("sitemap-")[1]] = len(schema.to_dict(part)["url"])

    assert found.pop("pages.xml") > 10
    assert found == {
        f"{subject.table.name}.xml": subject.table.public().count() for subject in SUBJECTS.values()
    }


@pytest.mark.parametrize("address", ["/", "/faq/", "/data/", "/missions/", *ONE_OF_EACH])
def test_the_structured_data_of_a_page_expand(client, catalogue, address):
    data = structured(client.get(address))
    expanded = jsonld.expand(data | VOCABULARY)

    assert expanded
    assert data["@context"] == "https://schema.org"


def test_the_structured_data_of_a_mission_say_who_takes_part(client, db):
    mission = records.mission("jwst", name="Webb </script>", cospar_id="2021-130A")
    records.participation(mission=mission, agency=records.agency("nasa", name="NASA"), role="lead")

    response = client.get("/missions/jwst/")
    thing, way = structured(response)["@graph"]

    assert b"Webb </script>" not in response.content
    assert thing == {
        "@type": "ResearchProject",
        "@id": "http://testserver/missions/jwst/",
        "url": "http://testserver/missions/jwst/",
        "name": "Webb </script>",
        "description": "A flight.",
        "foundingDate": "2001-02-03",
        "member": [
            {
                "@type": "GovernmentOrganization",
                "name": "NASA",
                "url": "http://testserver/agencies/nasa/",
            }
        ],
        "identifier": [{"@type": "PropertyValue", "propertyID": "COSPAR", "value": "2021-130A"}],
    }
    assert [step["name"] for step in way["itemListElement"]] == ["Home", "Missions", "Webb </script>"]


def test_the_questions_are_a_page_of_answers(client, catalogue):
    (questions, _way) = structured(client.get("/faq/"))["@graph"]

    assert questions["@type"] == "FAQPage"
    assert len(questions["mainEntity"]) == 5
    assert questions["mainEntity"][0]["acceptedAnswer"]["text"].startswith("The International Space Station")


@pytest.mark.parametrize("address", ONE_OF_EACH)
def test_a_record_has_a_canonical_address_and_a_card_of_its_own(client, catalogue, address):
    page = client.get(f"{address}?as_of=2000-01-01").content.decode()
    card = page.split('property="og:image" content="http://testserver')[1].split('"')[0]
    picture = client.get(card)

    assert f'<link rel="canonical" href="http://testserver{address}">' in page
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")


@pytest.mark.parametrize("address", ONE_OF_EACH)
def test_a_page_is_cited_in_four_forms(client, catalogue, address):
    text = client.get(f"{address}?format=text").content.decode()
    (bibtex,) = bibtexparser.parse_string(client.get(f"{address}?format=bibtex").content.decode()).entries
    (ris,) = rispy.loads(client.get(f"{address}?format=ris").content.decode())
    csl = json.loads(client.get(f"{address}?format=csl").content)
    (reference,) = CiteProcJSON(csl).values()

    assert [*ris["urls"], csl[0]["URL"]] == [bibtex["url"], bibtex["url"]]
    assert reference.type == "webpage"
    assert text.startswith("International Space Cooperation: “")
    assert bibtex["url"] in text
    assert address in bibtex["url"]


def test_the_bundle_is_a_valid_data_package_with_every_table(catalogue, tmp_path):
    with zipfile.ZipFile(io.BytesIO(bundle.archive())) as archive:
        archive.extractall(tmp_path)
        sums = archive.read("SHA256SUMS").decode().splitlines()
        wrong = [line for line in sums if not is_whole(archive, line)]
    report = Package(str(tmp_path / "datapackage.json")).validate()

    assert report.flatten(["title", "note"]) == []
    assert wrong == []
    assert {task.name for task in report.tasks} == {*TABLES, "citations", "sources"}


def is_whole(archive, line):
    digest, name = line.split("  ")
    return hashlib.sha256(archive.read(name)).hexdigest() == digest


def test_the_same_content_makes_the_same_bundle(db):
    records.mission("m")

    assert bundle.archive() == bundle.archive()


def test_the_bundle_says_what_changed(db):
    republish(records.mission("m"), status="completed")

    changes = bundle.contents()["CHANGES.md"].decode()

    assert "Mission m: Status: operational → completed" in changes


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_data_page_offers_the_bundle_that_was_made(client, db, media):
    empty = client.get("/data/").content.decode()
    call_command("export_bundle", stdout=io.StringIO())
    (made,) = shelf.kept()
    page = client.get("/data/").content.decode()
    answer = client.get(f"/data/{made.name}")
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()

    assert ".zip" not in empty
    assert f"/data/{made.name}" in page
    assert hashlib.sha256(answer.content).hexdigest() in page
    assert answer["Content-Type"] == "application/zip"
    assert "datapackage.json" in names


def test_a_bundle_is_written_where_one_says(db, tmp_path):
    file = tmp_path / "new" / "all.zip"

    call_command("export_bundle", file, stdout=io.StringIO())

    assert file.read_bytes() == bundle.archive()


def test_a_second_bundle_is_made_only_if_the_content_has_changed(db, media):
    said = [io.StringIO() for _turn in range(3)]
    call_command("export_bundle", if_changed=True, stdout=said[0])
    call_command("export_bundle", if_changed=True, stdout=said[1])
    records.programme()
    call_command("export_bundle", if_changed=True, stdout=said[2])

    assert [bool(text.getvalue()) for text in said] == [True, False, True]


def test_one_bundle_a_day_stays_and_ten_in_all(media):
    days = [datetime.date(2026, 1, day) for day in range(1, 13)]
    for number, day in enumerate(days):
        shelf.keep(b"first", day=day, generation=number)
        shelf.keep(b"second", day=day, generation=number)

    assert [bundle.day for bundle in shelf.kept()] == days[:1:-1]
    assert {bundle.content() for bundle in shelf.kept()} == {b"second"}


def test_half_a_bundle_is_not_offered_as_a_whole_one(client, db, media):
    made = shelf.keep(b"a whole one", day=datetime.date(2026, 1, 1), generation=1)
    (media / made.path).write_bytes(b"a whole")

    assert client.get(f"/data/{made.name}").status_code == 404


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "1999-01-01"])
def test_a_bundle_that_there_is_not_is_missing(client, db, day):
    assert client.get(f"/data/spacecoop-{day}.zip").status_code == 404


def test_a_part_of_a_page_may_be_framed_anywhere_and_nothing_else_may(client, catalogue):
    framed = [
        client.get(f"/embed/{name}/")
        for name in ("missions/jwst", "treaties/moon-agreement", "agencies/network")
    ]
    page = client.get("/missions/jwst/")

    assert [response.status_code for response in framed] == [200, 200, 200]
    assert all("frame-ancestors *" in response["Content-Security-Policy"] for response in framed)
    assert not any("X-Frame-Options" in response for response in framed)
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_a_program_is_told_how_to_frame_a_page(client, db):
    records.mission("jwst", name="Webb")

    answer = client.get("/oembed/", {"url": "http://testserver/missions/jwst/", "maxwidth": "300"}).json()

    assert (answer["type"], answer["title"], answer["width"]) == ("rich", "Webb", 300)
    assert 'src="http://testserver/embed/missions/jwst/"' in answer["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"url": "http://testserver/missions/none/"}, 404),
        ({"url": "http://elsewhere.example/missions/jwst/"}, 404),
        ({"url": "http://testserver/about/"}, 404),
        ({"url": "http://[broken"}, 404),
        ({"url": "http://testserver/missions/jwst/", "format": "xml"}, 501),
        ({}, 404),
    ],
)
def test_a_program_is_told_what_cannot_be_framed(client, db, query, status):
    assert client.get("/oembed/", query).status_code == status


def test_robots_and_language_models_are_told_where_things_are(client, db):
    robots = client.get("/robots.txt").content.decode()
    models = client.get("/llms.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert "http://testserver/api/v1/schema/" in models
