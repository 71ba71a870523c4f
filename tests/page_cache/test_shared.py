"""Pages that the processes of several nodes share."""

import pytest
from django.core.cache import caches

from spacecoop.page_cache.front import Front
from spacecoop.page_cache.shelves import Memory, Shared
from tests.page_cache.conftest import Application, ask


@pytest.fixture
def node(clock):
    """Makes a node: a front with a memory of its own, before its own application."""
    caches["default"].clear()

    def made(application, release="1"):
        return Front(application, clock, Memory(1_000_000), Shared(caches["default"], release))

    yield made
    caches["default"].clear()


def test_what_one_node_has_made_another_gives_out(node):
    first, second = Application(), Application(body=b"never made")

    answers = [ask(node(first)), ask(node(second))]

    assert answers == [answers[0]] * 2
    assert (len(first.asked), second.asked) == (1, [])


def test_after_a_change_no_node_gives_out_the_page_before(node, clock):
    first, second = Application(), Application()
    ask(node(first))

    clock.generation += 1
    ask(node(second))

    assert (len(first.asked), len(second.asked)) == (1, 1)


def test_two_releases_share_no_pages(node):
    old, new = Application(), Application()

    ask(node(old, release="1"))
    ask(node(new, release="2"))

    assert (len(old.asked), len(new.asked)) == (1, 1)


def test_an_answer_that_is_not_for_everybody_holds_no_other_node_up(node):
    lost = Application(status="404 Not Found")

    assert [ask(node(lost))[0] for _turn in range(2)] == ["404 Not Found"] * 2
