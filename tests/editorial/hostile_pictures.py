"""Files that are brought as pictures and are none, or are more: {what it is: (name, content)} by reason."""

import gzip
import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo

SCRIPT = b"<script>alert(1)</script>"
HTML = b"<!doctype html><title>x</title>" + SCRIPT
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><svg>&b;</svg>"""
ELSEWHERE = b"""<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>"""


def drawn(kind="PNG", size=(40, 30), **options):
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, kind, **options)
    return written.getvalue()


def frames(kind, number):
    first, *others = [Image.new("RGB", (8, 8), (n * 97 % 256, n // 256, n * 31 % 256)) for n in range(number)]
    written = io.BytesIO()
    first.save(written, kind, save_all=True, append_images=others)
    return written.getvalue()


def archive(name="x.html", content=HTML):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(name, content)
    return written.getvalue()


def told(text):
    """A PNG with a text beside its pixels."""
    beside = PngInfo()
    beside.add_text("Comment", text)
    return drawn(pnginfo=beside)


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, *chunks, bits=8, colour=0):
    """A PNG of these chunks, which claims to be so large."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks)


def with_chunk(kind, content):
    """A PNG with one more chunk behind its header."""
    whole = drawn()
    return whole[:33] + chunk(kind, content) + whole[33:]


def behind_start(segment, content):
    """A JPEG with one more segment."""
    whole = drawn("JPEG")
    return whole[:2] + segment + struct.pack(">H", len(content) + 2) + content + whole[2:]


