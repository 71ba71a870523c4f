"""The style guide shows every component, and only while DEBUG is on."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import RequestFactory
from django.test.signals import template_rendered

from spacecoop.styleguide import styleguide

# What every page shows, or an agency's page alone.
ELSEWHERE = {"breadcrumb.html", "links_here.html", "bars.svg"}


@pytest.mark.slow
def test_every_component_is_shown(catalogue):
    used = set()

    def note(sender, template, **kwargs):
        used.add(str(template.name).rpartition("/")[2])

    caches["template_fragments"].clear()  # what was drawn once is not drawn again
    template_rendered.connect(note)
    try:
        page = styleguide(RequestFactory().get("/styleguide/"))
    finally:
        template_rendered.disconnect(note)

    components = {path.name for path in (settings.BASE_DIR / "templates/components").iterdir()}
    assert page.status_code == 200
    assert components - used - ELSEWHERE == set()


def test_it_has_no_address_otherwise(client, db):
    assert client.get("/styleguide/").status_code == 404
