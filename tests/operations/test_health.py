"""Whether the site is ready is told part by part, and nothing else is told."""

import pytest
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db
PARTS = {"database": "ok", "migrations": "ok", "cache": "ok", "disk": "ok", "media": "ok"}


def test_all_is_well(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "parts": PARTS})
    assert "no-store" in answer["Cache-Control"]


def test_a_site_whose_tables_are_not_yet_as_they_should_be_is_not_ready(client):
    MigrationRecorder.Migration.objects.filter(app="faq").last().delete()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "unready", "parts": PARTS | {"migrations": "pending"}},
    )


def test_a_site_with_migrations_of_a_newer_version_is_ready(client):
    MigrationRecorder.Migration.objects.create(app="faq", name="9999_later")

    assert client.get("/readyz").json()["status"] == "ok"


def test_a_site_without_its_cache_still_shows_its_pages(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "degraded", "parts": PARTS | {"cache": "failed"}},
    )
