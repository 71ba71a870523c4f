"""A database of the nodes' own beside those of the tests, and two nodes on it."""

import os
import shutil

import psycopg
import pytest
from django.conf import settings

from tests.deploy import cluster
from tests.server import site

NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))  # of this process of the tests
NAME = f"nodes_{NUMBER}"


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
        "CACHE_URL": f"{os.environ['CACHE_URL'].rpartition('/')[0]}/{64 + NUMBER}",
        "SECRET_KEY": settings.SECRET_KEY,
        "MEDIA_ROOT": str(tmp_path_factory.mktemp("media")),
        "WEB_CONCURRENCY": "1",
        "TRUSTED_PROXIES": "1",
    }


@pytest.fixture(scope="module")
def made_nodes(variables, static_files, tmp_path_factory):
    folders = [tmp_path_factory.mktemp(f"node{number}") for number in range(2)]
    for folder in folders:
        shutil.copytree(settings.STATIC_ROOT, folder / "static")
    nodes = [cluster.Node(site.environment(folder, **variables)) for folder in folders]
    yield nodes
    for node in nodes:
        node.kill()


@pytest.fixture
def nodes(made_nodes):
    """Two nodes of this release that run, whatever the test before has done to them."""
    for node in made_nodes:
        node.run(site.ROOT)
    return made_nodes


@pytest.fixture(scope="module")
def made_proxy(made_nodes, tmp_path_factory):
    with cluster.proxy(made_nodes, tmp_path_factory.mktemp("proxy")) as proxy:
        yield proxy


@pytest.fixture
def proxy(nodes, made_proxy):
    """The proxy before the two nodes, which both answer."""
    site.wait_for(f"{made_proxy.address}/healthz", seconds=30)
    return made_proxy
