"""The real server: it starts, answers and stops, and leaves nothing behind."""

import re
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.server import site, slow

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def variables(tmp_path_factory):
    return site.environment(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def prepared(variables):
    return site.manage(variables, "prepare")


def test_the_first_preparation_prints_the_administrators_password_and_no_later_one(variables, prepared):
    again = site.manage(variables, "prepare")

    assert re.search(r"First administrator: admin\nPassword, shown this once: \S{16}\n", prepared)
    assert "Password" not in again
    assert re.search(r"Content: 0 added, 0 updated, \d+ as before\.", again)


def test_the_server_serves_and_stops_cleanly_on_sigterm(variables, prepared):
    with site.running(variables) as address:
        status, page = site.get(f"{address}/missions/jwst/")
        style = re.search(r'href="(/static/css/atlas\.[0-9a-f]+\.css)"', page)[1]
        style_status, _text = site.get(address + style)

    assert (status, style_status) == (200, 200)
    assert "James Webb Space Telescope" in page
    assert processes_naming(f"--port {variables['PORT']}") == []


def test_its_workers_hand_each_other_pages_in_a_folder_that_goes_with_it(variables, prepared):
    with site.running(variables) as address:
        folders = {found for found in workers_folders(variables) if found}
        for path in ("/missions/jwst/", "/missions/", "/nowhere/"):
            with suppress(OSError):
                site.get(address + path)
        kept = [file for folder in folders for file in folder.rglob("*") if file.is_file()]

    assert (len(folders), len(kept)) == (1, 2)
    assert not folders.pop().exists()


def workers_folders(variables):
    """What each process that serves on the site's port is told of the folder."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"--port\0{variables['PORT']}".encode() in (process / "cmdline").read_bytes():
                told = (process / "environ").read_bytes().decode(errors="replace").split("\0")
                yield from (Path(one.partition("=")[2]) for one in told if one.startswith("PAGES_FOLDER="))


def processes_naming(words):
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            lines.append(process.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [line for line in lines if words in line]


@pytest.fixture
def server(variables, prepared):
    """A server that serves; whoever asks for it stops it."""
    command = [sys.executable, "manage.py", "serve", "--no-worker"]
    process = subprocess.Popen(command, cwd=site.ROOT, env=variables)
    site.wait_for(f"http://127.0.0.1:{variables['PORT']}/healthz", seconds=30)
    yield process
    site.killed(process)


def test_slow_clients_delay_nobody_and_do_not_hold_the_server_when_it_stops(server, variables):
    port = int(variables["PORT"])
    slow.seconds_of_a_page(port)
    with slow.clients(port):
        time.sleep(2)
        slowest = max(slow.seconds_of_a_page(port) for _turn in range(5))
        began = time.monotonic()
        server.terminate()
        code = server.wait(timeout=30)
        took = time.monotonic() - began

    assert slowest < 1
    assert (code, took < 12.5) == (0, True)
    assert processes_naming(f"--port {port}") == []


def test_a_request_under_way_is_answered_before_the_server_has_stopped(server, variables):
    page = site.get(f"http://127.0.0.1:{variables['PORT']}/report/")[1]
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    with closing(sqlite3.connect(Path(variables["DATA_DIR"]) / "spacecoop.sqlite3")) as another:
        another.isolation_level = None
        another.execute("BEGIN IMMEDIATE")  # the report waits for us
        with ThreadPoolExecutor() as pool:
            sent = pool.submit(reported, variables["PORT"], token=token, text="A date is wrong, I think.")
            time.sleep(1)
            server.terminate()
            time.sleep(5)
            answered_before = sent.done()
            another.execute("ROLLBACK")
            status = sent.result()

    assert (answered_before, status) == (False, 303)
    assert server.wait(timeout=10) == 0


def reported(port, **values):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with closing(HTTPConnection("127.0.0.1", int(port), timeout=30)) as connection:
        connection.request("POST", "/report/", urlencode(values), headers)
        with connection.getresponse() as answer:
            return answer.status


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_REPLICA_URL", "postgres://host/name"),  # of SQLite there is none
        ("CACHE_URL", "memcached://x"),
        ("MEDIA_STORAGE", "nowhere.Storage"),
        ("MEDIA_STORAGE_OPTIONS", "bucket"),
        ("HTTPS", "perhaps"),
    ],
)
def test_a_malformed_variable_stops_the_start_and_says_which(variables, name, value):
    ended = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=site.ROOT,
        env=variables | {name: value},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert ended.returncode != 0
    assert name in ended.stderr
