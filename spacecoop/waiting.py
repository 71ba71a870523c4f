"""Who waits for the one thread that runs Django: whoever asks for what is quickly made comes first.

A turn is due after some times as long as the address took before, so that many who ask for a costly page
let others past, and still come to their turn.
"""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from queue import PriorityQueue

TIMES = 10  # as long as an address takes, others may come before it
REMEMBERED = 2_000  # addresses


class Turns:
    def __init__(self):
        self.thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="django")
        self.waiting, self.numbers = PriorityQueue(), count()
        self.seconds = {}  # that an address took lately

    def take(self, address, work):
        """What the work returns, or raises, once its turn has come."""
        turn = Future()
        due = time.monotonic() + TIMES * self.seconds.get(address, 0)
        self.waiting.put((due, next(self.numbers), address, work, turn))
        self.thread.submit(self.first)
        return turn.result()

    def first(self):
        """Do what is due first; as often as somebody has come, so that all are served."""
        _due, _number, address, work, turn = self.waiting.get_nowait()
        begun = time.monotonic()
        try:
            turn.set_result(work())
        except BaseException as error:  # noqa: BLE001 (it is raised where the turn was asked for)
            turn.set_exception(error)
        self.learn(address, time.monotonic() - begun)

    def learn(self, address, took):
        if len(self.seconds) >= REMEMBERED:
            self.seconds.clear()
        self.seconds[address] = (self.seconds.get(address, took) + took) / 2


def address_of(environ):
    """What tells costly from cheap: the path, and whether a file is asked for."""
    return environ["PATH_INFO"], "format=" in environ.get("QUERY_STRING", "")
