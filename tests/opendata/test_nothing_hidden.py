"""No machine-readable address says anything of a record that the public cannot see."""

import pytest

from opendata.catalogue import TABLES
from opendata.forms import LISTS
from opendata.subjects import VIEWS
from tests import records

MARK = "xyzzyhidden"
PUBLISHABLE = {
    "missions": lambda: records.mission(MARK, summary=MARK, launched="2026-11-01"),
    "programmes": lambda: records.programme(MARK, summary=MARK),
    "agencies": lambda: records.agency(MARK, summary=MARK),
    "treaties": lambda: records.treaty(MARK, summary=MARK),
    "consortia": lambda: records.consortium(MARK, summary=MARK),
    "archives": lambda: records.archive(MARK, summary=MARK),
    "questions": lambda: records.question(MARK, answer=MARK),
    "sets": lambda: records.mission_set(MARK, summary=MARK),
    "terms": lambda: records.term(MARK, name=MARK, definition=MARK),
}
ROWS = {
    "missions": lambda m: [
        records.participation(mission=m, contribution=MARK),
        records.instrument(mission=m, name=MARK),
        records.milestone(mission=m, event=MARK),
        records.agreement(mission=m, title=MARK),
        records.data_access(mission=m, note=MARK),
    ],
    "treaties": lambda t: [records.action(treaty=t, note=MARK), records.article(treaty=t, heading=MARK)],
    "agencies": lambda a: [
        records.participation(agency=a, contribution=MARK),
        records.membership(organisation=a),
    ],
}


@pytest.fixture(params=[(kind, state) for kind in PUBLISHABLE for state in ("unpublished", "withdrawn")])
def hidden(request, db):
    kind, state = request.param
    record = PUBLISHABLE[kind]()
    for row in ROWS.get(kind, lambda _record: [])(record):
        records.cite(row, note=MARK)
    type(record).objects.filter(pk=record.pk).update(state=state)
    return kind


def test_nothing_of_it_is_said_anywhere(client, hidden, tmp_path):
    from django.urls import reverse

    from opendata import bundle

    addresses = [
        *(f"/api/v1/{name}/?page_size=500" for name in TABLES),
        *(f"{reverse(view)}?format={form}" for view in LISTS for form in ("csv", "json", "ndjson")),
        *(f"/feeds/{name}.atom" for name in ("changes", "missions", "treaty-actions")),
        *(f"/sitemap-{name}.xml" for name in ("pages", *VIEWS)),
        *("/glossary/", "/missions/sets/", f"/search/?q={MARK[:5]}", f"/search/suggest/?q={MARK[:5]}"),
        *("/", "/faq/", "/data/", "/sitemap.xml", "/llms.txt"),
    ]

    said = [address for address in addresses if MARK in client.get(address).content.decode().lower()]
    contents = b"".join(bundle.contents().values()).decode().lower()

    assert said == []
    assert MARK not in contents


def test_its_own_addresses_are_missing(client, hidden):
    paths = {
        "missions": "/missions",
        "programmes": "/programmes",
        "agencies": "/agencies",
        "treaties": "/treaties",
        "consortia": "/research/consortia",
        "archives": "/research/data",
        "questions": "/faq",
        "sets": "/missions/sets",
        "terms": "/glossary",
    }
    addresses = [
        f"/api/v1/{hidden}/{MARK}/",
        f"/cards/{hidden}/{MARK}.png",
        *(f"{paths[hidden]}/{MARK}/?format={form}" for form in ("json", "text", "bibtex", "ris", "csl")),
        f"{paths[hidden]}/{MARK}/?version=1",
        f"/embed/missions/{MARK}/",
        f"/embed/treaties/{MARK}/",
        f"/oembed/?url=http://testserver{paths[hidden]}/{MARK}/",
    ]

    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )
