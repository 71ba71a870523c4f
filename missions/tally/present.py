"""The tally of this moment, kept by the process and brought up to date when the content has changed."""

import gc
import threading

from django.db import connection

from editorial import generation, touched
from editorial.models import Citation
from missions.cards import Cards
from missions.models.mission import Mission
from missions.models.participation import Participation
from missions.models.programme import Programme
from missions.tally.known import Known
from missions.tally.parts import Parts, on_day
from missions.tally.tally import Tally
from missions.tally.words import Words
from partners.models import Agency, Country

MANY = 1_000  # missions, whose lists the collector would look through for as long as a page takes
OF_MISSIONS = {Mission._meta.db_table, Participation._meta.db_table}
ON_CARDS = {*OF_MISSIONS, Citation._meta.db_table}
OF_OTHERS = {model._meta.db_table for model in (Agency, Country, Programme)}


def all_of(changed, tables):
    return set().union(*(changed.get(table, ()) for table in tables))


class Present:
    """A tally with what goes with it; `kept` is for what others work out for this generation."""

    def __init__(self, number):
        self.generation, self.tally, self.known = number, Tally.read(), Known()
        self.kept, self.cards, self.read_words = {}, Cards(), None

    @classmethod
    def now(cls):
        return cls(generation.current())

    @property
    def words(self):
        """The Words of its missions, read when they are first asked for."""
        if self.read_words is None:
            self.read_words = Words(self.tally)
        return self.read_words

    @property
    def parts(self):
        if "parts" not in self.kept:
            self.kept["parts"] = self._parts(self.tally.parts)
        return self.kept["parts"]

    def parts_on(self, day):
        """The parts as they stood on a day, or now."""
        return self._parts(on_day(self.tally, day)) if day else self.parts

    def _parts(self, sets):
        return Parts(sets, self.known.country_of, self.known.region_of)

    def follow(self):
        """Bring it up to date; False where that takes reading everything anew."""
        number = generation.current()
        if number == self.generation:
            return True
        changed = touched.since(self.generation, number)
        if changed is None:
            return False
        if missions := all_of(changed, OF_MISSIONS):
            self.tally.renew(missions)
            if self.read_words and not self.read_words.renew(missions):
                self.read_words = None
        if OF_OTHERS & changed.keys():
            self.known, self.cards = Known(), Cards()
        self.cards.forget(all_of(changed, ON_CARDS))
        self.kept, self.generation = {}, number
        return True


class Keeper(threading.local):
    """One for each thread, so that none sees what another is changing; a server's worker has one thread."""

    present = None


keeper = Keeper()


def present():
    """The Present of this moment.

    Within a transaction nothing is kept: it may be rolled back, and its generation come again.
    """
    if connection.in_atomic_block:
        return Present.now()
    if keeper.present is None or not keeper.present.follow():
        keeper.present = Present.now()
        if len(keeper.present.tally.keys) > MANY:
            gc.freeze()
    return keeper.present
