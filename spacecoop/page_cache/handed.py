"""Pages that the workers of one server hand to each other, as files.

Each worker would otherwise make every page anew after a publication. Whoever makes one holds a lock on
its file, for which the others wait; the system takes the lock away from a process that ends.
"""

import fcntl
import json
import os
import shutil
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from spacecoop.page_cache.page import Page


class Handed:
    """As `Shared`, in a folder; each worker puts at most so many bytes into it at each moment.

    Where the folder fails nothing is handed, and each worker makes its own.
    """

    def __init__(self, folder, most_bytes):
        self.folder, self.most_bytes = Path(folder), most_bytes
        self.moment, self.bytes = None, 0
        self.begun = {}  # files that this worker has locked, to fill them

    def get_or_begin(self, moment, key):
        """The page; or None for whoever is to make it: one worker, while the others wait for it."""
        with suppress(OSError):
            if moment != self.moment:
                self.turn_to(moment)
            file = os.open(self.path(moment, key), os.O_RDWR | os.O_CREAT, 0o600)
            self.begun[moment, key] = file  # whatever happens, `end` closes it
            fcntl.flock(file, fcntl.LOCK_EX)
            if page := written(file):
                self.end(moment, key)
                return page
        return None

    def put(self, moment, key, page):
        file = self.begun.get((moment, key))
        if file is None or moment != self.moment or self.bytes + page.size > self.most_bytes:
            return
        self.bytes += page.size
        with suppress(OSError):
            write(file, page)

    def end(self, moment, key):
        """Let the others have it; a file without a page goes, or every wrong address would leave one."""
        file = self.begun.pop((moment, key), None)
        if file is None:
            return
        with suppress(OSError):
            if not os.fstat(file).st_size:
                self.path(moment, key).unlink()
        os.close(file)

    def path(self, moment, key):
        return self.of(moment) / blake2b(repr(key).encode(), digest_size=24).hexdigest()

    def of(self, moment):
        return self.folder / "-".join(map(str, moment))

    def turn_to(self, moment):
        """Clear away what was handed before. Another worker may be a little behind: then it hands nothing."""
        self.of(moment).mkdir(parents=True, exist_ok=True)
        self.moment, self.bytes = moment, 0
        for other in self.folder.iterdir():
            if other != self.of(moment):
                shutil.rmtree(other, ignore_errors=True)


def write(file, page):
    head = json.dumps([page.status, page.headers, len(page.body)]).encode() + b"\n"
    os.ftruncate(file, 0)
    os.pwritev(file, [head, page.body], 0)


def written(file):
    """The page in the file; None where there is none, or not the whole of it."""
    head, _line, body = os.pread(file, os.fstat(file).st_size, 0).partition(b"\n")
    if not head:
        return None
    with suppress(ValueError):
        status, headers, size = json.loads(head)
        if size == len(body):
            return Page(status, [tuple(header) for header in headers], body)
    return None
