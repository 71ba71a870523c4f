"""The moment is told without asking SQLite while nothing was written, and never told late."""

import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest

from spacecoop.page_cache.moments import Index, Moments

pytestmark = pytest.mark.sqlite


class Connection:
    """Stands where Django's connection to a SQLite file stands."""

    vendor, Database = "sqlite", sqlite3

    def __init__(self, path):
        self.settings_dict, self.connection, self.asked = {"NAME": str(path)}, None, []

    def ensure_connection(self):
        self.connection = opened(self.settings_dict["NAME"])
        self.connection.set_trace_callback(self.asked.append)

    def close(self):
        self.connection.close()
        self.connection = None


def opened(path):
    link = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    link.execute("PRAGMA journal_mode = WAL")
    return link


@pytest.fixture
def writer(tmp_path):
    """Another connection to a database that holds the generation 1."""
    with closing(opened(tmp_path / "file")) as link:
        link.execute("CREATE TABLE editorial_generation (number integer)")
        link.execute("INSERT INTO editorial_generation VALUES (1)")
        yield link


@pytest.fixture
def reader(writer, tmp_path):
    return Connection(tmp_path / "file")


@pytest.fixture
def moments(reader):
    return Moments(reader, index=Index(reader))


def test_every_commit_is_seen_at_once(moments, writer):
    seen = []
    for number in range(2, 200):
        writer.execute("UPDATE editorial_generation SET number = ?", [number])
        seen.append(moments.now()[0])
        if number % 50 == 0:
            writer.execute("PRAGMA wal_checkpoint(RESTART)")

    assert seen == list(range(2, 200))


def test_what_is_not_committed_is_not_seen(moments, writer):
    writer.execute("BEGIN")
    writer.execute("UPDATE editorial_generation SET number = 2")
    before = moments.now()[0]
    writer.execute("COMMIT")

    assert (before, moments.now()[0]) == (1, 2)


def test_nothing_is_asked_while_nothing_is_written(moments, reader, writer):
    told = {moments.now()[0] for _turn in range(100)}

    assert (told, len(reader.asked)) == ({1}, 1)


def test_without_the_file_beside_it_the_database_is_asked_each_time(moments, reader, tmp_path):
    moments.index = Index(SimpleNamespace(settings_dict={"NAME": str(tmp_path / "other")}))

    told = [moments.now()[0] for _turn in range(3)]

    assert (told, len(reader.asked)) == ([1, 1, 1], 3)


def test_after_a_failure_another_file_is_looked_at(moments, reader, writer, tmp_path):
    moments.now()
    reader.close()
    writer.close()  # the last one takes the file with it
    reader.connection = SimpleNamespace(execute=None, close=lambda: None)
    moments.head, moments.errors = None, (TypeError,)
    assert moments.now() is None

    with closing(opened(tmp_path / "file")) as another:
        before = moments.now()[0]
        another.execute("UPDATE editorial_generation SET number = 7")

        assert (before, moments.now()[0]) == (1, 7)
