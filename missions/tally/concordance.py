"""Words, each with the missions that have it."""

import os
from array import array
from bisect import bisect_right
from itertools import accumulate
from tempfile import TemporaryFile
from weakref import finalize

from missions.tally.tally import set_of_slots

MOST = 5_000  # words in which a part is looked up; one that stands in more is asked of the database


class Concordance:
    """The words lie in memory, one after the other; their missions in a file that nobody else sees.

    `found`: {word: array of slots}; `size`: of the tally. Raises OSError where no file can be written.
    """

    def __init__(self, found, size):
        words = [word.encode() for word in found]
        self.text = b"\n".join([b"", *words, b""])
        self.starts = array("I", accumulate((len(word) + 1 for word in words), initial=0))
        self.size = size
        self.file = TemporaryFile(buffering=0)  # noqa: SIM115 (held open)
        finalize(self, self.file.close)
        self.places = array("I", accumulate(self.write(found.values()), initial=0))

    def write(self, slots):
        """The missions of each word, as a set where that is shorter; yields the bytes that each takes."""
        with os.fdopen(os.dup(self.file.fileno()), "wb") as file:
            for some in slots:
                yield file.write(some if 4 * len(some) < self.length else self.whole(some))

    @property
    def length(self):
        """The bytes of a set."""
        return self.size // 8 + 1

    def whole(self, slots):
        return set_of_slots(slots, self.size).to_bytes(self.length, "little")

    def having(self, part):
        """The set of missions in which a word has this part; None where too many words have it."""
        part = part.encode()
        if self.text.count(part) > MOST:
            return None
        found, single, at = 0, array("I"), self.text.find(part)
        while at >= 0:
            number = bisect_right(self.starts, at) - 1
            some = self.read(number)
            if len(some) == self.length:
                found |= int.from_bytes(some, "little")
            else:
                single.frombytes(some)
            at = self.text.find(part, self.starts[number + 1])
        return found | set_of_slots(single, self.size)

    def exactly(self, word):
        return self.having(f"\n{word}\n")

    def read(self, number):
        start, end = self.places[number], self.places[number + 1]
        return os.pread(self.file.fileno(), end - start, start)
