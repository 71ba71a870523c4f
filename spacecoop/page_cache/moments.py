"""The moment of the content: its generation and the day, both of which a page is made for.

The generation is read straight from the driver: Django's cursor takes three times as long, its ORM forty.
On SQLite it is not even asked for while nothing was written: every commit changes the head of the index
that SQLite keeps beside its log for all processes (https://sqlite.org/walformat.html#the_wal_index_file_format).
"""

import mmap
import os
import threading
import time
from pathlib import Path

from django.db import Error, connections

from editorial.models import Generation

QUESTION = f"SELECT number FROM {Generation._meta.db_table}"  # noqa: S608 (a constant table name)
DAY = 86_400
HEAD = 48  # bytes at the beginning of the index
HELD = 0.05  # seconds that the answer of a database server is held; SQLite answers in four microseconds


class Moments:
    """Tells the present moment of a database by one connection, which the threads share."""

    def __init__(self, connection, seconds=HELD, index=None):
        self.connection, self.seconds, self.index = connection, seconds, index
        self.errors = (Error, connection.Database.Error)
        self.generation = self.asked if connection.vendor == "sqlite" else self.held
        self.until = self.number = self.cursor = self.head = None
        self.lock = threading.Lock()

    @classmethod
    def of(cls, database):
        """By a connection of its own, outside of any transaction."""
        connection = connections.create_connection(database)
        connection.inc_thread_sharing()
        return cls(connection, index=Index(connection) if connection.vendor == "sqlite" else None)

    def now(self):
        """(generation, day), or None where the database cannot be read."""
        if self.is_known():
            return self.number, int(time.time()) // DAY
        with self.lock:
            try:
                return self.generation(), int(time.time()) // DAY
            except self.errors:
                self.cursor = self.head = None
                self.connection.close()  # the next request takes a new one
                return None

    def is_known(self):
        if self.index:
            head = self.index.head()
            return head and head == self.head
        return self.until and time.monotonic() < self.until

    def asked(self):
        link = self.connection.connection
        if link is None:
            self.connection.ensure_connection()
            link = self.connection.connection
            if self.index:
                self.index.open()
        head = self.index and self.index.head()  # as it was before, so that what is written meanwhile is seen
        # All rows are fetched, although there is one: a statement that is not at its end holds its snapshot.
        self.number = link.execute(QUESTION).fetchall()[0][0]
        self.head = head
        return self.number

    def held(self):
        now = time.monotonic()
        if self.until is None or now >= self.until:
            self.number = self.prepared()
            self.until = now + self.seconds
        return self.number

    def prepared(self):
        self.connection.ensure_connection()
        if self.cursor is None or self.cursor.connection is not self.connection.connection:
            self.cursor = self.connection.Database.Cursor(self.connection.connection)
        return self.cursor.execute(QUESTION, prepare=True).fetchone()[0]


class Index:
    """The file beside a SQLite database whose head every commit changes; none where it is only read.

    It is never closed: that would take away the locks that SQLite holds on it in this process.
    """

    def __init__(self, connection):
        self.path = Path(f"{connection.settings_dict['NAME']}-shm")
        self.file, self.mapped = None, None

    def open(self):
        """Look at the file that there is now: without connections, SQLite begins another."""
        try:
            if self.file is None or self.path.stat().st_ino != os.fstat(self.file).st_ino:
                self.file = os.open(self.path, os.O_RDONLY)
                self.mapped = mmap.mmap(self.file, HEAD, prot=mmap.PROT_READ)
        except (OSError, ValueError):  # there is none, or an empty one: then the database is asked each time
            self.mapped = None

    def head(self):
        """The bytes that tell one commit from the next; None where they cannot be seen."""
        return self.mapped[:] if self.mapped else None
