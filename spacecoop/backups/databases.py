"""What a backup asks of a database: a copy of one moment, a trial of the copy, and its place."""

import os
import secrets
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from spacecoop.backups import tables

IN_USE = "The database is in use: stop the server and its worker first."
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class Failed(Exception):
    """The database did not do what was asked of it; the text is for the operator."""


class SQLite:
    """One file. It is copied page by page within one read, while others write."""

    member = "database.sqlite3"

    def __init__(self):
        self.path = Path(connection.settings_dict["NAME"])

    @property
    def folder(self):
        return self.path.parent

    def copy(self, target):
        """Copy the database as it is at one moment; its tables."""
        source = connection.copy()
        source.ensure_connection()
        with closing(source), closing(sqlite3.connect(target)) as copy:
            source.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            return tables.of_sqlite(copy)

    def tried(self, copy):
        """The tables of the copy. Raises Failed if it is no sound database."""
        with closing(sqlite3.connect(copy)) as link:
            try:
                if (said := link.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                    raise Failed(f"The database is damaged: {said}")
                return tables.of_sqlite(link)
            except sqlite3.DatabaseError as error:
                raise Failed(f"The database is damaged: {error}") from error

    def check_free(self):
        """Nobody may have the database open: what they write would belong to another file."""
        connection.close()
        if not self.path.exists():
            return
        with closing(sqlite3.connect(self.path, timeout=1, isolation_level=None)) as link:
            try:
                mode = link.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            except sqlite3.OperationalError as error:
                raise Failed(IN_USE) from error
            except sqlite3.DatabaseError:
                return  # a damaged file: nobody can use it, and it is kept beside
            if mode != "delete":
                raise Failed(IN_USE)

    def put_in_place(self, copy, expected):
        """The copy becomes the database at once; what was there is kept beside it."""
        compare(expected, self.tried(copy))
        self.check_free()
        before = self.path.with_name(f"{self.path.name}.before")
        if self.path.exists():
            before.unlink(missing_ok=True)
            os.link(self.path, before)
        for ending in ("-wal", "-shm"):
            self.path.with_name(f"{self.path.name}{ending}").unlink(missing_ok=True)
        copy.replace(self.path)


class PostgreSQL:
    """A database on a server. Its own tools copy it from within one moment, and restore it in one step."""

    member = "database.sql"
    folder = None

    def copy(self, target):
        source = connection.copy()
        with closing(source), transaction_of(source), source.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            moment = cursor.fetchone()[0]
            run(
                "pg_dump",
                "--schema=public",
                "--no-owner",
                "--no-acl",
                f"--snapshot={moment}",
                f"--file={target}",
            )
            return tables.of_postgresql(cursor)

    def tried(self, copy):
        """The tables of the copy, restored into a database that is made for it and dropped again."""
        name = f"{connection.settings_dict['NAME']}_verify_{secrets.token_hex(4)}"
        with scratch_database(name) as settings:
            run("psql", *QUIET, "-1", "-c", "DROP SCHEMA public", "-f", str(copy), settings=settings)
            trial = connection.copy()
            trial.settings_dict = settings
            with closing(trial), trial.cursor() as cursor:
                return tables.of_postgresql(cursor)

    def check_free(self):
        """Nobody else may be connected: what they write would be put aside with what was there."""
        for _try in range(5):
            with connection.cursor() as cursor:
                cursor.execute(OTHERS)
                if not cursor.fetchone()[0]:
                    return
            time.sleep(0.5)  # a connection that was just closed is there a moment longer
        raise Failed(IN_USE)

    def put_in_place(self, copy, expected):
        """In one transaction: what is there steps aside, the copy comes in, and its digests are compared."""
        check = copy.with_name("check.sql")
        check.write_text(comparison(expected), encoding="utf-8")
        aside = "DROP SCHEMA IF EXISTS before_restore CASCADE; ALTER SCHEMA public RENAME TO before_restore"
        steps = (
            "-c",
            "SET lock_timeout = '10s'; SET client_min_messages = warning",
            "-c",
            aside,
            "-f",
            str(copy),
            "-f",
            str(check),
        )
        connection.close()
        run("psql", *QUIET, "-1", *steps)


QUIET = ("--no-psqlrc", "--quiet", "--output", os.devnull, "--set", "ON_ERROR_STOP=1")


def database():
    return {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor]()


def transaction_of(source):
    """A transaction of a connection that is none of Django's named ones."""
    source.ensure_connection()
    return source.connection.transaction()


def run(program, *arguments, settings=None):
    """Run a tool of PostgreSQL on the database. Raises Failed with what it said."""
    (_psql, *place), variables = DatabaseClient.settings_to_cmd_args_env(
        settings or connection.settings_dict, []
    )
    try:
        subprocess.run(  # noqa: S603 (our own program and arguments)
            [program, *arguments, *place],
            env=os.environ | (variables or {}),
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise Failed(f"{program} is not installed (Debian: apt-get install postgresql-client).") from error
    except subprocess.CalledProcessError as error:
        raise Failed(f"{program}: {error.stderr.strip()}") from error


@contextmanager
def scratch_database(name):
    """The settings of an empty database beside ours, which is dropped at the end."""
    owner = connection.copy()
    with closing(owner), owner.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield {**connection.settings_dict, "NAME": name}
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def compare(expected, found):
    if different := tables.differing(expected, found):
        raise Failed(f"These tables are not as they were: {', '.join(different)}.")


def comparison(expected):
    """Statements that fail, and with them the transaction, unless every table is as expected."""
    checks = "\n".join(
        f"IF ROW({rows}::bigint, '{digest}'::text) IS DISTINCT FROM (SELECT ROW(c, d) FROM "
        f"({tables.counted(name)}) AS found(c, d)) THEN RAISE EXCEPTION 'table {name} differs'; END IF;"
        for name, (rows, digest) in expected.items()
    )
    return f"{tables.PLAIN};\nDO $check$ BEGIN\n{checks}\nEND $check$;\n"
