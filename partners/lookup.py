"""Agencies by whatever name a reader has: acronym, name, name in its own language, from A to Z."""

import unicodedata
from itertools import groupby

from django.utils.translation import gettext as _


def letters(agencies):
    """[(letter, anchor, [(name, agency)])]: names in other scripts than Latin come last."""
    found = sorted(
        (
            (name, agency)
            for agency in agencies.select_related("successor").defer("body")
            for name in names(agency)
        ),
        key=lambda entry: (place(entry[0]), entry[1].acronym),
    )
    return [
        (letter or _("Other scripts"), f"letter-{letter.lower() or 'other'}", list(entries))
        for letter, entries in groupby(found, key=lambda entry: letter_of(entry[0]))
    ]


def names(agency):
    """The names of an agency, each once, as they are looked for."""
    parts = [part.strip() for part in agency.native_name.split(";")]
    return dict.fromkeys(name for name in (agency.acronym, agency.name, *parts) if name)


def plain(name):
    """The name without case, marks and what is no letter or digit."""
    signs = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in signs if sign.isalnum())


def letter_of(name):
    """The Latin letter under which the name stands; a digit stands under none, as other scripts do."""
    first = plain(name)[:1].upper()
    return first if first.isascii() and first.isalpha() else ""


def place(name):
    return letter_of(name) or "\uffff", plain(name), name
