"""What a node keeps is in the database, the shared cache or the media storage, and nowhere else."""

import hashlib
import io

import pytest
from django.conf import settings as the_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image

from editorial.models import Draft
from opendata import shelf
from tests import records
from tests.admin.editing import address, desk, filled

ELSEWHERE = {"BACKEND": "django.core.files.storage.InMemoryStorage"}


@pytest.fixture
def media_elsewhere(settings):
    """A storage without paths: whoever asks for a local file fails."""
    settings.STORAGES = the_settings.STORAGES | {"default": ELSEWHERE}


def test_pictures_and_bundles_need_no_local_file(db, media_elsewhere):
    mission, client = records.mission(), desk("Publisher")
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(written, "PNG")
    data = filled(client, address(mission)) | {"picture_text": "A telescope.", "picture_credit": "NASA"}

    call_command("tidy_desk")
    data |= {"picture": SimpleUploadedFile("patch.png", written.getvalue()), "_save": "1"}
    client.post(address(mission), data)
    call_command("tidy_desk")
    kept = Draft.objects.get().data["fields"]["picture"]
    client.post(f"{address(mission)[: -len('change/')]}step/publish/")
    call_command("export_bundle", stdout=io.StringIO())
    (bundle,) = shelf.kept()

    assert default_storage.exists(kept)
    assert Client().get(f"/media/{kept}").status_code == 200
    assert hashlib.sha256(Client().get(f"/data/{bundle.name}").content).hexdigest() == bundle.checksum


def test_a_sitting_is_in_the_database_and_no_other_place(settings):
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert settings.MESSAGE_STORAGE == "django.contrib.messages.storage.fallback.FallbackStorage"
