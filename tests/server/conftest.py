"""A server's own small site, on whichever database the tests run."""

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connections

from tests.server import site


@pytest.fixture
def stocked(transactional_db, tmp_path):
    """The variables of a server with a few records, and `chief` and `deputy` at its desk."""
    connections["default"].close()  # a copy is made of a database that nobody holds
    with copied(connections["default"].settings_dict, tmp_path) as address:
        (tmp_path / "static").symlink_to(settings.STATIC_ROOT)
        (tmp_path / "media").mkdir()
        variables = site.environment(tmp_path, DATABASE_URL=address)
        site.manage(variables, "shell", "--command", "from tests.server import stock; stock.make()")
        yield variables


@contextmanager
def emptied(variables, folder):
    """The variables of a second site, with nothing in it yet."""
    folder.mkdir()
    (folder / "static").symlink_to(settings.STATIC_ROOT)
    base, name = variables["DATABASE_URL"].rsplit("/", 1)
    if base.startswith("sqlite"):
        yield site.environment(folder)
        return
    with made(f'"{name}_{folder.name}"', ""):
        yield site.environment(folder, DATABASE_URL=f"{base}/{name}_{folder.name}")


@contextmanager
def copied(database, folder):
    """The address of a copy of the database, which is gone at the end."""
    if database["ENGINE"].endswith("sqlite3"):
        copy = Path(folder) / "spacecoop.sqlite3"
        with closing(sqlite3.connect(database["NAME"])) as link, closing(sqlite3.connect(copy)) as target:
            link.backup(target)
        yield f"sqlite:///{copy}"
        return
    name = f"site_{uuid4().hex[:12]}"
    place = "{USER}:{PASSWORD}@{HOST}:{PORT}".format(**database)
    with made(f'"{name}"', f'TEMPLATE "{database["NAME"]}"'):
        yield f"postgres://{place}/{name}"


@contextmanager
def made(name, template):
    """A database of PostgreSQL, which is gone at the end."""
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} {template}")
    try:
        yield
    finally:
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
