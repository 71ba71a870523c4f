"""Narrowing by the filters that have no counted choices."""

from functools import reduce
from operator import and_, or_

from django.db.models.expressions import RawSQL

from editorial.touched import hexed
from missions.models.mission import Mission

KEY = f'"{Mission._meta.db_table}"."id"'


class Unfaceted:
    """The words of `MissionQuerySet` on sets in memory; those that need more than these ask the database."""

    def __init__(self, present, parts):
        self.present, self.parts = present, parts
        self.tally = present.tally

    def left_by(self, chosen):
        """The missions that these filters leave of all."""
        found = self.tally.all
        for name, value in chosen.items():
            if narrow := getattr(self, name, None):
                found &= narrow(value)
        if chosen.keys() & {"year_min", "year_max"}:
            found &= self.launched_between(chosen.get("year_min", 0), chosen.get("year_max", 9999))
        return found

    def q(self, text):
        words = text.split()[: Mission.MOST_WORDS]
        return reduce(and_, map(self.containing, words), self.tally.all)

    def containing(self, word):
        try:
            found = self.present.words.containing(word)
        except OSError:  # no file can be written
            found = None
        if found is None:
            return self.asked(Mission.objects.published().containing(word))
        return reduce(or_, self.flown_in(word), found)

    def flown_in(self, word):
        """The missions of each programme whose name has the word."""
        for slug, name in self.present.known.programmes:
            if word.casefold() in name.casefold():
                yield self.tally.sets["programme", self.present.known.programme_keys[slug].hex]

    def partners_min(self, least):
        return self.parts.at_least(least)

    def region(self, regions):
        return self.parts.of_region(regions)

    def left(self, left):
        return self.kept("left", left, lambda: Mission.objects.published().left_by_a_partner(left == "yes"))

    def launcher(self, who):
        return self.kept("launcher", who, Mission.objects.published().launched_by_another)

    def access(self, when):
        return self.kept("access", when, lambda: Mission.objects.published().with_data(when))

    def beyond(self, beyond):
        return self.having("destination", Mission.EARTH_ORBITS, beyond != "yes")

    def planned(self, planned):
        return self.having("status", Mission.AHEAD, planned == "yes")

    def launched_between(self, first, last):
        sets = self.tally.sets.items()
        found = (found for (name, year), found in sets if name == "year" and first <= year <= last)
        return reduce(or_, found, 0)

    def having(self, name, values, having):
        """Missions with one of the values, or all others."""
        found = reduce(or_, (self.tally.sets[name, value] for value in values))
        return found if having else self.tally.all & ~found

    def kept(self, name, value, query):
        """What the database answers, asked once for each generation."""
        if (name, value) not in self.present.kept:
            self.present.kept[name, value] = self.asked(query())
        return self.present.kept[name, value]

    def asked(self, queryset):
        key = RawSQL(hexed(KEY), [])  # noqa: S611 (constant names)
        return self.tally.set_of(queryset.order_by().values_list(key, flat=True))