def claimed(content, width, height):
    """A JPEG that claims another size."""
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def many_scans():
    """A JPEG whose last scan comes again and again."""
    whole = drawn("JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * 200 + whole[-2:]


def script_in_length():
    """A JPEG that is a script too: the length of its first part is “/*”."""
    whole = drawn("JPEG")
    length = struct.unpack(">H", whole[4:6])[0]
    first = whole[6 : 4 + length] + b"*/=1;alert(1)/*"
    return whole[:4] + b"/*" + first.ljust(0x2F2A - 2, b" ") + whole[4 + length :]


def webp_with(kind, content):
    """A WebP with one more part."""
    whole = drawn("WEBP", lossless=True)
    body = whole[8:] + kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def large_webp():
    header = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xfe\x3f\0" + b"\xfe\x3f\0"
    body = b"WEBP" + header + drawn("WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def other_kinds():
    for kind in ("GIF", "TIFF", "BMP", "ICO", "PPM", "TGA", "PCX", "DIB", "ICNS", "AVIF", "JPEG2000", "SGI"):
        yield f"a picture in {kind}", drawn(kind, (32, 32))


NONE = {
    **dict(other_kinds()),
    "SVG with a script": SVG,
    "SVG that acts when loaded": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "SVG behind a declaration": b"<?xml version='1.0'?>" + SVG,
    "SVG packed": gzip.compress(SVG),
    "HTML": HTML,
    "HTML in capitals": HTML.upper(),
    "HTML in UTF-16": HTML.decode().encode("utf-16"),
    "HTML in UTF-7": b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "HTML as one file": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + HTML,
    "XML that grows": LAUGHS,
    "XML that opens a file": ELSEWHERE,
    "a style sheet": b"body{background:url(//evil.example/)}",
    "a script": b"alert(1)",
    "PHP": b"<?php system($_GET['c']); ?>",
    "a shell script": b"#!/bin/sh\nid\n",
    "a program for Linux": b"\x7fELF\x02\x01\x01" + b"\0" * 60,
    "a program for Windows": b"MZ\x90\x00" + b"\0" * 60,
    "a program for Java": b"\xca\xfe\xba\xbe\0\0\0\x34",
    "a film for Flash": b"FWS\x09" + b"\0" * 20,
    "a PDF": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
    "an archive": archive(),
    "an archive packed otherwise": b"Rar!\x1a\x07\x00" + b"\0" * 20,
    "a packed file": gzip.compress(b"x" * 9999),
    "GIF and script": b"GIF89a/*" + b"\0" * 9 + b"*/=1;alert(1)",
    "a moving GIF": frames("GIF", 3),
    "a film": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "a picture of a phone (HEIC)": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "JPEG XL": b"\xff\x0a" + b"\0" * 30,
    "sound in RIFF": b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 30,
    "a film in RIFF": b"RIFF\x24\0\0\0AVI LIST" + b"\0" * 30,
    "a layered picture": b"8BPS\0\x01" + b"\0" * 30,
    "text": b"not a picture",
    "null bytes": b"\0" * 100,
    "a PNG behind a mark of Unicode": b"\xef\xbb\xbf" + drawn(),
    "a PNG behind an empty line": b"\n" + drawn(),
    "a PNG sent as text": drawn().replace(b"\r\n", b"\n"),
    "the beginning of a PNG": b"\x89PNG\r\n\x1a\n",
    "the beginning of a JPEG": b"\xff\xd8\xff",
    "the beginning of a WebP": b"RIFF\x04\0\0\0WEBP",
    "a JPEG that ends at once": b"\xff\xd8\xff\xd9",
    "a PNG cut behind its header": drawn()[:33],
    "a JPEG behind HTML": HTML + drawn("JPEG"),
}
DAMAGED = {
    "a PNG cut in its pixels": drawn()[:-30],
    "a PNG without an end": drawn()[:-12],
    "a PNG whose sum is wrong": drawn().replace(b"IDAT", b"IDAT\x07", 1),
    "a PNG without pixels": png(9, 9, chunk(b"IEND", b"")),
    "a PNG of nonsense": png(9, 9, chunk(b"IDAT", b"nonsense" * 9), chunk(b"IEND", b"")),
    "a PNG with a part without end": drawn()[:33] + b"\x7f\xff\xff\xfftEXt" + drawn()[33:],
    "a PNG with a text that unpacks without end": with_chunk(
        b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 2**26)
    ),
    "a JPEG cut in its pixels": drawn("JPEG", (400, 300))[:-900],
    "a JPEG without an end": drawn("JPEG")[:-2],
    "a JPEG with nonsense between its parts": drawn("JPEG").replace(b"\xff\xdb", b"nonsense\xff\xdb", 1),
    "a JPEG of a thousand scans": many_scans(),
    "a WebP cut in its pixels": drawn("WEBP", (400, 300))[:-300],
}
TOO_LARGE = {
    "a PNG of 81 million pixels": drawn("PNG", (9000, 9000)),
    "a PNG that claims 4 000 million pixels": png(65_500, 65_500, chunk(b"IDAT", zlib.compress(b"\0" * 9))),
    "a PNG of one line": png(40_000_001, 1, chunk(b"IDAT", zlib.compress(b"\0" * 9))),
    "a PNG of one column": png(1, 40_000_001, chunk(b"IDAT", zlib.compress(b"\0" * 9)), bits=1),
    "a JPEG that claims 4 000 million pixels": claimed(drawn("JPEG"), 65_500, 65_500),
    "a JPEG of 60 million pixels": claimed(drawn("JPEG"), 10_000, 6000),
}
MOVING = {
    "a PNG that moves": frames("PNG", 3),
    "a PNG of a thousand frames": frames("PNG", 1000),
    "a WebP that moves": frames("WEBP", 3),
}
MORE = {
    "PNG and HTML": drawn() + HTML,
    "PNG and archive": drawn() + archive(),
    "PNG and program": drawn() + NONE["a program for Linux"],
    "PNG and PNG": drawn() + drawn(),
    "PNG and text": drawn() + b"x",
    "PNG with an archive in a part": with_chunk(b"zzZz", archive()),
    "PNG with HTML in a text": told(HTML.decode()),
    "PNG with PHP in a text": told("<?php phpinfo(); ?>"),
    "PNG with SVG in a text": told(SVG.decode()),
    "PNG with the head of a PDF": told("%PDF-1.7"),
    "JPEG and HTML": drawn("JPEG") + HTML,
    "JPEG and archive": drawn("JPEG") + archive(),
    "JPEG and another kind of archive": drawn("JPEG") + b"Rar!\x1a\x07\x00",
    "JPEG and PDF": drawn("JPEG") + NONE["a PDF"],
    "JPEG and film": drawn("JPEG") + NONE["a film"],
    "JPEG, JPEG and script": drawn("JPEG") * 2 + SCRIPT,
    "JPEG that is a script": script_in_length(),
    "JPEG with HTML in a comment": behind_start(b"\xff\xfe", HTML),
    "JPEG with PHP in a comment": behind_start(b"\xff\xfe", b"<?php phpinfo(); ?>"),
    "JPEG with an archive in a part": behind_start(b"\xff\xeb", archive()),
    "JPEG with a script in its description": drawn("JPEG", xmp=b"<x>" + SCRIPT + b"</x>"),
    "WebP and HTML": drawn("WEBP") + HTML,
    "WebP and archive": drawn("WEBP") + archive(),
    "WebP and WebP": drawn("WEBP") * 2,
    "WebP with SVG in a part": webp_with(b"EXTR", SVG),
}
NAMES = [
    *("x.html", "x.svg", "x.php", "x.png.exe", "x.png.html", "x", "x.gif", "x.png.", "x.pngx", "x.png;.html"),
    *("x.png\0.html", "x\u202egnp.html", "../../x.sh", "x.png/../x.js", "..\\x.bat", f"{'x' * 90}.svg"),
]
HOSTILE = {
    "This is not a picture in JPEG, PNG or WebP.": NONE,
    "This picture is damaged.": DAMAGED,
    "A picture has at most 40 million pixels.": TOO_LARGE,
    "A picture does not move: save one frame of it.": MOVING,
    "There is more in this file than a picture: save the picture anew.": MORE,
    "The submitted file is empty.": {"nothing": b""},
    "A picture has at most 10 MB.": {"more than 10 MB": drawn() + b"\0" * 10 * 2**20},
}
