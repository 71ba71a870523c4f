"""What all tests share: two databases, one empty and one that holds the shipped catalogue.

Most tests want an empty database and make the few records that they speak of (`tests/records.py`).
They get it from pytest-django's `db`, as usual.

A test that asks for the fixture `catalogue` sees another database in its place: a clone of the
empty one into which the shipped files were brought once, when the first such test of the worker
ran. The clone is made by Django's own `clone_test_db`, so that the same words serve SQLite (a
second file beside the first) and PostgreSQL (a second database, made from the first as its
template); pytest-django's suffix keeps the workers of xdist apart. While such a test runs,
`connections["default"]` is a connection to the clone, inside a transaction of its own that is
rolled back afterwards: a test may change the catalogue as it likes, and no other test sees it.

Thus a test of an empty list is honest, factories never meet a shipped slug, and a run without
catalogue tests never loads it. A test that needs the loaded database as a whole, to copy it or to
start a server on it, asks for `catalogue_database` and gets its settings.
"""

import os
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections, transaction
from django.test.utils import override_settings
from pytest_django.plugin import blocking_manager_key

from editorial import shipping
from editorial.models import Touched
from search.models import Mark

FIXTURES = Path(settings.FIXTURE_DIRS[0])


@pytest.fixture(scope="session")
def catalogue_database(django_db_setup, django_db_blocker):
    """The settings of a database that holds the shipped catalogue, loaded once per worker."""
    with django_db_blocker.unblock():
        empty = connections["default"]
        empty.close()  # a clone is taken from a database that nobody holds
        clone = empty.creation.get_test_db_clone_settings("catalogue")
        remove_traces(clone)
        empty.creation.clone_test_db("catalogue", verbosity=0, autoclobber=True)
        connection = connect(clone)
        shipping.bring_in(FIXTURES)
        call_command("reindex", "--marked")
        connection.close()
        use(empty)
        yield clone
        empty.close()
        empty.creation.destroy_test_db(suffix="catalogue", verbosity=0)
        remove_traces(clone)


@pytest.fixture
def catalogue(db, catalogue_database):
    """The database of this test holds the shipped catalogue."""
    empty = connections["default"]
    connection = connect(catalogue_database)
    block = transaction.atomic()
    block._from_testcase = True  # as Django's TestCase: durable blocks are allowed within
    block.__enter__()
    yield
    transaction.set_rollback(True)
    block.__exit__(None, None, None)
    connection.close()
    use(empty)


def connect(database):
    """Make a new connection to the database the one that everything uses."""
    connection = connections.create_connection("default")
    connection.settings_dict = {**database}
    use(connection)
    return connection


def use(connection):
    """Content types may have other keys there: a test with transactions of its own makes them anew."""
    connections["default"] = connection
    ContentType.objects.clear_cache()


def remove_traces(database):
    """What a killed run of SQLite may have left beside its file."""
    if database["ENGINE"].endswith("sqlite3"):
        for ending in ("-wal", "-shm"):
            Path(f"{database['NAME']}{ending}").unlink(missing_ok=True)


@pytest.fixture(scope="session", autouse=True)
def own_cache():
    """Where Redis is the cache, each worker of xdist has a database of it, for tests clear theirs."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    cache = settings.CACHES["default"]
    if address := cache.get("LOCATION"):
        cache = cache | {"LOCATION": urlsplit(address)._replace(path=f"/{number}").geturl()}
    with override_settings(CACHES=settings.CACHES | {"default": cache}):
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory):
    """The static files as the real server has them: hashed and compressed, in a folder of this run."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A test with transactions of its own ends in an empty database: the roles are made again.

    What the triggers noted while the tables were emptied, one after the other, goes too.
    """
    result = yield
    marker = item.get_closest_marker("django_db")
    flushed = "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction"))
    if flushed and nextitem:
        with item.config.stash[blocking_manager_key].unblock():
            make_roles()
            for model in (Mark, Touched):
                model.objects.all().delete()
    return result


def pytest_collection_modifyitems(config, items):
    """What takes minutes is run by `make soak` alone; what is about the files of SQLite, on SQLite."""
    left_out = set() if "soak" in config.option.markexpr else {"soak"}
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        left_out.add("sqlite")
    kept, others = [], []
    for item in items:
        marked = left_out.intersection(mark.name for mark in item.iter_markers())
        (others if marked else kept).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = kept


def make_roles():
    editor = SimpleNamespace(connection=connections["default"])
    for name, make in (
        ("0001_roles", "make_roles"),
        ("0002_approval", "give_approval"),
        ("0003_governance", "give"),
        ("0004_sets", "give"),
    ):
        getattr(import_module(f"spacecoop.migrations.{name}"), make)(apps, editor)


def pytest_sessionfinish(session):
    """Under CI nothing may be skipped: a skip fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
