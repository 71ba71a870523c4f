"""A hundred hostile files, each brought as a picture: refused with the reason, and nothing of it is kept."""

import io
import tempfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from editorial.models import Draft, Revision
from editorial.pictures import PictureFormField
from tests import records
from tests.admin.editing import address, desk, digest, filled
from tests.editorial.hostile_pictures import HOSTILE, NAMES, behind_start, drawn, told, webp_with

pytestmark = pytest.mark.django_db
TOLD = {"picture_text": "A telescope unfolded.", "picture_credit": "NASA, public domain", "_save": "1"}
NO_PICTURE = "This is not a picture in JPEG, PNG or WebP."


class Sent(io.BytesIO):
    name = "NAME"


@pytest.fixture
def folders(settings, tmp_path, monkeypatch):
    """What is stored, and what is laid aside on the way."""
    settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "media", tmp_path / "aside"
    for folder in (settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR):
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(settings.FILE_UPLOAD_TEMP_DIR))
    return tmp_path


@pytest.fixture
def bring(folders):
    """Brings a file of this name to the form of one mission; what the form says of it."""
    mission, client = records.mission(), desk("Editor")
    data = filled(client, address(mission)) | TOLD

    def brought(name, content):
        body = encode_multipart(BOUNDARY, data | {"picture": Sent(content)})
        body = body.replace(b'filename="NAME"', b'filename="%s"' % name.encode())
        response = client.generic("POST", address(mission), body, MULTIPART_CONTENT)
        return response.context["adminform"].form.errors.get("picture") if response.context else "stored"

    return brought


def left_in(folder):
    return sorted(str(path) for path in Path(folder).rglob("*") if path.is_file())


def cases():
    return {what: (why, content) for why, files in HOSTILE.items() for what, content in files.items()}


def one_of_each():
    """For each reason, the first file that has it."""
    firsts = {why: what for what, (why, _content) in reversed(cases().items())}
    return {what: cases()[what] for what in firsts.values()}


def test_each_of_a_hundred_files_is_refused_with_the_reason():
    found = {}
    for what, (_why, content) in cases().items():
        with pytest.raises(ValidationError) as refused:
            PictureFormField().clean(SimpleUploadedFile("x.png", content))
        found[what] = refused.value.messages

    assert found == {what: [why] for what, (why, _content) in cases().items()}
    assert len(found) >= 100


@pytest.mark.parametrize("files", [one_of_each, pytest.param(cases, marks=pytest.mark.soak)])
def test_nothing_is_kept_of_what_the_form_refuses(bring, folders, files):
    before = digest(Draft, Revision)

    found = {what: bring("x.png", content) for what, (_why, content) in files().items()}

    assert found == {what: [why] for what, (why, _content) in files().items()}
    assert (digest(Draft, Revision), left_in(folders)) == (before, [])


def test_a_picture_under_the_name_of_something_else_is_refused(bring, folders):
    before = digest(Draft, Revision)

    found = {name: bring(name, drawn()) for name in NAMES}

    assert found == {name: [NO_PICTURE] for name in NAMES}
    assert (digest(Draft, Revision), left_in(folders)) == (before, [])


@pytest.mark.parametrize(
    "name",
    [
        "../../x.png",
        "..\\..\\x.png",
        "/etc/x.png",
        "x\u202egpj.png",
        "x\0.png",
        "&#47;x.png",
        "%2e%2e%2fx.png",
    ],
)
def test_a_name_that_leads_elsewhere_leads_nowhere(bring, folders, name):
    assert bring(name, drawn()) == "stored"

    stored = Draft.objects.get().data["fields"]["picture"]
    assert left_in(folders) == [str(folders / "media" / stored)]


SECRET = "home address"
EXIF = Image.Exif()
EXIF[0x010E] = SECRET
BESIDE = {
    "a text in a PNG": told(SECRET),
    "EXIF in a PNG": drawn(exif=EXIF),
    "a profile in a PNG": drawn(icc_profile=SECRET.encode()),
    "EXIF in a JPEG": drawn("JPEG", exif=EXIF),
    "a profile in a JPEG": drawn("JPEG", icc_profile=SECRET.encode()),
    "XMP in a JPEG": drawn("JPEG", xmp=f"<x>{SECRET}</x>".encode()),
    "a comment in a JPEG": drawn("JPEG", comment=SECRET.encode()),
    "a part of its own in a JPEG": behind_start(b"\xff\xed", SECRET.encode()),
    "a small JPEG behind a JPEG": drawn("JPEG") + drawn("JPEG", comment=SECRET.encode()),
    "EXIF in a WebP": drawn("WEBP", exif=EXIF),
    "a profile in a WebP": drawn("WEBP", icc_profile=SECRET.encode()),
    "XMP in a WebP": drawn("WEBP", xmp=f"<x>{SECRET}</x>".encode()),
    "a part of its own in a WebP": webp_with(b"EXTR", SECRET.encode()),
}


@pytest.mark.parametrize("content", BESIDE.values(), ids=BESIDE)
def test_an_honest_picture_loses_all_but_its_pixels(bring, content):
    assert bring("x.png", content) == "stored"

    with default_storage.open(Draft.objects.get().data["fields"]["picture"]) as file:
        stored = file.read()
    assert SECRET.encode() not in stored
    assert stored[12:16] in {b"VP8 ", b"VP8L"}  # the pixels alone: what has more begins with VP8X
