"""Agencies from A to Z: under each of their names, without JavaScript, former ones with their successors."""

import pytest

from partners.lookup import letter_of
from tests import records

pytestmark = pytest.mark.django_db


def entries(client):
    """{letter: names} of the page."""
    letters = client.get("/agencies/a-z/").context["letters"]
    return {letter: [name for name, _agency in found] for letter, _anchor, found in letters}


def test_an_agency_stands_under_its_acronym_its_name_and_its_own_languages_name(client):
    records.agency("cnes", name="National Centre for Space Studies", native_name="Centre national")
    records.agency("roscosmos", acronym="Roscosmos", name="Roscosmos", native_name="Роскосмос")

    assert entries(client) == {
        "C": ["Centre national", "CNES"],
        "N": ["National Centre for Space Studies"],
        "R": ["Roscosmos"],
        "Other scripts": ["Роскосмос"],
    }


def test_a_former_agency_leads_to_its_successor(client):
    records.agency("esro", successor=records.agency("esa"))

    page = client.get("/agencies/a-z/").content.decode()

    assert 'later <a href="/agencies/esa/">ESA</a>' in page.replace("\n", "")


@pytest.mark.parametrize(
    ("name", "letter"), [("Éole", "E"), ("“Alpha”", "A"), ("ölü", "O"), ("3M", ""), ("宇宙", ""), ("…", "")]
)
def test_marks_and_signs_do_not_count(name, letter):
    assert letter_of(name) == letter


def test_every_letter_has_its_anchor(client, catalogue):
    response = client.get("/agencies/a-z/")

    page = response.content.decode()
    anchors = [anchor for _letter, anchor, _found in response.context["letters"]]
    assert len(anchors) == len(set(anchors)) > 20
    assert all(f'id="{anchor}"' in page and f'href="#{anchor}"' in page for anchor in anchors)
