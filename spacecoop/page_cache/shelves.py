"""Where pages are kept: in the memory of the process, and in the shared cache where there is one."""

import threading
import time
from collections import OrderedDict
from hashlib import blake2b

IN_FLIGHT = 10  # seconds after which another may make the page that somebody is making
WAIT, LONGEST_WAIT = 0.001, 0.02  # seconds between two looks at the shared cache, a quarter longer each time


class Memory:
    """The pages of the present moment, the least used given up first; all are at the next."""

    def __init__(self, most_bytes):
        self.most_bytes = most_bytes
        self.lock = threading.Lock()
        self.moment, self.pages, self.bytes = None, OrderedDict(), 0

    def get(self, moment, key):
        with self.lock:
            if moment != self.moment:
                self.moment, self.pages, self.bytes = moment, OrderedDict(), 0
                return None
            page = self.pages.get(key)
            if page is not None:
                self.pages.move_to_end(key)
            return page

    def put(self, moment, key, page):
        with self.lock:
            if moment != self.moment or page.size > self.most_bytes // 4:
                return
            if before := self.pages.pop(key, None):
                self.bytes -= before.size
            self.pages[key] = page
            self.bytes += page.size
            while self.bytes > self.most_bytes:
                self.bytes -= self.pages.popitem(last=False)[1].size


class Alone:
    """One flight for each page of this process: who comes later waits for who makes it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.flights = {}

    def __call__(self, key):
        return Flight(self, key)


class Flight:
    def __init__(self, alone, key):
        self.alone, self.key = alone, key

    def __enter__(self):
        with self.alone.lock:
            waiting = self.alone.flights.setdefault(self.key, [threading.Lock(), 0])
            waiting[1] += 1
        self.waiting = waiting
        waiting[0].acquire()

    def __exit__(self, *error):
        self.waiting[0].release()
        with self.alone.lock:
            self.waiting[1] -= 1
            if not self.waiting[1]:
                del self.alone.flights[self.key]


class Shared:
    """The pages that all nodes share, under names that hold the release and the moment."""

    def __init__(self, cache, release):
        self.cache, self.release = cache, release

    def name(self, moment, key):
        return blake2b(repr((self.release, moment, key)).encode(), digest_size=24).hexdigest()

    def get_or_begin(self, moment, key):
        """The page; or None for whoever is to make it: one node, while the others wait for it."""
        name = self.name(moment, key)
        deadline, wait = time.monotonic() + IN_FLIGHT, WAIT
        while (page := self.cache.get(name)) is None:
            if self.cache.add(f"{name}.flight", 1, IN_FLIGHT) or time.monotonic() > deadline:
                return None
            time.sleep(wait)
            wait = min(1.25 * wait, LONGEST_WAIT)
        return page

    def put(self, moment, key, page):
        self.cache.set(self.name(moment, key), page, 3600)

    def end(self, moment, key):
        self.cache.delete(f"{self.name(moment, key)}.flight")
