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
    """Tells the present moment of a database by one connection, which the threads share."""

    def __init__(self, connection, seconds=HELD):
        self.connection, self.seconds = connection, seconds
        self.errors = (Error, connection.Database.Error)
        self.generation = self.asked if connection.vendor == "sqlite" else self.held
        self.until = self.number = self.cursor = None
        self.lock = threading.Lock()

    @classmethod
    def of(cls, database):
        """By a connection of its own, outside of any transaction."""
        connection = connections.create_connection(database)
        connection.inc_thread_sharing()
        return cls(connection)

    def now(self):
        """(generation, day), or None where the database cannot be read."""
        with self.lock:
            try:
                return self.generation(), int(time.time()) // DAY
            except self.errors:
                self.cursor = None
                self.connection.close()  # the next request takes a new one
                return None

    def asked(self):
        link = self.connection.connection
        if link is None:
            self.connection.ensure_connection()
            link = self.connection.connection
        # All rows are fetched, although there is one: a statement that is not at its end holds its snapshot.
        return link.execute(QUESTION).fetchall()[0][0]

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
