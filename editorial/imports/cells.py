"""The text of a cell: kept from being run as a formula, and of what a spreadsheet made of it."""

import datetime
import re

from django.utils.text import Truncator

LONGEST = 20_000  # characters
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
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


def control_character(text):
    """The first character in the text that is none to read, such as a null byte; or ""."""
    found = CONTROL.search(text)
    return found[0] if found else ""


def shown(text, most):
    """So much of the text as a message repeats, with nothing in it that a database would refuse."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", Truncator(text[: most + 1]).chars(most))
