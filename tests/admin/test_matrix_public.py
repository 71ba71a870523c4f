"""Every address outside the desk, for every role: who is signed in makes no difference there.

The addresses are the surfaces of tests/pages/test_hidden_records.py, where a new one fails the suite.
"""

from contextlib import suppress
from itertools import chain
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from opendata import shelf
from tests import records
from tests.admin.editing import digest
from tests.admin.matrix import KEPT, LADDER, client_of
from tests.pages import hidden
from tests.pages.test_hidden_records import addresses, public_routes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = ["anonymous", *LADDER]
PICTURES = {"published": f"{'1' * 32}-1x1.webp", "unpublished": f"{'2' * 32}-1x1.webp"}
USUAL = (200, 403)  # what a GET gets, and a POST without a token, by everybody
INTERFACE = (200, 405)
OTHERWISE = {"api/v1/<path:rest>": (404, 405)}


@pytest.fixture
def pictures(settings, tmp_path):
    """{state: the address of the picture of a mission in that state}"""
    settings.MEDIA_ROOT = tmp_path
    for state, name in PICTURES.items():
        values = {} if state == "published" else {"state": state, "published_at": None, "published_by": ""}
        picture = default_storage.save(f"pictures/{name}", ContentFile(b"RIFF"))
        records.mission(picture=picture, picture_text="A patch.", picture_credit="ESA", **values)
    return {state: reverse("picture", args=[name]) for state, name in PICTURES.items()}


def one_of_each(more):
    """{route: an address that leads to something}"""
    hidden.make()
    for make in (
        records.article,
        records.data_access,
        records.instrument,
        records.membership,
        records.milestone,
    ):
        make()
    shelf.keep(b"PK", day=timezone.localdate(), generation=1)
    found, client = {}, Client()
    for path in chain(chain.from_iterable(addresses().values()), more):
        with suppress(Resolver404):
            route = resolve(path.partition("?")[0]).route
            if route in OTHERWISE or (route not in found and client.get(path).status_code == 200):
                found.setdefault(route, path)
    return found


def outcomes(client, path):
    client.handler.enforce_csrf_checks = True
    return client.get(path).status_code, client.post(path, {"x": "y"}).status_code


def expected(route):
    return OTHERWISE.get(route, INTERFACE if route.startswith("api/") else USUAL)


def test_what_each_role_gets_at_each_public_address(pictures):
    paths, found = one_of_each(pictures.values()), {}
    clients = {role: client_of(role) for role in ROLES}
    before = digest(*KEPT)

    for role, client in clients.items():
        cache.clear()  # it counts the requests to the interface
        found[role] = {route: outcomes(client, path) for route, path in paths.items()}

    assert found == {role: {route: expected(route) for route in public_routes()} for role in ROLES}
    assert digest(*KEPT) == before


@pytest.mark.parametrize("role", ROLES)
def test_only_at_the_desk_is_the_picture_of_what_is_not_public_seen(pictures, role):
    client = client_of(role)

    found = {state: client.get(path).status_code for state, path in pictures.items()}

    assert found == {"published": 200, "unpublished": 404 if role == "anonymous" else 200}


def fields_that_are_looked_up():
    """(model, field) of each field of the desk whose choices are looked up while somebody types."""
    for model, its_admin in admin.site._registry.items():
        for place in (its_admin, *(inline(model, admin.site) for inline in its_admin.inlines)):
            yield from ((place.model, name) for name in place.autocomplete_fields)


@pytest.mark.parametrize("role", ROLES)
def test_who_looks_up_the_choices_of_each_field(role):
    client, found = client_of(role), {}
    for model, field in set(fields_that_are_looked_up()):
        asked = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": field,
        }
        response = client.get(f"{reverse('admin:autocomplete')}?{urlencode(asked)}")
        found[model._meta.label, field] = response.status_code

    refused = {"anonymous": 302, "nobody": 403}
    assert found == dict.fromkeys(found, refused.get(role, 200))
    assert len(found) > 20
