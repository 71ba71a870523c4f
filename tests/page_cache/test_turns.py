"""Django answers one request after the other, and none of them waits for a client that sends slowly."""

import contextvars
import io
import threading

import pytest

from spacecoop import turns, waiting
from spacecoop.waiting import Turns
from tests.page_cache.conftest import Application, ask

WHO = contextvars.ContextVar("who", default="nobody")


class Dribble:
    """A body of which the rest comes only when it may."""

    def __init__(self):
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.parts = [b"slow", b"ly", b""]

    def read(self, _size):
        self.begun.set()
        if len(self.parts) == 2:
            self.may_end.wait(10)
        return self.parts.pop(0)


def in_a_thread(call):
    thread = threading.Thread(target=call)
    thread.start()
    return thread


def test_it_is_always_called_by_the_same_thread():
    seen = []
    site = turns.in_turns(lambda *given: seen.append(threading.current_thread()) or Application()(*given))

    for thread in [in_a_thread(lambda: ask(site)) for _number in range(5)]:
        thread.join()

    assert (len(seen), len(set(seen))) == (5, 1)
    assert seen[0] is not threading.current_thread()


def test_a_body_that_comes_slowly_holds_nobody_else():
    application, body = Application(), Dribble()
    site = turns.in_turns(application)
    slow = in_a_thread(lambda: ask(site, "/report/", "POST", **{"wsgi.input": body, "CONTENT_LENGTH": "6"}))
    body.begun.wait(10)

    status = ask(site)[0]
    body.may_end.set()
    slow.join()

    assert status == "200 OK"
    assert [environ["REQUEST_METHOD"] for environ in application.asked] == ["GET", "POST"]


def test_a_body_arrives_whole_with_its_length():
    got = []
    site = turns.in_turns(
        lambda environ, start: (
            got.append((environ["CONTENT_LENGTH"], environ["wsgi.input"].read()))
            or Application()(environ, start)
        )
    )

    ask(site, "/report/", "POST", **{"wsgi.input": io.BytesIO(b"x" * 200_000), "CONTENT_LENGTH": "200000"})
    ask(site, "/report/", "POST", **{"wsgi.input": io.BytesIO(b"abc"), "HTTP_TRANSFER_ENCODING": "chunked"})

    assert got == [("200000", b"x" * 200_000), ("3", b"abc")]


@pytest.mark.parametrize(
    "said",
    [{"CONTENT_LENGTH": "101"}, {"HTTP_TRANSFER_ENCODING": "chunked"}, {"CONTENT_LENGTH": "1" * 5000}],
    ids=["said to be", "found to be", "said with 5 000 digits"],
)
def test_too_large_a_body_is_refused_before_django_sees_it(monkeypatch, said):
    monkeypatch.setattr(turns, "MOST", 100)
    application = Application()

    status = ask(
        turns.in_turns(application), "/report/", "POST", **{"wsgi.input": io.BytesIO(b"x" * 101)}, **said
    )[0]

    assert (status, application.asked) == ("413 Content Too Large", [])


def test_who_only_asks_is_answered_however_many_send_without_an_end(monkeypatch):
    monkeypatch.setattr(turns, "AWAITED", 2)
    application, bodies = Application(), [Dribble(), Dribble()]
    site = turns.in_turns(application)
    sending = [
        in_a_thread(lambda b=body: ask(site, "/report/", "POST", **{"wsgi.input": b, "CONTENT_LENGTH": "6"}))
        for body in bodies
    ]
    for body in bodies:
        body.begun.wait(10)

    reader = ask(site)[0]
    status, headers, _text = ask(site, "/report/", "POST", **small())
    for body in bodies:
        body.may_end.set()
    for thread in sending:
        thread.join()

    assert (reader, status, headers["Retry-After"]) == ("200 OK", "503 Service Unavailable", "60")
    assert ask(site, "/report/", "POST", **small())[0] == "200 OK"


def small():
    return {"wsgi.input": io.BytesIO(b"x"), "CONTENT_LENGTH": "1"}


def test_the_desk_may_be_sent_more_than_the_public_pages():
    given = {"CONTENT_LENGTH": "2000000"}
    site = turns.in_turns(Application())

    statuses = [
        ask(site, address, "POST", **given | {"wsgi.input": io.BytesIO(b"x" * 2_000_000)})[0]
        for address in ("/report/", "/admin/missions/mission/import/")
    ]

    assert statuses == ["413 Content Too Large", "200 OK"]


def test_what_belongs_to_the_request_comes_with_it():
    seen = []
    site = turns.in_turns(lambda *given: seen.append(WHO.get()) or Application()(*given))

    token = WHO.set("vera")
    ask(site)
    WHO.reset(token)
    ask(site)

    assert seen == ["vera", "nobody"]


def test_an_error_reaches_the_server():
    def broken(_environ, _start_response):
        raise RuntimeError("out of order")

    with pytest.raises(RuntimeError, match="out of order"):
        ask(turns.in_turns(broken))


def test_who_asks_for_what_is_quickly_made_comes_before_who_asks_for_what_is_not():
    held, begun, done = threading.Event(), threading.Event(), []
    turns_ = Turns()
    turns_.seconds = {"costly": 5.0, "quick": 0.01}

    def hold():
        begun.set()
        held.wait(10)

    threads = [in_a_thread(lambda: turns_.take("quick", hold))]
    begun.wait(10)
    for number, address in enumerate(("costly", "costly", "quick", "new")):
        threads.append(in_a_thread(lambda a=address: turns_.take(a, lambda: done.append(a))))
        while turns_.waiting.qsize() <= number:
            pass
    held.set()
    for thread in threads:
        thread.join()

    assert done == ["new", "quick", "costly", "costly"]


def test_who_asks_for_what_is_costly_comes_to_their_turn(monkeypatch):
    monkeypatch.setattr(waiting, "TIMES", 0)
    turns_, done = Turns(), []
    turns_.seconds = {"costly": 5.0}

    for address in ("costly", "quick"):
        turns_.take(address, lambda a=address: done.append(a))

    assert done == ["costly", "quick"]
    assert turns_.seconds["costly"] < 5
