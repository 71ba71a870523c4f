"""Whether the packed parts of a spreadsheet may be opened: not endless, not elsewhere, no programs."""

import io
import zipfile
from xml.parsers import expat

from django.utils.translation import gettext as _

MOST_UNPACKED = 100 * 2**20
MOST_PACKED = 200  # times that a part of a spreadsheet is larger than its packed form; XML seldom passes 30
MOST_PARTS = 1000
SMALL = 2**20  # a part that may be packed as tightly as it likes
PROGRAMS = ("vbaproject.bin", "vbadata.xml", "xlmacro")


class Dangerous(Exception):
    """The spreadsheet is not opened; the text is for the editor."""


class Begun(Exception):
    """The first element of a part: what may stand before it was seen."""


def guard(data):
    """Raise Dangerous unless the bytes are a zip file whose parts may be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            guard_sizes(parts)
            guard_names(parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with packed.open(part) as file:
                        guard_beginning(file)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise Dangerous(_("This is no XLSX file.")) from error


def guard_sizes(parts):
    tight = any(p.file_size > SMALL and p.file_size > MOST_PACKED * max(p.compress_size, 1) for p in parts)
    if tight or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Dangerous(_("Unpacked, this spreadsheet is larger than 100 MB."))
    if len(parts) > MOST_PARTS:
        raise Dangerous(_("This spreadsheet has too many parts: save its first sheet by itself."))


def guard_names(parts):
    names = [part.orig_filename.replace("\\", "/").lower() for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise Dangerous(_("This spreadsheet is encrypted: save it without a password."))
    if any(program in name for name in names for program in PROGRAMS):
        raise Dangerous(_("There are programs in this spreadsheet: save it as XLSX without macros."))
    if len(set(names)) < len(names) or any(leads_away(name) for name in names):
        raise Dangerous(_("The parts of this spreadsheet are named as no spreadsheet names them."))


def leads_away(name):
    return name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name


def guard_beginning(file):
    """No part declares entities: XML needs none here, and with them it says what it likes."""
    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = declared
    reader.StartElementHandler = begun
    try:
        reader.ParseFile(file)
    except Begun:
        return
    except expat.ExpatError as error:
        raise Dangerous(_("This spreadsheet cannot be read: save it anew as XLSX.")) from error


def declared(*_what):
    raise Dangerous(_("This spreadsheet declares entities: save it anew as XLSX."))


def begun(*_what):
    raise Begun
