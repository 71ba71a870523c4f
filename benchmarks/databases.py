"""The databases that are measured: made once, and kept."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.servers import ROOT

NOT_INHERITED = {"CACHE_URL", "DATABASE_REPLICA_URL", "DEBUG", "DEBUG_TOOLBAR", "HTTPS", "PAGE_CACHE"}
SEED = 1


def folder():
    """Where they are kept."""
    return Path(os.environ.get("DATA_DIR") or ROOT / "var") / "bench"


def environment(home, **own):
    """The variables of the project's processes with their data there."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return inherited | {"DATA_DIR": str(home), "DJANGO_SETTINGS_MODULE": "spacecoop.settings"} | own


def generated(number):
    """The variables for a made-up catalogue of so many missions, which is made if there is none."""
    if url := os.environ.get("DATABASE_URL"):
        home = folder() / f"postgres-{number}"
        own = {"DATABASE_URL": named(url, f"bench_{number}")}
        create(url, f"bench_{number}")
    else:
        home, own = folder() / str(number), {}
    home.mkdir(parents=True, exist_ok=True)
    variables = environment(home, **own)
    ready = home / "ready"
    if own or not ready.exists():
        if not own:
            (home / "spacecoop.sqlite3").unlink(missing_ok=True)  # broken off
        manage(variables, "migrate", "--verbosity=0")
        manage(variables, "generate_catalogue", f"--missions={number}", f"--seed={SEED}")
        ready.touch()
    manage(variables, "migrate", "--verbosity=0")  # what was added since
    manage(variables, "reindex", "--marked")
    manage(variables, "collectstatic", "--noinput", "--verbosity=0")
    return variables


def shipped():
    """The variables for the real catalogue, prepared as `make serve` does."""
    variables = environment(folder() / "shipped", DATABASE_URL="")
    Path(variables["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
    manage(variables, "prepare")
    return variables


def named(url, name):
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def create(url, name):
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")


def manage(variables, *command):
    """Run a command of manage.py; what it says goes to our error output."""
    subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "manage.py", *command], cwd=ROOT, env=variables, stdout=sys.stderr, check=True
    )
