"""The moment of the content: its generation and the day, both of which a page is made for.

The generation is read straight from the driver: Django's cursor takes three times as long, its ORM forty.
"""

import threading
import time

from django.db import Error, connections

from editorial.models import Generation

QUESTION = f"SELECT number FROM {Generation._meta.db_table}"  # noqa: S608 (a constant table name)
DAY = 86_400
HELD = 0.05  # seconds that the answer of a database server is held; SQLite answers in four microseconds


class Moments:
    """Tells the present moment of one database, for each thread by its own connection."""

    def __init__(self, using="default"):
        self.using = using
        self.of_thread = threading.local()

    def now(self):
        """(generation, day), or None where the database cannot be read."""
        try:
            reader = self.of_thread.reader
        except AttributeError:
            reader = self.of_thread.reader = Reader(connections[self.using])
        try:
            return reader.generation(), int(time.time()) // DAY
        except (Error, reader.errors):
            reader.connection.close()  # the next request takes a new one
            return None


class Reader:
    def __init__(self, connection):
        self.connection = connection
        self.generation = self.asked if connection.vendor == "sqlite" else self.held
        self.errors = connection.Database.Error
        self.until = self.number = self.cursor = None

    def asked(self):
        if self.connection.connection is None:
            self.connection.ensure_connection()
        # All rows are fetched, although there is one: a statement that is not at its end holds its snapshot.
        return self.connection.connection.execute(QUESTION).fetchall()[0][0]

    def held(self):
        now = time.monotonic()
        if self.until is None or now >= self.until:
            self.number = self.prepared()
            self.until = now + HELD
        return self.number

    def prepared(self):
        self.connection.ensure_connection()
        if self.cursor is None or self.cursor.connection is not self.connection.connection:
            self.cursor = self.connection.Database.Cursor(self.connection.connection)
        return self.cursor.execute(QUESTION, prepare=True).fetchone()[0]
