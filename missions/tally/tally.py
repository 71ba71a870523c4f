"""The sets and the orders, read from the database once and then brought up to date record by record."""

from bisect import insort
from collections import defaultdict
from functools import reduce
from itertools import chain, compress, islice
from operator import itemgetter, or_

from missions.tally import rows

ZERO_AND_ONE = bytes.maketrans(b"01", b"\x00\x01")
AT_ONCE = 2_000  # slots that are looked up together
LAST = 99_999_999  # later than every date written as a number


class Tally:
    """`sets[(name, value)]` and `parts[(agency, role)]` are sets of missions; a mission's bit is its slot.

    Agencies, programmes and missions are named by the 32 hexadecimal digits of their keys.
    """

    def __init__(self, missions, participations):
        self.keys, self.slots, self.free, self.facts = [], {}, [], []
        self.sets, self.parts, self.cut = Sets(), Sets(), {}
        for row in missions:
            self._place(row)
        for mission, agency, role in participations:
            if (slot := self.slots.get(mission)) is not None:
                self.parts.add((agency, role), slot)
        self.sets.close()
        self.parts.close()
        slots = list(self.slots.values())
        self.orders = {name: sorted(slots, key=self._by(name)) for name in ORDERS}

    @classmethod
    def read(cls):
        return cls(rows.missions(), rows.participations())

    @property
    def all(self):
        return self.sets[("all", "")]

    def having(self, name, values):
        """Missions with one of the values."""
        return reduce(or_, (self.sets[name, value] for value in values), 0)

    def launched_between(self, first=None, last=None):
        """Missions launched in these years; all, dated or not, where neither is given."""
        if first is None and last is None:
            return self.all
        years = (year for name, year in self.sets if name == "year")
        return self.having("year", [y for y in years if (first or y) <= y <= (last or y)])

    def first_year(self, found):
        """In which the first mission of the set was launched; 0 where none was."""
        years = sorted(year for name, year in self.sets if name == "year")
        return next((year for year in years if self.sets["year", year] & found), 0)

    def renew(self, keys):
        """Read the missions with these keys anew."""
        keys, self.cut = sorted(keys), {}
        for key in keys:
            self._remove(key)
        for row in rows.missions(keys):
            slot = self._place(row)
            for name, order in self.orders.items():
                insort(order, slot, key=self._by(name))
        for mission, agency, role in rows.participations(keys):
            if (slot := self.slots.get(mission)) is not None:
                self.parts.add((agency, role), slot)

    def _place(self, row):
        key, name, status, category, destination, launched, programme, planned = row
        slot = self.free.pop() if self.free else len(self.keys)
        if slot == len(self.keys):
            self.keys.append(key)
            self.facts.append(None)
        self.keys[slot], self.slots[key] = key, slot
        self.facts[slot] = (name, int(launched.replace("-", "")) if launched else 0, bool(planned))
        values = {"all": "", "status": status, "category": category, "destination": destination}
        values |= {"programme": programme, "year": launched and int(launched[:4])}
        for item in values.items():
            if item[1] is not None:
                self.sets.add(item, slot)
        return slot

    def _remove(self, key):
        slot = self.slots.pop(key, None)
        if slot is None:
            return
        for order in self.orders.values():
            order.remove(slot)
        self.sets.drop(slot)
        self.parts.drop(slot)
        self.keys[slot] = self.facts[slot] = None
        self.free.append(slot)

    def _by(self, name):
        key, facts, keys = ORDERS[name], self.facts, self.keys
        return lambda slot: (*key(facts[slot]), keys[slot])

    def set_of(self, keys):
        """The set of the missions with these keys; those that it does not know are left out."""
        found = (self.slots.get(key) for key in keys)
        return set_of_slots((slot for slot in found if slot is not None), len(self.keys))

    def page(self, found, order, start, stop):
        """The keys of a stretch of the missions in the set, in that order."""
        return [self.keys[slot] for slot in islice(self.ordered(found, order), start, stop)]

    def ordered(self, found, order):
        """The slots of the missions in the set, in that order; found as far as they are asked for."""
        members = members_of(found, len(self.keys))
        return chain.from_iterable(compress(slots, pick(members)) for slots, pick in self.stretches(order))

    def stretches(self, order):
        """The order in parts, each with what picks the values at its slots."""
        if order not in self.cut:
            slots = self.orders[order]
            parts = [slots[start : start + AT_ONCE] for start in range(0, len(slots), AT_ONCE)]
            self.cut[order] = [(part, picker(part)) for part in parts]
        return self.cut[order]


class Sets(dict):
    """Sets by name. While they are first filled they are bytes, which can be changed in place."""

    def __init__(self):
        super().__init__()
        self.filling = defaultdict(bytearray)

    def __missing__(self, name):
        return 0

    def add(self, name, slot):
        if self.filling is None:
            self[name] |= 1 << slot
            return
        found = self.filling[name]
        if len(found) <= slot >> 3:
            found.extend(bytes((slot >> 3) + 1 - len(found)))
        found[slot >> 3] |= 1 << (slot & 7)

    def close(self):
        self.update((name, int.from_bytes(found, "little")) for name, found in self.filling.items())
        self.filling = None

    def drop(self, slot):
        """Take the mission out of every set."""
        bit = 1 << slot
        for name, found in self.items():
            if found & bit:
                self[name] = found ^ bit


def picker(places):
    """What gives the values at these places: in one call, which costs a fifth of one for each."""
    return itemgetter(*places) if len(places) > 1 else lambda values: [values[place] for place in places]


def members_of(found, size):
    """For each slot 1 or 0: whether the set has it."""
    return format(found, f"0{size or 1}b").encode().translate(ZERO_AND_ONE)[::-1]


def set_of_slots(slots, size):
    found = bytearray(size // 8 + 1)
    for slot in slots:
        found[slot >> 3] |= 1 << (slot & 7)
    return int.from_bytes(found, "little")


ORDERS = {  # as missions.filters.SORTS has them in the database: keys of (name, launched, is planned)
    "-launched": lambda facts: (facts[2], -facts[1], facts[0]),
    "launched": lambda facts: (facts[1] or LAST, facts[0]),
    "name": lambda facts: facts[:1],
}
