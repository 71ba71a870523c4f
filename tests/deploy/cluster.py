"""Nodes behind the proxy of deploy/, each a process as in earnest, on loopback."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from tests.server import site

PROXY = site.ROOT / "deploy" / "proxy"
PAGES = ("/missions/jwst/", "/missions/?partner=esa", "/faq/", "/treaties/", "/api/v1/missions/?page_size=5")


class Node:
    """One node, with a folder and a port of its own."""

    def __init__(self, variables):
        self.variables, self.process, self.release = variables, None, None
        self.address = f"http://127.0.0.1:{variables['PORT']}"

    def run(self, release):
        """From the release, a folder; one that does not do so yet or any longer is started anew."""
        if self.process and self.process.poll() is None and self.release == release:
            return
        self.kill()
        command = [sys.executable, "manage.py", "serve", "--no-worker"]
        self.process = subprocess.Popen(command, cwd=release, env=self.variables)
        self.release = release
        site.wait_for(f"{self.address}/healthz", seconds=60)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)

    def kill(self):
        if self.process:
            site.killed(self.process)

    def get(self, path):
        return site.get(self.address + path)


def get(address, headers):
    """The text at the address, for a request with these headers."""
    with urlopen(Request(address, headers=headers), timeout=20) as answer:  # noqa: S310 (our own server)
        return answer.read().decode()


class Proxy:
    def __init__(self, folder):
        self.folder, self.port = folder, site.free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def counted(self, name):
        """What it has counted under the name."""
        told = subprocess.run(
            ["varnishstat", "-n", str(self.folder / "varnish"), "-1", "-f", f"MAIN.{name}"],
            capture_output=True,
            text=True,
            check=True,
        )
        return int(told.stdout.split()[1])


@contextmanager
def proxy(nodes, folder):
    """The proxy as deploy/ has it, before these two nodes."""
    ports = dict(zip(("8001", "8002"), (node.variables["PORT"] for node in nodes), strict=True))
    text = re.sub("800[12]", lambda found: ports[found[0]], (PROXY / "nodes.vcl").read_text())
    (folder / "nodes.vcl").write_text(text)
    made = Proxy(folder)
    process = subprocess.Popen(
        [
            *(shutil.which("varnishd", path=f"{os.environ['PATH']}:/usr/sbin"), "-F", "-j", "none"),
            *("-n", str(folder / "varnish"), "-a", f"127.0.0.1:{made.port}", "-s", "malloc,32m"),
            *("-f", str(PROXY / "spacecoop.vcl"), "-p", f"vcl_path={folder}"),
        ],
        stderr=subprocess.DEVNULL,
    )
    try:
        yield made
    finally:
        process.terminate()
        process.wait(timeout=10)


class Readers:
    """Readers who ask for page after page; `answers` counts the status of each, or what went wrong."""

    def __init__(self, address, number=6):
        self.host, self.answers, self.done = urlsplit(address).netloc, Counter(), threading.Event()
        self.threads = [threading.Thread(target=self.read) for _reader in range(number)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.done.set()
        for thread in self.threads:
            thread.join()

    def read(self):
        connection = HTTPConnection(self.host, timeout=20)
        for path in cycle(PAGES):
            if self.done.is_set():
                break
            try:
                connection.request("GET", path)
                response = connection.getresponse()
                response.read()
                self.answers[response.status] += 1
            except (OSError, HTTPException) as error:
                self.answers[repr(error)] += 1
                connection.close()
        connection.close()

    def wait_for(self, more):
        """Until so many more have been answered."""
        goal = self.answers.total() + more
        while self.answers.total() < goal:
            time.sleep(0.05)
