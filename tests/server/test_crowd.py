"""Many who ask for what is costly, beside one who asks for ordinary pages."""

import time
from itertools import count
from statistics import quantiles

import pytest

from tests.server import site
from tests.server.editors import at_work

pytestmark = pytest.mark.slow
ORDINARY = ["/about/?x={}", "/faq/?x={}", "/glossary/?x={}"]
COSTLY = "/missions/?q=a+{}&role=partner&sort=name"  # each another page, so that none is kept


@pytest.mark.parametrize(
    ("missions", "clients", "seconds", "most"),
    [(200, 5, 3, None), pytest.param(20_000, 20, 60, 1, marks=pytest.mark.soak)],
)
def test_one_reader_is_served_beside_a_crowd(missions, clients, seconds, most, stocked):
    site.manage(stocked, "generate_catalogue", "--missions", str(missions), "--beside")
    site.manage(stocked, "reindex")
    numbers = count()

    with site.running(stocked) as address:

        def costly(_number):
            return site.get(address + COSTLY.format(next(numbers)))[0]

        def ordinary(number):
            begun = time.monotonic()
            status = site.get(address + ORDINARY[number % len(ORDINARY)].format(next(numbers)))[0]
            return status, time.monotonic() - begun

        with at_work(*[costly] * 4):  # until both workers have read what they remember
            time.sleep(seconds / 3)
        with at_work(ordinary, *[costly] * clients) as (mine, *theirs):
            time.sleep(seconds)

    took = [seconds for _status, seconds in mine]
    p95 = quantiles(took, n=20)[-1]
    print(f"{len(took)} pages beside {sum(map(len, theirs))}: p95 {p95:.2f} s")  # noqa: T201 (make soak shows it)
    assert {status for status, _seconds in mine} | {status for each in theirs for status in each} == {200}
    assert most is None or (p95 < most and len(took) > max(map(len, theirs)))
