"""The real server: it starts, answers and stops, and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    clean = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "CACHE_URL", "SECRET_KEY"}}
    return clean | {"DATA_DIR": str(folder), "PORT": str(free_port()), "WEB_CONCURRENCY": "2"}


@pytest.fixture(scope="module")
def prepared(environment):
    return manage(environment, "prepare")


def manage(environment, *command):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def children_of(session):
    """The processes whose group was led by one of the given ones."""
    listing = subprocess.run(
        ["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True
    ).stdout
    return [line for line in listing.splitlines() if session in line]


def wait_for(address, seconds=15):
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_the_first_preparation_prints_the_administrators_password_and_no_later_one(environment, prepared):
    again = manage(environment, "prepare")

    assert re.search(r"First administrator: admin\nPassword, shown this once: \S{16}\n", prepared)
    assert "Password" not in again
    assert re.search(r"Content: 0 added, 0 updated, \d+ as before\.", again)


def test_the_server_serves_and_stops_cleanly_on_sigterm(environment, prepared):
    process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{environment['PORT']}"
    try:
        status, page = wait_for(f"{address}/missions/jwst/")
        style = re.search(r'href="(/static/css/atlas\.[0-9a-f]+\.css)"', page)[1]
        style_status, _text = wait_for(address + style)
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=15)

    assert (status, style_status, code) == (200, 200, 0)
    assert "James Webb Space Telescope" in page
    assert children_of(f"--port {environment['PORT']}") == []


def test_a_malformed_variable_stops_the_start_and_says_which(environment):
    wrong = {"PORT": "http", "DATABASE_URL": "nonsense", "CACHE_URL": "memcached://x", "HTTPS": "perhaps"}
    for name, value in wrong.items():
        ended = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment | {name: value},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

        assert ended.returncode != 0
        assert name in ended.stderr
