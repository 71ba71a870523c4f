"""A marker word in what is hidden, of every kind and in every state, is on no public surface."""

import io
import re
import zipfile
from contextlib import suppress
from itertools import chain

import pytest
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, resolve, reverse
from django.utils import timezone

from opendata import bundle, shelf
from opendata.catalogue import TABLES
from opendata.forms import LISTS
from tests.pages import hidden
from tests.pages.hidden import HIDDEN, MARK

pytestmark = pytest.mark.django_db
PART = MARK[:4]
TOKEN = re.compile(rb'name="token" value="[^"]+"')  # in which the address that was asked for is signed
SURFACES = {  # what it is: its addresses
    "home": ["/"],
    "about": ["/about/"],
    "list of missions": ["/missions/"],
    "facets and counts": ["/missions/?partner=nasa&country=FRA", "/research/instruments/?mission=jwst"],
    "a word in a list": [f"/missions/?q={PART}x", f"/agencies/a-z/?q={PART}"],
    "a filter that is not understood": ["/missions/?partner=withdrawn-agency", "/research/data/?agency=x"],
    "mission, previous and next, related": ["/missions/jwst/", "/missions/unpublished-flown/"],
    "JSON-LD and Open Graph": ["/missions/jwst/", "/agencies/nasa/", "/treaties/outer-space-treaty/"],
    "comparison of missions": ["/missions/?compare=jwst,withdrawn-mission,withdrawn-flown"],
    "comparison of treaties": ["/treaties/?compare=outer-space-treaty,withdrawn-treaty"],
    "comparison of countries": ["/countries/?compare=FRA,XXX"],
    "timeline": ["/missions/timeline/"],
    "changes of partners": ["/missions/changes-of-partners/"],
    "sets": ["/missions/sets/"],
    "set": ["/missions/sets/near/", "/missions/sets/of-withdrawn/"],
    "programmes": ["/programmes/"],
    "programme": ["/programmes/artemis/"],
    "agencies": ["/agencies/"],
    "agencies by name": ["/agencies/a-z/"],
    "agency": ["/agencies/nasa/"],
    "agencies, who with whom": ["/agencies/network/"],
    "pair of agencies": ["/agencies/nasa/with/esa/"],
    "countries": ["/countries/"],
    "country": ["/countries/FRA/"],
    "treaties": ["/treaties/"],
    "treaty": ["/treaties/outer-space-treaty/"],
    "status of treaties": ["/treaties/status/", "/treaties/status/?kind=un-treaty"],
    "research": ["/research/"],
    "consortia": ["/research/consortia/"],
    "consortium": ["/research/consortia/euclid/"],
    "instruments": ["/research/instruments/"],
    "archives": ["/research/data/", "/research/data/?agency=nasa"],
    "archive": ["/research/data/mast/", "/research/data/shown-withdrawn/"],
    "questions": ["/faq/"],
    "question": ["/faq/why/", "/faq/withdrawn-topics/"],
    "glossary": ["/glossary/"],
    "search": [f"/search/?q={PART}", "/search/?q=withdrawn", "/search/?q=drafted", "/search/?q=deleted"],
    "what the search takes a word for": [f"/search/?q={MARK[:7]}t"],
    "suggestions": [f"/search/suggest/?q={PART}", "/search/suggest/?q=withdrawn"],
    "search for browsers": ["/opensearch.xml"],
    "changes": ["/changes/"],
    "history": ["/changes/missions/jwst/", "/changes/countries/FRA/", "/changes/faq/"],
    "an earlier version": ["/missions/jwst/?version=1"],
    "report": ["/report/", "/report/?about=/missions/jwst/", "/report/thanks/"],
    "data set": ["/data/"],
    "bundle": ["/data/spacecoop-{day}.zip"],
    "robots": ["/robots.txt"],
    "page for language models": ["/llms.txt"],
    "sitemap": ["/sitemap.xml"],
    "feed of changes": ["/feeds/changes.atom"],
    "feed of missions": ["/feeds/missions.atom"],
    "feed of acts": ["/feeds/treaty-actions.atom"],
    "card": ["/cards/missions/jwst.png"],
    "embedded": ["/embed/missions/jwst/", "/embed/treaties/outer-space-treaty/", "/embed/agencies/network/"],
    "oEmbed": ["/oembed/?url=http://testserver/missions/jwst/"],
    "citation": [f"/missions/jwst/?format={form}" for form in ("text", "bibtex", "ris", "csl")],
    "description of the interface": ["/api/v1/schema/", "/api/v1/docs/"],
    "health": ["/healthz", "/readyz"],
    "preview of another record": [
        *("{preview}", "{preview}missions/", "{preview}missions/jwst/", "{preview}agencies/nasa/"),
        *("{preview}search/?q=Zanz", "{preview}agencies/network/", "{preview}countries/FRA/"),
    ],
    "error of a page": ["/nothing/", "/missions/nothing/", "/missions/?page=99"],
    "error of a file": ["/media/pictures/nothing.webp", "/cards/missions/nothing.png"],
    "error of the interface": [
        "/api/v1/nothing/",
        "/api/v1/missions/nothing/",
        "/api/v1/missions/?partner=x",
    ],
    **{
        f"sitemap of {part}": [f"/sitemap-{part}.xml"]
        for part in ("pages", "missions", "agencies", "treaties")
    },
    **{f"interface: {name}": [f"/api/v1/{name}/?page_size=500"] for name in TABLES},
}
OPENED_BY_ITS_KEY = {"preview"}  # redirects into the preview, whose pages are looked at


