"""Starting and stopping the real server on a data folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_INHERITED = {"DATABASE_URL", "DATABASE_REPLICA_URL", "CACHE_URL"}
NOT_INHERITED |= {"SECRET_KEY", "DEBUG", "HTTPS", "ADMIN_PASSWORD", "READ_ONLY"}


def environment(folder, **changes):
    """The variables of a server with its data in the folder, on a free port."""
    clean = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return clean | {"DATA_DIR": str(folder), "PORT": str(free_port()), "WEB_CONCURRENCY": "2"} | changes


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(variables, *command, release=ROOT):
    """What the command of the release prints; raises CalledProcessError if it fails."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=release,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def failed(variables, *command):
    """What the command says as it fails."""
    with pytest.raises(subprocess.CalledProcessError) as failure:
        manage(variables, *command)
    return failure.value.stderr


def seen(variables, *slugs):
    """What `tests.server.looking` sees in the database of these variables."""
    command = f"from tests.server import looking; looking.tell({slugs!r})"
    return json.loads(manage(variables, "shell", "--verbosity", "0", "--command", command))


def get(address):
    """(status, text) of an address."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 (our own server)
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()


def started(variables, log=None, seconds=20):
    """(process, address) of a server that answers; what it says goes to the file."""
    process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=variables, stderr=log)
    address = f"http://127.0.0.1:{variables['PORT']}"
    try:
        wait_for(f"{address}/healthz", seconds)
    except OSError:
        killed(process)
        raise
    return process, address


def killed(process):
    """End the server and all that it started at once, as a power cut would end them."""
    for number in family(process.pid):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    process.wait()


def family(number):
    """The process of this number and its descendants."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            own, _rest, fields = stat.parent.name, *stat.read_text().rpartition(")")[::2]
            parents[int(own)] = int(fields.split()[1])
    found = [number]
    for parent in found:
        found += [child for child, of in parents.items() if of == parent]
    return found


@contextmanager
def running(variables, log=None, seconds=20):
    """The address of a server that answers; it is stopped at the end and must end with code 0."""
    process, address = started(variables, log, seconds)
    try:
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            killed(process)
            raise
    assert code == 0, f"the server ended with code {code}"


def wait_for(address, seconds):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return get(address)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
