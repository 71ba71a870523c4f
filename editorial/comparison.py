"""Records side by side: which ones an address asks for."""

from dataclasses import dataclass
from itertools import zip_longest

from django.utils.text import Truncator

from editorial.addresses import present_slugs

MOST = 4  # records beside each other
LONGEST = 20  # keys that are read at all


@dataclass(frozen=True)
class Comparison:
    """`records` in the order asked for; `unknown` keys and `left_out` ones, for a message."""

    records: list
    unknown: list
    left_out: list

    @property
    def places(self):
        """The records and empty places up to the most: what a form offers to fill."""
        return [record for record, _place in zip_longest(self.records, range(MOST))]


def asked(data, queryset, field, written=str, page=""):
    """The Comparison that the parameter `compare` asks for: keys in a row with commas, or repeated.

    `written` brings a key into the form that the field holds; a slug that a record had before, in the
    addresses of this `page`, stands for the one that it has. Nothing asked: an empty one.
    """
    typed = [key.strip() for text in data.getlist("compare") for key in text.split(",")]
    keys = list(dict.fromkeys(written(key) for key in typed if key and "\x00" not in key))[:LONGEST]
    former = present_slugs(page, keys) if page else {}
    wanted = {f"{field}__in": [*keys, *former.values()]}
    found = {getattr(record, field): record for record in queryset.filter(**wanted)}
    keys = list(dict.fromkeys(former[key] if former.get(key) in found else key for key in keys))
    known = [key for key in keys if key in found]
    return Comparison(
        records=[found[key] for key in known[:MOST]],
        unknown=[Truncator(key).chars(40) for key in keys if key not in found],
        left_out=[str(found[key]) for key in known[MOST:]],
    )