@pytest.fixture
def site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return hidden.make()


def addresses():
    """{what it is: its addresses}, with today's bundle, a preview and all lists as files."""
    preview, day = hidden.preview_of_another(), timezone.localdate()
    found = {
        what: [path.format(day=day, preview=preview) for path in paths] for what, paths in SURFACES.items()
    }
    for form in ("csv", "json", "ndjson"):
        found[f"lists as {form}"] = [f"{reverse(view)}?format={form}" for view in LISTS]
    for name, table in TABLES.items():  # of hidden and shown ones, and of none
        keys = table.model._base_manager.values_list(table.key, flat=True)
        found[f"interface: each of {name}"] = [f"/api/v1/{name}/{key}/" for key in ("nothing", *keys)]
    return found


def all_of(response):
    """All that a response says, its headers too; what is packed, unpacked."""
    body = b"".join(response) if response.streaming else response.content
    if response.headers.get("Content-Type") == "application/zip":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    return repr(sorted(response.headers.items())) + body.decode("utf-8", "replace")


def test_the_marker_is_on_no_public_surface(site):
    shelf.keep(bundle.archive(), day=timezone.localdate(), generation=1)

    client = Client(raise_request_exception=False)
    said = {
        what: [path for path in paths if MARK.lower() in all_of(client.get(path)).lower()]
        for what, paths in addresses().items()
    }

    assert said == {what: [] for what in said}
    assert len(said) >= 40


def test_every_public_address_is_a_surface(db):
    looked_at = set()
    for path in chain.from_iterable(addresses().values()):
        with suppress(Resolver404):
            looked_at.add(resolve(path.partition("?")[0]).route)

    assert set(public_routes()) - looked_at == set()


def public_routes(resolver=None, before=""):
    """Every address that the resolver knows, but for the desk and what opens by a key alone."""
    for found in (resolver or get_resolver()).url_patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLPattern):
            if found.name not in OPENED_BY_ITS_KEY:
                yield route
        elif route != "admin/":
            yield from public_routes(found, route)


PAGES = {
    "mission": "/missions/{}/",
    "agency": "/agencies/{}/",
    "treaty": "/treaties/{}/",
    "question": "/faq/{}/",
    "programme": "/programmes/{}/",
    "archive": "/research/data/{}/",
    "set": "/missions/sets/{}/",
    "consortium": "/research/consortia/{}/",
}
TABLE_OF = {
    "mission": "missions",
    "agency": "agencies",
    "treaty": "treaties",
    "question": "questions",
    "programme": "programmes",
    "archive": "archives",
    "set": "sets",
    "consortium": "consortia",
    "term": "terms",
    "topic": "topics",
}


def addresses_of(kind, slug):
    """Every address by which one record, or a file about it, can be asked for."""
    yield f"/api/v1/{TABLE_OF[kind]}/{slug}/"
    yield f"/cards/{TABLE_OF[kind]}/{slug}.png"
    if kind in PAGES:
        page = PAGES[kind].format(slug)
        yield from (page, f"/changes{page}", f"/oembed/?url=http://testserver{page}", f"{page}?version=1")
        yield from (f"{page}?format={form}" for form in ("json", "text", "bibtex", "ris", "csl"))
        yield f"/report/?about={page}"
    if kind == "agency":
        yield from (
            f"/agencies/nasa/with/{slug}/",
            f"/agencies/{slug}/with/nasa/",
            f"/missions/?partner={slug}",
        )
    if kind in {"mission", "treaty"}:
        yield from (f"/embed/{TABLE_OF[kind]}/{slug}/", f"/{TABLE_OF[kind]}/?compare={slug}")


def told(client, kind, slug):
    """{address: (status, headers, content)}, without the slug itself, which some answers repeat."""
    found = {}
    for path in addresses_of(kind, slug):
        response = client.get(path)
        headers = {name: value.replace(slug, "") for name, value in response.headers.items()}
        content = b"".join(response) if response.streaming else response.content
        found[path.replace(slug, "")] = (
            response.status_code,
            headers,
            TOKEN.sub(b"", content.replace(slug.encode(), b"")),
        )
    return found


@pytest.mark.parametrize("kind", TABLE_OF)
def test_a_hidden_record_and_a_missing_one_have_the_same_answer(site, client, kind):
    differing, statuses = [], set()
    for state in (*HIDDEN, "deleted"):
        slug = slug_of(state, kind)
        found, missing = told(client, kind, slug), told(client, kind, "q" * len(slug))
        differing += [(state, path) for path in found if found[path] != missing[path]]
        statuses |= {status for path, (status, *_more) in found.items() if "?" not in path}

    assert (differing, statuses) == ([], {404})


def slug_of(state, kind):
    return f"{state}-agency" if kind == "agency" and state != "deleted" else f"{MARK.lower()}-{state}-{kind}"


def test_a_hidden_choice_is_as_unknown_as_a_missing_one(client, site):
    slug = f"{MARK.lower()}-withdrawn"
    first = client.get(f"/missions/?partner=withdrawn-agency&programme={slug}-programme")
    second = client.get(f"/research/data/?agency=withdrawn-agency&licence={MARK} withdrawn")
    third = client.get(f"/research/instruments/?mission={slug}-mission&kind={MARK} withdrawn")

    errors = [set(found.context["listing"].filter.form.errors) for found in (first, second, third)]
    assert errors == [{"partner", "programme"}, {"agency", "licence"}, {"mission", "kind"}]
