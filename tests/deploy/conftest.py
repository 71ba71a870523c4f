"""A database of the nodes' own beside those of the tests, and two nodes on it."""

import os
import shutil

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings

from tests.deploy import cluster
from tests.server import site

NAME = "nodes"


@pytest.fixture(scope="module")
def database(catalogue_database):
    """The address of a PostgreSQL database with the shipped catalogue in it."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres") or "CACHE_URL" not in os.environ:
        pytest.skip("needs PostgreSQL and Redis: make test-postgres starts them")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
        connection.execute(f'CREATE DATABASE {NAME} TEMPLATE "{catalogue_database["NAME"]}"')
    yield f"{address.rpartition('/')[0]}/{NAME}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


@pytest.fixture(scope="module")
def variables(database, tmp_path_factory):
    """What all nodes are told alike."""
    return {
        "DATABASE_URL": database,
        "CACHE_URL": f"{os.environ['CACHE_URL'].rpartition('/')[0]}/127",
        "SECRET_KEY": settings.SECRET_KEY,
        "MEDIA_ROOT": str(tmp_path_factory.mktemp("media")),
        "WEB_CONCURRENCY": "1",
        "TRUSTED_PROXIES": "1",
    }


@pytest.fixture(scope="module")
def static(tmp_path_factory):
    """The static files of this release, as `prepare` leaves them."""
    folder = tmp_path_factory.mktemp("collected")
    with override_settings(STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def nodes(variables, static, tmp_path):
    """Two nodes that run; nothing of them is left afterwards."""
    made = []
    for number in range(2):
        shutil.copytree(static, tmp_path / f"node{number}" / "static")
        made.append(cluster.Node(site.environment(tmp_path / f"node{number}", **variables)))
    try:
        for node in made:
            node.start()
        yield made
    finally:
        for node in made:
            if node.process.poll() is None:
                node.kill()


@pytest.fixture
def proxy(nodes, tmp_path):
    with cluster.proxy(nodes, tmp_path) as address:
        yield address
