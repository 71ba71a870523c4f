"""Whether the file of a picture is something else as well: a page, a script, an archive, a document.

A picture is made anew whatever travels with it; such a file is refused all the same, for it is
seldom brought by mistake, and who brings it learns of it.
"""

import io
import re
import struct
import zipfile

MARKUP = re.compile(rb"<(?:!doctype\s|html|script|iframe|\?php|(?:svg|body|img)[\s>/])", re.IGNORECASE)
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # of a JPEG, behind the data of a scan
SCANS = 100  # of a JPEG; honest ones have about ten, and each is work for all pixels
STANDALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
START, END, SCAN = 0xD8, 0xD9, 0xDA


class Malformed(Exception):
    """The parts of the file do not follow each other as its format has it."""


def is_disguised(data):
    """Whether the bytes of a JPEG, PNG or WebP are of a second kind too. Raises Malformed."""
    return bool(
        MARKUP.search(data)
        or b"%PDF-" in data[:1024]
        or data[4:6] == b"/*"  # the length of the first part, read as a script, opens a comment
        or zipfile.is_zipfile(io.BytesIO(data))
        or data[end_of(data) :].strip(b"\0")
    )


def end_of(data):
    """Where the picture ends. Raises Malformed."""
    walk = {b"\x89P": end_of_png, b"RI": end_of_webp}.get(data[:2], end_of_jpegs)
    try:
        return walk(data)
    except (struct.error, IndexError, AttributeError) as error:  # it is cut short
        raise Malformed from error


def end_of_png(data):
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        at += 12 + length
    return at


def end_of_webp(data):
    return 8 + struct.unpack_from("<I", data, 4)[0]


def end_of_jpegs(data):
    """Behind the last of the pictures: cameras put small ones after the large one."""
    at = end_of_jpeg(data, 0)
    while data[at : at + 3] == b"\xff\xd8\xff":
        at = end_of_jpeg(data, at)
    return at


def end_of_jpeg(data, at):
    scans, kind = 0, START
    at += 2
    while kind != END:
        while data[at] == data[at + 1] == 0xFF:  # filling
            at += 1
        if data[at] != 0xFF:
            raise Malformed
        kind = data[at + 1]
        at += 2
        if kind == END or kind in STANDALONE:
            continue
        at += struct.unpack_from(">H", data, at)[0]
        if kind == SCAN:
            scans += 1
            at = NEXT_MARKER.search(data, at).start()
        if scans > SCANS:
            raise Malformed
    return at
