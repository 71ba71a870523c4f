"""The real server: it starts, answers and stops, and leaves nothing behind."""

import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.server import site

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


def processes_naming(words):
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            lines.append(process.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [line for line in lines if words in line]


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "http"), ("DATABASE_URL", "nonsense"), ("CACHE_URL", "memcached://x"), ("HTTPS", "perhaps")],
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
