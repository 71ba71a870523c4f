"""The picture that stands beside a link to a page elsewhere: the record's name on the site's paper."""

import io
import math
from functools import cache

from django.http import Http404, HttpResponse
from font_source_serif_pro import SourceSerifPro, SourceSerifProSemibold
from PIL import Image, ImageDraw, ImageFont

from opendata.catalogue import TABLES
from opendata.subjects import VIEWS, summary_of, title_of

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
NAVY, PAPER, SOFT, ORANGE, LINE = "#14213d", "#f6f1e6", "#aeb6c6", "#f0a55a", "#2c3b57"
LINES_OF_TITLE, LINES_OF_SUMMARY = 3, 3


@cache
def font(size, strong=False):
    return ImageFont.truetype(SourceSerifProSemibold if strong else SourceSerifPro, size)


def card(request, table, key):
    """The card of a record, as a PNG."""
    if table not in VIEWS:
        raise Http404
    record = TABLES[table].public().filter(**{TABLES[table].key: key}).first()
    if record is None:
        raise Http404
    kind = record._meta.verbose_name
    picture = drawn(kind, title_of(record), summary_of(record))
    return HttpResponse(picture, content_type="image/png")


def drawn(kind, title, summary):
    """The bytes of the picture."""
    image = Image.new("RGB", (WIDTH, HEIGHT), NAVY)
    pen = ImageDraw.Draw(image)
    orbits(pen)
    pen.text((MARGIN, MARGIN), kind.upper(), font=font(30, strong=True), fill=ORANGE)
    size = 76 if len(title) <= 48 else 58
    end = written(pen, title, font(size, strong=True), MARGIN + 56, PAPER, LINES_OF_TITLE)
    written(pen, summary, font(32), end + 20, SOFT, LINES_OF_SUMMARY)
    pen.text((MARGIN, HEIGHT - MARGIN - 30), "International Space Cooperation", font=font(32), fill=PAPER)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def orbits(pen):
    """Three ellipses about the lower right corner, each with its satellite."""
    for number, radius in enumerate((150, 230, 310)):
        box = (WIDTH - radius * 1.5, HEIGHT - radius * 0.8, WIDTH + radius * 1.5, HEIGHT + radius * 0.8)
        pen.ellipse(box, outline=LINE, width=3)
        angle = math.radians(205 + 22 * number)
        x, y = WIDTH + 1.5 * radius * math.cos(angle), HEIGHT + 0.8 * radius * math.sin(angle)
        pen.ellipse((x - 8, y - 8, x + 8, y + 8), fill=ORANGE)


def written(pen, text, letters, top, colour, most):
    """Write the text in at most so many lines; where the last of them ends."""
    height = letters.size * 1.22
    for line in wrapped(pen, text, letters, most):
        pen.text((MARGIN, top), line, font=letters, fill=colour)
        top += height
    return top


def wrapped(pen, text, letters, most):
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.textlength(longer, font=letters) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        elif len(lines) == most:
            return [*lines[:-1], f"{lines[-1]} …"]
        else:
            lines.append(word)
    return lines
