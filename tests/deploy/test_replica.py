"""A node with a replica of its database: a real one, which follows by PostgreSQL's own means."""

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from tests.deploy import cluster
from tests.server import site

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.django_db]  # the last: a database is made
PAGE = "/missions/hubble/"


class Replica:
    """A PostgreSQL that follows the one at the address."""

    def __init__(self, address, folder):
        self.folder, self.port, primary = folder, site.free_port(), urlsplit(address)
        self.address = address.replace(f":{primary.port}/", f":{self.port}/")
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        place = ("-h", primary.hostname, "-p", str(primary.port), "-U", primary.username)
        self.run("pg_basebackup", *place, "-D", folder / "data", "-R", "-c", "fast")
        listening = f"-p {self.port} -c unix_socket_directories={folder} -c hot_standby_feedback=on"
        self.run("pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", listening, "start")

    def stop(self):
        self.run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def run(self, command, *arguments):
        program = max(Path("/usr/lib/postgresql").glob(f"*/bin/{command}"))
        as_postgres = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        subprocess.run([*as_postgres, program, *arguments], check=True, stdout=subprocess.DEVNULL)

    @contextmanager
    def behind(self):
        """Within, it does not follow."""
        self.execute("SELECT pg_wal_replay_pause()")
        yield
        self.execute("SELECT pg_wal_replay_resume()")

    def follow(self, primary):
        """Until it has all that the primary has now."""
        with psycopg.connect(primary) as connection:
            (place,) = connection.execute("SELECT pg_current_wal_lsn()").fetchone()
        with psycopg.connect(self.address, autocommit=True) as connection:
            while not connection.execute("SELECT pg_last_wal_replay_lsn() >= %s", [place]).fetchone()[0]:
                time.sleep(0.05)

    def execute(self, statement):
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture
def replica(database, tmp_path_factory):
    folder = Path("/tmp") / tmp_path_factory.mktemp("replica").name  # noqa: S108 (the server's user may enter it)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    made = Replica(database, folder)
    yield made
    if (folder / "data" / "postmaster.pid").exists():
        made.stop()
    shutil.rmtree(folder)


@pytest.fixture
def node(variables, replica, static_files, tmp_path):
    shutil.copytree(settings.STATIC_ROOT, tmp_path / "static")
    made = cluster.Node(site.environment(tmp_path, **variables, DATABASE_REPLICA_URL=replica.address))
    made.run(site.ROOT)
    yield made
    made.kill()


def rename(database, name):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE missions_mission SET name = %s WHERE slug = 'hubble'", [name])


def shows(node, name, **headers):
    time.sleep(0.1)  # for which the generation may be held
    return f"<title>{name}" in cluster.get(node.address + PAGE, headers)


def test_readers_are_shown_the_replica_and_editors_the_primary_until_the_replica_is_gone(
    node, replica, database
):
    found = {}
    rename(database, "Before")
    replica.follow(database)
    found["before"] = shows(node, "Before")

    with replica.behind():
        rename(database, "After")
        found["a reader, while it is behind"] = shows(node, "Before")
        found["an editor, while it is behind"] = shows(node, "After", Cookie="sessionid=x")
    replica.follow(database)
    found["a reader, when it has followed"] = shows(node, "After")

    with cluster.Readers(node.address, number=2) as readers:
        readers.wait_for(more=20)
        replica.stop()
        readers.wait_for(more=20)
    rename(database, "Alone")
    found["a reader, when it is gone"] = shows(node, "Alone")

    assert found == dict.fromkeys(found, True)
    assert set(readers.answers) == {200}
