"""Pages that the workers of one server hand to each other."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from spacecoop.page_cache.front import Front
from spacecoop.page_cache.handed import Handed
from spacecoop.page_cache.shelves import Memory
from tests.page_cache.conftest import Application, ask

MAKES_ONE_AND_HANGS = """
import sys, time
from spacecoop.page_cache.handed import Handed
Handed(sys.argv[1], 1_000_000).get_or_begin((1, 0), ("127.0.0.1:8000", None, "/missions/", ""))
print("begun", flush=True)
time.sleep(60)
"""


class Slow(Application):
    """Begins a page, and ends it when it may."""

    def __init__(self):
        super().__init__()
        self.begun, self.may_end = threading.Event(), threading.Event()

    def __call__(self, *given):
        self.begun.set()
        self.may_end.wait(10)
        return super().__call__(*given)


@pytest.fixture
def worker(clock, tmp_path):
    """Makes a worker: a front with a memory of its own, before its own application."""

    def made(application, folder=tmp_path, most_bytes=1_000_000):
        return Front(application, clock, Memory(1_000_000), Handed(folder, most_bytes))

    return made


@pytest.fixture
def files(tmp_path):
    """How many files there are in each folder of the present and of past moments."""
    return lambda: {folder.name: len(list(folder.iterdir())) for folder in tmp_path.iterdir()}


def test_what_one_worker_has_made_another_gives_out(worker):
    first, second = Application(), Application(body=b"never made")

    answers = [ask(worker(first)), ask(worker(second))]

    assert answers == [answers[0]] * 2
    assert (len(first.asked), second.asked) == (1, [])


def test_after_a_change_no_worker_gives_out_the_page_before_and_its_file_is_gone(worker, clock, files):
    first, second = Application(), Application()
    ask(worker(first))

    clock.generation += 1
    ask(worker(second))

    assert (len(first.asked), len(second.asked)) == (1, 1)
    assert files() == {"2-0": 1}


def test_an_answer_that_is_not_for_everybody_leaves_no_file(worker, files):
    lost = Application(status="404 Not Found")

    statuses = [ask(worker(lost))[0] for _turn in range(2)]

    assert (statuses, files()) == (["404 Not Found"] * 2, {"1-0": 0})


def test_a_worker_hands_on_no_more_than_it_may(worker, files):
    first, second = Application(), Application()
    full = worker(first, most_bytes=5_000)

    for address in ("/missions/", "/missions/?page=2", "/missions/?page=3"):
        ask(full, address)
    ask(worker(second), "/missions/?page=3")

    assert (files(), len(second.asked)) == ({"1-0": 2}, 1)


def test_where_no_file_can_be_written_each_worker_makes_its_own(worker, tmp_path):
    (tmp_path / "full").touch()
    first, second = Application(), Application()

    answers = [ask(worker(one, folder=tmp_path / "full")) for one in (first, second)]

    assert answers == [answers[0]] * 2
    assert (len(first.asked), len(second.asked)) == (1, 1)


def test_half_a_page_is_made_anew(worker, tmp_path):
    whole = ask(worker(Application()))
    (file,) = (tmp_path / "1-0").iterdir()
    os.truncate(file, file.stat().st_size // 2)
    second, third = Application(), Application()

    answers = [ask(worker(second)), ask(worker(third))]

    assert answers == [whole] * 2
    assert (len(second.asked), third.asked) == (1, [])


def test_who_comes_while_a_page_is_made_waits_for_it(worker):
    slow, other, answers = Slow(), Application(), []
    workers = [worker(slow), worker(other)]
    threads = [threading.Thread(target=lambda one=one: answers.append(ask(one))) for one in workers]

    threads[0].start()
    slow.begun.wait(10)
    threads[1].start()
    slow.may_end.set()
    for thread in threads:
        thread.join(10)

    assert answers == [answers[0]] * 2
    assert (len(slow.asked), other.asked) == (1, [])


def test_a_worker_that_is_killed_while_it_makes_a_page_holds_nobody_up(worker, tmp_path):
    command = [sys.executable, "-c", MAKES_ONE_AND_HANGS, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as killed:
        killed.stdout.readline()
        application, answers = Application(), []
        waiting = threading.Thread(target=lambda: answers.append(ask(worker(application))[0]))
        waiting.start()

        killed.send_signal(signal.SIGKILL)
        waiting.join(10)

    assert (answers, len(application.asked)) == (["200 OK"], 1)
