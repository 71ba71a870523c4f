"""What the benchmarks read: answers, the reports of wrk, and what the system says of a process."""

import itertools
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import trivial
from benchmarks.client import Number, Reader, unpacked
from benchmarks.measures import rate_in
from benchmarks.servers import TICKS, below, cpu_in, cpu_of, resident, resident_in

PLAIN = b'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: "a"\r\n\r\nhello'
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
EMPTY = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"


def read(pieces):
    reader = Reader()
    return [(answer[0], answer[2]) for piece in pieces if (answer := reader.feed(piece))]


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        (PLAIN, (200, b"hello")),
        (CHUNKED, (200, b"hello world")),
        (EMPTY, (200, b"")),
        (NOT_MODIFIED, (304, b"")),
    ],
)
@given(cuts=st.sets(st.integers(1, 80)))
def test_an_answer_is_the_same_in_whatever_pieces_it_comes(sent, understood, cuts):
    ends = [0, *sorted(cut for cut in cuts if cut < len(sent)), len(sent)]

    pieces = [sent[start:end] for start, end in itertools.pairwise(ends)]

    assert read(pieces) == [understood]


def test_one_answer_follows_the_other():
    assert read([PLAIN, CHUNKED, PLAIN]) == [(200, b"hello"), (200, b"hello world"), (200, b"hello")]


def test_a_compressed_body_is_unpacked_and_another_is_left():
    packed = bytes.fromhex("1f8b0800000000000203cb48cdc9c907008 6a6103605000000".replace(" ", ""))

    assert (unpacked(packed), unpacked(b"hello")) == (b"hello", b"hello")


def test_the_rate_is_read_from_what_wrk_writes():
    assert rate_in("Requests/sec:  12345.67\nTransfer/sec:      1.00MB\n") == 12345.67


@pytest.mark.parametrize("trouble", ["Non-2xx or 3xx responses: 3\n", "Socket errors: connect 0, read 2\n"])
def test_a_rate_with_errors_is_none(trouble):
    with pytest.raises(RuntimeError, match=r"errors|responses"):
        rate_in(f"{trouble}Requests/sec:  1.0\n")


def test_the_cpu_of_a_process_counts_its_ended_children():
    stat = "7 (a (strange) name) S 1 7 7 0 -1 4194560 9 9 0 0 100 20 30 4 20 0 1 0 5"

    assert cpu_in(stat) * TICKS == 154


def test_resident_memory_is_read_in_megabytes():
    assert resident_in("Name:\tpython\nVmRSS:\t  2048 kB\nThreads:\t1\n") == 2


def test_a_process_that_has_ended_has_used_nothing_and_holds_nothing():
    assert (cpu_in(""), resident_in("")) == (0, 0)


def test_this_process_is_read_as_any_other():
    assert cpu_of(os.getpid()) > 0
    assert resident(os.getpid()) > 1
    assert os.getpid() in below(os.getppid())


def test_a_number_is_seen_by_whoever_has_the_file_open(tmp_path):
    writer, reader = Number(tmp_path / "edition"), Number(tmp_path / "edition")

    writer.value = 17

    assert reader.value == 17


def test_the_trivial_program_returns_what_was_saved(tmp_path, monkeypatch):
    headers = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("Date", "today")]
    answers = {
        ("/missions/?page=2", False): (200, "OK", headers, b"a list"),
        ("/missions/?page=2", True): (304, "Not Modified", [], b""),
    }
    trivial.save(tmp_path, answers)
    monkeypatch.setattr(trivial, "ANSWERS", trivial.load(tmp_path))

    def asked(**condition):
        seen = []
        environ = {"PATH_INFO": "/missions/", "QUERY_STRING": "page=2"} | condition
        body = trivial.application(environ, lambda *head: seen.extend(head))
        return [*seen, b"".join(body)]

    assert asked() == ["200 OK", [("Content-Type", "text/html")], b"a list"]
    assert asked(HTTP_IF_NONE_MATCH='"a"') == ["304 Not Modified", [], b""]
