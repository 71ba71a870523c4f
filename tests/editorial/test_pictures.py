"""A picture is made anew from what was sent, and shown while a published page shows it."""

import io
import os
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from editorial.models import Draft
from missions.models import Mission
from tests import records
from tests.admin.editing import address, desk, filled, said

pytestmark = pytest.mark.django_db
TOLD = {"picture_text": "A telescope unfolded.", "picture_credit": "NASA, public domain"}


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def drawn(kind="PNG", size=(40, 30), **options):
    written = io.BytesIO()
    Image.new("RGB", size, "navy").save(written, kind, **options)
    return written.getvalue()


def sent(client, mission, content, name="patch.png", button="_save", **values):
    data = filled(client, address(mission)) | TOLD | values
    data |= {"picture": SimpleUploadedFile(name, content), button: "1"}
    return client.post(address(mission), data, follow=True)


def refused(response):
    return response.context["adminform"].form.errors["picture"]


def test_a_picture_in_a_draft_is_not_live_until_it_is_published():
    mission, client = records.mission(), desk("Publisher")

    sent(client, mission, drawn())
    before = Mission.objects.get().picture.name
    name = Draft.objects.get().data["fields"]["picture"]
    hidden = client.__class__().get(f"/media/{name}").status_code
    client.post(f"{address(mission)[: -len('change/')]}step/publish/")
    mission.refresh_from_db()

    assert (before, mission.picture.name, hidden) == ("", name, 404)
    assert (mission.picture.width, mission.picture.height) == (40, 30)
    assert client.__class__().get(mission.picture.url).headers["Content-Type"] == "image/webp"
    assert mission.picture.url in client.get(mission.get_absolute_url()).content.decode()


def test_those_at_the_desk_see_the_picture_of_a_draft():
    mission, client = records.mission(), desk("Editor")
    sent(client, mission, drawn())

    response = client.get(f"/media/{Draft.objects.get().data['fields']['picture']}")

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_stored_is_a_webp_without_what_came_beside_the_pixels(kind):
    mission, client = records.mission(), desk("Editor")
    hidden = PngInfo()
    hidden.add_text("Comment", "home address")
    exif = Image.Exif()
    exif[0x010E] = "home address"
    options = {"pnginfo": hidden} if kind == "PNG" else {"exif": exif.tobytes()}

    sent(client, mission, drawn(kind, **options))

    with default_storage.open(Draft.objects.get().data["fields"]["picture"]) as file:
        content = file.read()
    assert content[:4] == b"RIFF"
    assert b"home address" not in content


def test_a_large_picture_is_made_smaller():
    mission, client = records.mission(), desk("Editor")

    sent(client, mission, drawn("JPEG", (3200, 800)))

    assert Draft.objects.get().data["fields"]["picture"].endswith("-1600x400.webp")


def test_a_picture_without_its_words_is_refused():
    mission, client = records.mission(), desk("Editor")

    response = sent(client, mission, drawn(), picture_text="")

    assert refused(response) == ["Say what the picture shows and to whom it is owed."]


@pytest.mark.parametrize("name", ["../secret_key", "x.webp", "%2e%2e/secret_key", "a" * 300])
def test_no_other_file_can_be_asked_for(client, name):
    assert client.get(f"/media/pictures/{name}").status_code == 404


def test_pictures_left_behind_are_removed_and_those_of_drafts_kept():
    mission, client = records.mission(), desk("Editor")
    sent(client, mission, drawn())
    kept = Draft.objects.get().data["fields"]["picture"]
    sent(client, records.mission(), drawn(size=(50, 30)), name="left.png", summary="")
    default_storage.save(left := f"pictures/{'0' * 32}-1x1.webp", io.BytesIO(b"left"))
    for name in default_storage.listdir("pictures")[1]:
        old = time.time() - 3 * 86_400
        os.utime(default_storage.path(f"pictures/{name}"), (old, old))

    call_command("tidy_desk", stdout=io.StringIO())

    assert [f"pictures/{name}" for name in default_storage.listdir("pictures")[1]] == [kept]
    assert not default_storage.exists(left)


def test_a_refused_save_does_not_lose_the_words_about_a_picture():
    mission, client = records.mission(), desk("Editor")

    response = sent(client, mission, b"<svg/>")

    assert "Draft saved" not in said(response)
    assert response.context["adminform"].form["picture_text"].value() == "A telescope unfolded."


def test_a_picture_whose_first_bringing_broke_off_is_stored_whole():
    mission, client = records.mission(), desk("Publisher")
    sent(client, mission, drawn())
    stored = Path(default_storage.path(Draft.objects.get().data["fields"]["picture"]))
    whole = stored.read_bytes()
    stored.write_bytes(whole[:9])

    sent(client, mission, drawn())

    assert stored.read_bytes() == whole
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]
