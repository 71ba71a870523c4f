"""The dated bundles that were made, in the media storage, so that every node has the same.

A file is named for its day, the content generation and the checksum of what is in it: a page names
the checksum without reading the file, and what is half written is told from what is whole.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from editorial.stored import names_in
from opendata.bundle import digest

FOLDER = "bundles"
NAME = re.compile(r"spacecoop-(\d{4}-\d{2}-\d{2})\.(\d+)\.([0-9a-f]{64})\.zip")
KEPT = 10  # bundles that stay; older ones are removed


@dataclass(frozen=True)
class Kept:
    day: date
    generation: int
    checksum: str

    @property
    def path(self):
        return f"{FOLDER}/spacecoop-{self.day.isoformat()}.{self.generation}.{self.checksum}.zip"

    @property
    def name(self):
        """By which the public takes it."""
        return f"spacecoop-{self.day.isoformat()}.zip"

    @property
    def size(self):
        return default_storage.size(self.path)

    def content(self):
        """The bytes; None if they are not whole, or gone by now."""
        try:
            with default_storage.open(self.path) as file:
                content = file.read()
        except FileNotFoundError:
            return None
        return content if digest(content) == self.checksum else None


def kept():
    """The bundles that there are, the newest first."""
    found = [NAME.fullmatch(name) for name in names_in(FOLDER)]
    made = [Kept(date.fromisoformat(name[1]), int(name[2]), name[3]) for name in found if name]
    return sorted(made, key=lambda bundle: (bundle.day, bundle.generation), reverse=True)


def of(day):
    """The bundle of the day; None if there is none."""
    return next((bundle for bundle in kept() if bundle.day == day), None)


def keep(content, *, day, generation):
    """Store the bundle; it takes the place of another of that day, and the oldest go."""
    made = Kept(day, generation, digest(content))
    if not default_storage.exists(made.path):
        default_storage.save(made.path, ContentFile(content))
    replaced = [bundle for bundle in kept() if bundle.day == day and bundle != made]
    too_old = [bundle for bundle in kept() if bundle.day != day][KEPT - 1 :]
    for bundle in replaced + too_old:
        default_storage.delete(bundle.path)
    return made
