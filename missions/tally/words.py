"""Which missions contain a word: as `MissionQuerySet.containing` finds them, without reading all of them."""

from array import array
from collections import defaultdict

from missions.tally import rows
from missions.tally.concordance import Concordance
from missions.tally.tally import set_of_slots

MOST_CHANGED = 1_000  # missions that are looked through one by one; with more, all are read anew


class Words:
    """Of the missions of a tally, read once, and what has changed since beside it.

    Raises OSError where no file can be written.
    """

    def __init__(self, tally):
        self.tally, self.changed = tally, {}
        said, called = defaultdict(slots), defaultdict(slots)
        for key, text, names in rows.words():
            if (slot := tally.slots.get(key)) is not None:
                for word in set(folded(text).split()):
                    said[word].append(slot)
                for name in names:
                    called[folded(name)].append(slot)
        self.said = Concordance(said, len(tally.keys))
        self.called = Concordance(called, len(tally.keys))

    def renew(self, keys):
        """Read the missions with these keys anew, once the tally has; False where there are too many."""
        for key, text, names in rows.words(sorted(keys)):
            if (slot := self.tally.slots.get(key)) is not None:
                self.changed[slot] = folded(text), {folded(name) for name in names}
        return len(self.changed) <= MOST_CHANGED

    def containing(self, word):
        """The set of missions with the word in a name or the summary, or as an identifier.

        None where so many words have it that the database is quicker.
        """
        word = folded(word)
        name = word.lstrip("0")  # a number is found with noughts before it, and no other identifier has any
        found, named = self.said.having(word), self.called.exactly(name)
        if found is None:
            return None
        size = len(self.tally.keys)
        fresh = (slot for slot, (text, names) in self.changed.items() if word in text or name in names)
        return (found | named) & ~set_of_slots(self.changed, size) | set_of_slots(fresh, size)


def slots():
    return array("I")


def folded(text):
    return text.casefold()
