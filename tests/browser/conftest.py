"""The real server on its own loaded database, and Debian's Chromium looking at it."""

import os
import shutil

import pytest

from tests.server import site

# Playwright leaves an event loop running in the worker, in which later tests use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items):
    """Without Chromium the browser tests are skipped, plainly; never under CI."""
    for item in items:
        if "/browser/" not in str(item.path):
            continue
        item.add_marker(pytest.mark.browser)
        if not CHROMIUM and os.environ.get("CI") != "true":
            item.add_marker(
                pytest.mark.skip(reason="Chromium is not installed (Debian: apt-get install chromium).")
            )


@pytest.fixture(scope="session")
def site_environment(tmp_path_factory):
    """The variables of a site of its own that holds the shipped catalogue."""
    environment = site.environment(tmp_path_factory.mktemp("site"), ADMIN_PASSWORD="a-long-test-password")
    site.manage(environment, "prepare")
    return environment


@pytest.fixture(scope="session")
def base_url(site_environment):
    """The address of a running server with that catalogue."""
    with site.running(site_environment) as address:
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = ("disable-background-networking", "disable-component-update", "disable-sync", "no-first-run")
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", *(f"--{flag}" for flag in quiet)],
    }


PAGES = {
    "home": "/",
    "missions": "/missions/?partner=esa&page=2",
    "nothing": "/missions/?category=navigation&status=lost&partner=isro",
    "misunderstood": "/missions/?status=exploded&partner=starfleet&year_min=x",
    "mission": "/missions/jwst/",
    "missions side by side": "/missions/?compare=jwst,hubble,euclid,xrism,iss,nope",
    "timeline": "/missions/timeline/?category=lunar",
    "sets": "/missions/sets/",
    "set": "/missions/sets/beyond-earth-orbit/?page=2",
    "programmes": "/programmes/",
    "programme": "/programmes/artemis/",
    "agencies": "/agencies/",
    "a to z": "/agencies/a-z/",
    "agency": "/agencies/csa/",
    "pair": "/agencies/esa/with/jaxa/",
    "pair narrowed": "/agencies/nasa/with/roscosmos/?as_of=2010-01-01&led_by=nasa",
    "agency then": "/agencies/esa/?as_of=1990-01-01",
    "mission then": "/missions/rosalind-franklin/?as_of=tomorrow",
    "network": "/agencies/network/",
    "network narrowed": "/agencies/network/?category=lunar&year_min=1990&role=flying",
    "changes of partners": "/missions/changes-of-partners/",
    "countries": "/countries/?region=europe",
    "country": "/countries/FRA/",
    "countries side by side": "/countries/?compare=FRA,IND,BRA,XXX",
    "treaties side by side": "/treaties/?compare=outer-space-treaty,moon-agreement&as_of=1990-01-01",
    "treaties": "/treaties/",
    "treaty": "/treaties/moon-agreement/",
    "status": "/treaties/status/?region=oceania",
    "research": "/research/",
    "consortia": "/research/consortia/",
    "consortium": "/research/consortia/euclid-consortium/",
    "data": "/research/data/",
    "data of an agency": "/research/data/?agency=esa&period=12&licence=x",
    "instruments": "/research/instruments/?builder=CNES",
    "archive": "/research/data/mast/",
    "faq": "/faq/",
    "question": "/faq/key-treaties/",
    "about": "/about/",
    "data set": "/data/",
    "glossary": "/glossary/",
    "search": "/search/?q=esa+jaxa&page=2",
    "found in one kind": "/search/?q=moon&kind=treaty",
    "found nowhere": "/search/?q=Hubbel",
    "changes": "/changes/",
    "history": "/changes/missions/jwst/",
    "report": "/report/?about=/missions/jwst/",
    "missing": "/missions/nope/",
}
