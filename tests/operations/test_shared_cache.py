"""A shared cache that fails takes no page with it."""

import socket

import pytest

from spacecoop.page_cache.front import Front
from spacecoop.page_cache.shelves import Memory, Shared
from spacecoop.shared_cache import SharedCache
from tests.page_cache.conftest import Application, Clock, ask


@pytest.fixture
def failing(monkeypatch):
    """A cache at an address where nobody listens any more."""
    monkeypatch.setattr(SharedCache, "resting", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    return SharedCache(f"redis://127.0.0.1:{number}/0", {})


def test_nothing_is_found_in_it_and_nothing_raised(failing):
    answers = [
        failing.get("a", "default"),
        failing.get_many(["a"]),
        failing.has_key("a"),
        failing.add("a", 1),
        failing.set("a", 1),
        failing.touch("a"),
        failing.delete("a"),
        failing.clear(),
    ]

    assert answers == ["default", {}, False, True, None, False, False, False]


def test_a_page_is_made_and_kept_by_each_process(failing):
    application = Application()
    front = Front(application, Clock(), Memory(1_000_000), Shared(failing, "1"))

    answers = [ask(front)[0] for _turn in range(3)]

    assert (answers, len(application.asked)) == (["200 OK"] * 3, 1)


def test_it_is_left_alone_for_a_while_and_then_asked_again(failing, monkeypatch):
    failing.get("a")
    rested = SharedCache.resting
    failing.get("a")
    assert SharedCache.resting == rested > 0

    monkeypatch.setattr(SharedCache, "resting", 0.0)
    failing.get("a")

    assert SharedCache.resting > 0
