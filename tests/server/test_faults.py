"""What was acknowledged is kept, and nobody is turned away, whatever happens to the server."""

import http.client
import random
import re
import time
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

from tests.server import site
from tests.server.editors import Editor, at_work
from tests.server.stock import EDITORS, TOPICS, form_of

pytestmark = pytest.mark.slow
LOST = (OSError, http.client.HTTPException)  # an answer that did not come, or not to its end
PAGES = [
    "/",
    "/missions/",
    "/missions/jwst/",
    "/agencies/",
    "/treaties/",
    "/search/?q=jwst",
    "/data/",
    "/faq/",
]


def writer(editor, topic):
    """A job for `at_work`: save the number as what changes and why; the number if it was acknowledged."""
    form = form_of("faq.topic", topic)

    def save(number):
        try:
            status, page = editor.send(form, summary=f"Number {number}.", _why=str(number), _save="1")
        except LOST:
            time.sleep(0.2)  # until the server is back
            return None
        assert status == 302, f"{status}: {page[:500]}"
        return str(number)

    return save


def two_editors(address):
    return [writer(Editor(address, name), topic) for name, topic in zip(EDITORS, TOPICS[:2], strict=True)]


@pytest.mark.parametrize(("kills", "saves"), [(3, 40), pytest.param(20, 1000, marks=pytest.mark.soak)])
def test_no_acknowledged_save_is_lost_however_often_the_server_is_killed(kills, saves, stocked, request):
    chance, seconds = random.Random(20_261_127), []
    process, address = site.started(stocked)
    try:
        jobs = two_editors(address)
        with at_work(*jobs) as written:
            for kill in range(kills):
                until = saves * (kill + 1) // kills
                while sum(map(len, kept(written))) < until:
                    time.sleep(0.05)
                time.sleep(chance.random() / 5)
                site.killed(process)
                begun = time.monotonic()
                process, _address = site.started(stocked)
                seconds.append(time.monotonic() - begun)
    finally:
        site.killed(process)

    found = site.seen(stocked, *TOPICS[:2])
    assert (found["sound"], found["halves"]) == ("ok", [])
    for topic, numbers in zip(TOPICS, kept(written), strict=False):
        reasons = found["reasons"][topic]
        assert set(numbers) - set(reasons) == set()
        assert len(set(reasons)) == len(reasons)
    if request.node.get_closest_marker("soak"):
        assert max(seconds) < 5


def kept(written):
    """The numbers of each editor that were acknowledged."""
    return [[number for number in numbers if number] for numbers in written]


@pytest.mark.parametrize(("readers", "lasting"), [(10, 6), pytest.param(50, 600, marks=pytest.mark.soak)])
def test_readers_and_editors_are_all_served(readers, lasting, stocked, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as said:
        process, address = site.started(stocked, said)
        try:
            editors = two_editors(address)
            reading = [
                lambda n, k=k: site.get(address + PAGES[(n + k) % len(PAGES)])[0] for k in range(readers)
            ]
            with at_work(*editors, *reading) as (first, second, *answers):
                time.sleep(lasting / 2)
                before = memory(process)
                time.sleep(lasting / 2)
                after = memory(process)
        finally:
            site.killed(process)

    assert {status for each in answers for status in each} == {200}
    assert None not in {*first, *second}
    assert "database is locked" not in log.read_text()
    assert after - before < 20 * 2**20


def memory(process):
    """The bytes that the server and what it started hold, shared ones counted once."""
    total = 0
    for number in site.family(process.pid):
        with suppress(OSError):  # it has ended meanwhile
            told = Path(f"/proc/{number}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)[1]) * 1024
    return total


def test_eight_who_write_at_once_are_all_heard(stocked, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as said, site.running(stocked, said) as address:
        jobs = [writer(Editor(address, EDITORS[n % 2]), topic) for n, topic in enumerate(TOPICS)]
        enough = Event()
        with at_work(*jobs) as written:
            while min(map(len, written)) < 3 and not enough.wait(0.1):
                pass

    found = site.seen(stocked, *TOPICS)
    assert found["halves"] == []
    assert found["reasons"] == dict(zip(TOPICS, written, strict=True))
    assert "database is locked" not in log.read_text()
