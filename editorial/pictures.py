"""Pictures that editors bring: made anew by us, named by their content, shown while a page shows them.

What is stored is never what was sent: it is decoded, bounded, stripped of everything but its
pixels and written as WebP, so that no hidden data and no second format travel with it.
"""

import hashlib
import io
import re
import warnings

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from editorial.disguises import Malformed, is_disguised

FORMATS = ("JPEG", "PNG", "WEBP")
ENDINGS = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp")
MOST_BYTES = 10 * 2**20
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
FOLDER = "pictures"
NAME = re.compile(rf"{FOLDER}/[0-9a-f]{{32}}-(\d+)x(\d+)\.webp")

NOT_A_PICTURE = _("This is not a picture in JPEG, PNG or WebP.")
TOO_MANY_PIXELS = _("A picture has at most 40 million pixels.")


def made_anew(file):
    """The picture as a file of our own making. Raises ValidationError for anything else."""
    if not file.name.lower().endswith(ENDINGS):
        raise ValidationError(NOT_A_PICTURE)
    if file.size > MOST_BYTES:
        raise ValidationError(_("A picture has at most 10 MB."))
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = decoded(file.read())
    except UnidentifiedImageError as error:
        raise ValidationError(NOT_A_PICTURE) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except (
        Malformed,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
    ) as error:  # what a damaged file makes of a decoder
        raise ValidationError(_("This picture is damaged.")) from error
    return as_webp(picture)


def decoded(data):
    picture = Image.open(io.BytesIO(data), formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS)
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise ValidationError(_("A picture does not move: save one frame of it."))
    if is_disguised(data):
        raise ValidationError(_("There is more in this file than a picture: save the picture anew."))
    picture.load()
    upright = turned(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    transparent = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
    return upright.convert("RGBA" if transparent else "RGB")


def turned(picture):
    """The picture as the camera was held, if it says so in a way that can be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except (SyntaxError, ValueError, OSError, TypeError):
        return picture


def as_webp(picture):
    pixels = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # nothing but these
    written = io.BytesIO()
    pixels.save(written, "WEBP", quality=82)
    digest = hashlib.sha256(written.getvalue()).hexdigest()[:32]
    return ContentFile(written.getvalue(), f"{digest}-{picture.width}x{picture.height}.webp")


class PictureFormField(forms.FileField):
    widget = forms.ClearableFileInput

    def clean(self, data, initial=None):
        found = super().clean(data, initial)
        return made_anew(found) if found and found is not initial else found


class ShownPicture(models.fields.files.FieldFile):
    """A picture in its place: `url`, `width` and `height`."""

    @property
    def url(self):
        return reverse("picture", args=[self.name.removeprefix(f"{FOLDER}/")])

    @property
    def width(self):
        return int(NAME.fullmatch(self.name)[1])

    @property
    def height(self):
        return int(NAME.fullmatch(self.name)[2])

    def save(self, name, content, save=True):
        """The same picture brought twice is stored once, unless the first time broke off halfway."""
        path = f"{FOLDER}/{name}"
        there = NAME.fullmatch(path) and self.storage.exists(path)
        if there and self.storage.size(path) != content.size:
            self.storage.delete(path)
            there = False
        if there:
            self.name = path
            setattr(self.instance, self.field.attname, self.name)
            self._committed = True
        else:
            super().save(name, content, save)


class PictureField(models.FileField):
    """The name of a picture of our own making."""

    attr_class = ShownPicture

    def __init__(self, *args, **options):
        super().__init__(*args, **{"upload_to": FOLDER, "max_length": 100, "blank": True} | options)

    def formfield(self, **options):
        return super().formfield(**{"form_class": PictureFormField} | options)

    def validate(self, value, instance):
        super().validate(value, instance)
        name = getattr(value, "name", value)
        if name and getattr(value, "_committed", True) and not NAME.fullmatch(str(name)):
            raise ValidationError(NOT_A_PICTURE)
