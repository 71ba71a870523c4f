"""Ten thousand requests by chance, and what is hardly a request: no fault of ours, nothing given back raw."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.server import site
from tests.server.generated import Chance, odd, sent

pytestmark = pytest.mark.slow
NOT_IMPLEMENTED = (501, b"GET /oembed/")  # which its standard asks for
READ_ALL_THE_SAME = {"a whole address", "bare line ends", "another protocol"}  # and answered as from here
# What is no request that the server reads ends with the connection, or waits for its end.
REFUSED = {0, 400, 403, 404, 413, 431}


@pytest.mark.parametrize(("number", "most"), [(300, None), pytest.param(10_000, 2, marks=pytest.mark.soak)])
def test_no_request_is_a_fault_slow_or_given_back_raw(number, most, stocked):
    chance, wrong, statuses, slowest = Chance(20_261_127), [], Counter(), 0
    with site.running(stocked) as address:
        port = int(address.rsplit(":", 1)[1])
        for _number in range(number):
            request = chance.request()
            answer = sent(port, request)
            statuses[answer.status] += 1
            slowest = max(slowest, answer.seconds)
            is_known = answer.status == NOT_IMPLEMENTED[0] and b"/oembed/" in request.partition(b"?")[0]
            if not answer.status or (answer.status >= 500 and not is_known) or answer.gives_back:
                wrong.append((request[:1000], answer.status, answer.body[:300]))

    print(f"{number} requests: {dict(statuses)}, the slowest {slowest:.2f} s")  # noqa: T201 (make soak shows it)
    assert wrong[:5] == []
    assert statuses[200] > number / 10
    assert most is None or slowest < most


def test_what_is_hardly_a_request_is_refused_and_the_next_reader_served(stocked):
    with site.running(stocked) as address, ThreadPoolExecutor(8) as pool:
        port = int(address.rsplit(":", 1)[1])
        asked = odd()
        heard = pool.map(lambda request: sent(port, request, 2), asked.values())
        answers = dict(zip(asked, heard, strict=True))
        status, page = site.get(f"{address}/missions/")

    assert {name: a.status for name, a in answers.items() if a.status >= 500} == {}
    assert {name: a.answers for name, a in answers.items() if a.answers > 1} == {}
    assert {name for name, a in answers.items() if b"evil.example" in a.body} == set()
    assert {name for name, a in answers.items() if a.status not in REFUSED} == READ_ALL_THE_SAME
    assert (status, "jwst" in page) == (200, True)
