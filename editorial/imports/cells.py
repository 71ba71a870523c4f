"""The text of a cell: kept from being run as a formula, and of what a spreadsheet made of it."""

import datetime
import re
import unicodedata

from django.utils.text import Truncator

LONGEST = 20_000  # characters
RUN = re.compile(r"'*[=+\-@\t\r\n]")  # a spreadsheet would run it as a formula


def escaped(text):
    """The text as it stands in a file: an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if RUN.match(text) else text


def unescaped(text):
    """The text again that `escaped` made safe."""
    return text[1:] if text.startswith("'") and RUN.match(text) else text


def as_text(value):
    """The value of a spreadsheet's cell as an editor would have written it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def is_control(character):
    """Whether it is none to read, such as a null byte."""
    return unicodedata.category(character) == "Cc" and character not in "\t\r\n"


def control_character(text):
    """The first of them in the text, or ""."""
    return next(filter(is_control, text), "")


def shown(text, most):
    """So much of the text as a message repeats, with nothing in it that a database would refuse."""
    short = Truncator(text[: most + 1]).chars(most)
    return "".join("\N{REPLACEMENT CHARACTER}" if is_control(c) else c for c in short)
