import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from spacecoop import environment as env
from spacecoop.sqlite3.base import settle

# A thread waits for each request that is still being sent; Django itself has one (spacecoop/turns.py).
SERVER = (
    *("--interface", "wsgi", "--blocking-threads", "64", "--workers-kill-timeout", "8"),
    *("--respawn-failed-workers", "--log-level", "warning"),
    *("--http1-header-read-timeout", "10000", "--http1-buffer-size", "65536"),  # bytes of all headers
)
MEMORY = {
    # What is freed goes back to the system: glibc would keep it, in a heap for each thread.
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
    # Long bodies lie in pages of 2 MB, Python's and granian's: thousands of 4 KB take a third of the time.
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    "_RJEM_MALLOC_CONF": "narenas:1,thp:always",
}
WSGI = "spacecoop.wsgi:application"
PATIENCE = 12  # seconds until what has not stopped is killed


class Command(BaseCommand):
    help = "Serves the site with its background worker; stops both on SIGTERM or Ctrl-C."
    requires_system_checks = ()  # manage.py runs it without loading the apps, which its children load

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--no-worker", action="store_true", help="only the server; manage.py work runs elsewhere"
        )

    def handle(self, host, no_worker, **options):
        port = env.whole_number("PORT", 8000)
        workers = env.whole_number("WEB_CONCURRENCY", 2, most=64)
        address = ("--host", host, "--port", str(port), "--workers", str(workers))
        end_metrics = import_string("spacecoop.metrics.serve")(settings.METRICS) if settings.METRICS else None
        stopping = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stopping.append(True))
        with ExitStack() as until_stopped:
            folder = pages_folder(until_stopped)
            children = [start("-m", "granian", *SERVER, *address, WSGI, PAGES_FOLDER=folder)]
            if not no_worker:
                children.append(start_worker())
            self.stdout.write(f"Serving on http://{host}:{port}/ (stop with Ctrl-C)")
            self.stdout.flush()
            code = watch(children, stopping)
            stop(children)
        if end_metrics:
            end_metrics()
        if settings.DATABASES["default"]["ENGINE"] == "spacecoop.sqlite3":
            settle(settings.DATABASES["default"]["NAME"])
        sys.exit(code)


def pages_folder(stack):
    """Where the workers hand each other pages until the stack ends; "" where no file can be written."""
    try:
        return stack.enter_context(TemporaryDirectory(prefix="spacecoop-pages-", ignore_cleanup_errors=True))
    except OSError:
        return ""


def start(*arguments, **variables):
    return subprocess.Popen(  # noqa: S603 (our own program and arguments)
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=MEMORY | os.environ | variables | {"DJANGO_SETTINGS_MODULE": "spacecoop.settings"},
        start_new_session=True,  # Ctrl-C reaches us alone, and we stop the children in order
    )


def start_worker():
    """The background worker, which gives way to the server."""
    worker = start("manage.py", "work")
    os.setpriority(os.PRIO_PROCESS, worker.pid, 10)
    return worker


def watch(children, stopping):
    """Wait until told to stop (0) or the server ends by itself (1); a worker that ends is replaced."""
    while not stopping:
        if children[0].poll() is not None:
            return 1
        if children[1:] and children[1].poll() is not None:
            time.sleep(1)
            children[1] = start_worker()
        time.sleep(0.2)
    return 0


def stop(children):
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
