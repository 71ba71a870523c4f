"""Starting and stopping the real server on a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
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


def get(address):
    """(status, text) of an address."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 (our own server)
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()


@contextmanager
def running(variables, seconds=20):
    """The address of a server that answers; it is stopped at the end and must end with code 0."""
    process = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=variables)
    address = f"http://127.0.0.1:{variables['PORT']}"
    try:
        wait_for(f"{address}/healthz", seconds)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=15)
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
