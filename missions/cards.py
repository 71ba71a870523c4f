"""Missions as they stand in lists: each card drawn once, and kept until its mission changes."""

import datetime
from collections import OrderedDict
from typing import NamedTuple

from django.template.loader import render_to_string

from missions.models.mission import Mission

MOST = 500  # cards that a process keeps, some 2 KB each


class Card(NamedTuple):
    slug: str
    html: str


class Cards:
    """The cards of the missions with these keys, in their order."""

    def __init__(self):
        self.kept = OrderedDict()

    def of(self, keys, as_of=None, beside=""):
        """With the partners as of a day; `beside` is the form by which the missions can be compared."""
        drawn_as = (as_of, beside, datetime.date.today())
        found = {key: self.kept.get((key.hex, drawn_as)) for key in keys}
        missing = [key for key, card in found.items() if card is None]
        for mission in (
            Mission.objects.published().filter(pk__in=missing).for_listing(as_of) if missing else ()
        ):
            found[mission.pk] = self.kept[mission.pk.hex, drawn_as] = drawn(mission, beside)
        while len(self.kept) > MOST:
            self.kept.popitem(last=False)
        return [card for card in found.values() if card]

    def forget(self, keys):
        """Draw the cards of these missions anew."""
        for name in [name for name in self.kept if name[0] in keys]:
            del self.kept[name]


def drawn(mission, beside):
    return Card(mission.slug, render_to_string("missions/_card.html", {"mission": mission, "beside": beside}))
