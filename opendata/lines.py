"""The missions as lines of a CSV, each made once and kept in a file until what it says has changed.

A file that nobody else sees, and that goes with its process: the lines of a large catalogue would take
more memory than all the rest.
"""

import threading
from array import array
from hashlib import blake2b
from io import BytesIO
from itertools import compress, repeat
from mmap import ACCESS_READ, mmap
from operator import ne
from tempfile import TemporaryFile
from uuid import UUID
from weakref import finalize

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from editorial import touched
from editorial.models import Citation, Source
from missions.models import Mission, Participation, Programme
from missions.tally.tally import picker
from opendata.expressions import plain
from opendata.formats import MOST_BYTES, TooLarge, head, lines
from partners.models import Agency

MOST_DEAD = 50_000_000  # bytes of lines that were given up; with more, a new file is begun
OF_MISSIONS = (Mission, Participation, Citation)  # a change of these is noted as one of their mission
NAMED = {  # records that a line names, and the missions whose lines name these
    Agency: lambda keys: Participation.objects.filter(agency__in=keys).values_list("mission"),
    Programme: lambda keys: Mission.objects.filter(programme__in=keys).values_list("pk"),
    Source: lambda keys: (
        Citation.objects.filter(source__in=keys, content_type=ContentType.objects.get_for_model(Mission))
    ).values_list("object_id"),
}


class Lines:
    """Where in the file the line of the mission of each slot begins and ends, and a digest of it.

    `site` is what the addresses of our own pages begin with. Raises OSError where no file can be written.
    """

    def __init__(self, table, at, site):
        self.table, self.site = table, site
        self.tally, self.generation = at.tally, at.generation
        self.file, self.size, self.dead = TemporaryFile(buffering=0), 0, 0  # noqa: SIM115 (held open)
        finalize(self, self.file.close)
        self.starts, self.ends, self.digests = array("Q"), array("Q"), array("Q")

    def follow(self, at):
        """Forget what has changed since; False where all is to be made anew."""
        if at.generation != self.generation:
            changed = touched.since(self.generation, at.generation)
            if changed is None:
                return False
            self.forget(missions_of(changed))
            self.generation = at.generation
        return at.tally is self.tally and self.dead < MOST_DEAD

    def forget(self, keys):
        for key in keys:
            slot = self.tally.slots.get(key, len(self.ends))
            if slot < len(self.ends):
                self.dead += self.ends[slot] - self.starts[slot]
                self.starts[slot] = self.ends[slot] = self.digests[slot] = 0

    def of(self, slots):
        """(the CSV with the missions of these slots, an entity tag for it)"""
        for places in (self.starts, self.ends, self.digests):
            places.extend(repeat(0, len(self.tally.keys) - len(places)))
        first, picked = head(self.table.columns), picker(slots)
        ends = picked(self.ends)
        if 0 in ends:
            self.make([slot for slot, end in zip(slots, ends, strict=True) if not end])
            ends = picked(self.ends)
        tag = blake2b(first + array("Q", picked(self.digests)), digest_size=12).hexdigest()
        return self.read(first, picked(self.starts), ends), f'"{tag}"'

    def read(self, first, starts, ends):
        """The lines in these places after the first; no other copy of any is held."""
        size = len(first) + sum(ends) - sum(starts)
        if size > MOST_BYTES:
            raise TooLarge
        body = BytesIO(bytes(size))  # room for all of it at once
        body.write(first)
        if any(ends):
            with mmap(self.file.fileno(), self.size, access=ACCESS_READ) as kept, memoryview(kept) as view:
                body.writelines(map(view.__getitem__, map(slice, *stretches(starts, ends))))
        return body.getvalue()

    def make(self, slots):
        keys = plain(UUID(self.tally.keys[slot]) for slot in slots)
        for rows in self.table.of_keys(keys, self.table.columns, self.site) if keys else ():
            made = [line.encode() for line in lines(self.table.columns, rows)]
            self.write(b"".join(made))
            for row, line in zip(rows, made, strict=True):
                slot = self.tally.slots[row[0].replace("-", "")]
                self.starts[slot], self.ends[slot] = self.size, self.size + len(line)
                self.digests[slot] = int.from_bytes(blake2b(line, digest_size=8).digest())
                self.size += len(line)

    def write(self, text):
        """All of it, after what is there."""
        self.file.seek(self.size)
        while text:
            text = text[self.file.write(text) :]


def stretches(starts, ends):
    """The same places, with those that follow each other in the file as one: who asks again gets one."""
    breaks = list(map(ne, starts[1:], ends))
    return [starts[0], *compress(starts[1:], breaks)], [*compress(ends, breaks), ends[-1]]


def missions_of(changed):
    """The keys of the missions whose lines may say something else after these changes."""
    found = set().union(*(changed.get(model._meta.db_table, ()) for model in OF_MISSIONS))
    for model, naming in NAMED.items():
        if keys := changed.get(model._meta.db_table):
            found.update(key.hex for (key,) in naming(keys).order_by())
    return found


class Keeper(threading.local):
    """One for each thread, so that none sees what another is changing; a server's worker has one thread."""

    lines = None


keeper = Keeper()


def kept(table, at, site):
    """The lines of this moment. Within a transaction nothing is kept: it may be rolled back."""
    if connection.in_atomic_block:
        return Lines(table, at, site)
    found, keeper.lines = keeper.lines, None
    if found is None or found.site != site or not found.follow(at):
        found = Lines(table, at, site)
    keeper.lines = found
    return found
