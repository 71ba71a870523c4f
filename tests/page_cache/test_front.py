"""Which answers are kept, for whom, how long, and what is sent of them."""

import gzip
import threading

import brotli
import pytest

from tests.page_cache.conftest import HTML, Application, ask


def test_a_page_is_made_once_while_the_content_is_the_same(behind):
    application = Application()
    front = behind(application)

    answers = [ask(front) for _time in range(3)]

    assert answers == [answers[0]] * 3
    assert len(application.asked) == 1


def test_it_is_made_anew_when_the_content_has_changed(behind, clock):
    application = Application()
    front = behind(application)
    before = ask(front)
    application.body = b"<p>Another page.</p>"

    clock.generation += 1

    assert (before[2], ask(front)[2]) == (b"<p>A page.</p>" * 100, b"<p>Another page.</p>")


def test_a_page_that_was_begun_before_a_change_is_not_given_after_it(behind, clock):
    application = Application()
    front = behind(application)

    def changed_meanwhile(environ, start_response):
        clock.generation += 1
        return application(environ, start_response)

    front.django = changed_meanwhile
    ask(front)
    front.django = application
    ask(front)

    assert len(application.asked) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "theme=dark; messages=abc"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
    ],
    ids=["a session", "a message", "a name and password"],
)
def test_who_is_somebody_gets_no_kept_page_and_leaves_none(behind, headers):
    application = Application()
    front = behind(application)

    ask(front, **headers)
    ask(front)
    ask(front, **headers)

    assert len(application.asked) == 3


@pytest.mark.parametrize(
    "application",
    [
        Application(status="404 Not Found"),
        Application(status="500 Internal Server Error"),
        Application(status="302 Found"),
        Application(headers=[*HTML, ("Set-Cookie", "csrftoken=abc")]),
        Application(headers=[*HTML, ("Cache-Control", "no-store")]),
        Application(headers=[*HTML, ("Cache-Control", "private, max-age=9")]),
        Application(headers=[*HTML, ("Vary", "Cookie, Accept-Encoding")]),
        Application(streaming=True),
    ],
    ids=["404", "500", "302", "a cookie", "no-store", "private", "by cookie", "streamed"],
)
def test_what_is_not_for_everybody_is_not_kept(behind, application):
    front = behind(application)

    ask(front)
    ask(front)

    assert len(application.asked) == 2


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/preview/abc/missions/", "/report/", "/static/css/a.css", "/media/a.webp", "/healthz"],
)
def test_some_addresses_are_never_kept(behind, path):
    application = Application()
    front = behind(application)

    ask(front, path)
    ask(front, path)

    assert len(application.asked) == 2


def test_posting_reaches_django(behind):
    application = Application()
    front = behind(application)
    ask(front)

    ask(front, method="POST")

    assert [environ["REQUEST_METHOD"] for environ in application.asked] == ["GET", "POST"]


def test_the_same_address_written_differently_is_one_page(behind):
    application = Application()
    front = behind(application)

    for query in ("q=a%20b&sort=name", "q=a+b&sort=name", "q=%61+b&sort=name&&"):
        ask(front, f"/missions/?{query}")

    assert [environ["QUERY_STRING"] for environ in application.asked] == ["q=a+b&sort=name"]


@pytest.mark.parametrize(
    ("name", "value"), [("HTTP_HOST", "[::1]:8000"), ("HTTP_X_FORWARDED_PROTO", "https")]
)
def test_what_a_page_may_repeat_of_the_request_parts_the_pages(behind, name, value):
    application = Application()
    front = behind(application)

    ask(front)
    ask(front, **{name: value})

    assert len(application.asked) == 2


@pytest.mark.parametrize(
    "name",
    ["HTTP_X_FORWARDED_HOST", "HTTP_X_ORIGINAL_URL", "HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_ACCEPT_LANGUAGE"],
)
def test_other_headers_do_not_part_them_and_no_page_knows_them(site, name):
    _status, headers, body = ask(site, "/about/", **{name: "evil.example"})

    assert ask(site, "/about/") == ("200 OK", headers, body)
    assert b"evil" not in body + str(headers).encode()


def test_django_makes_it_whole_whatever_the_first_reader_asked(behind):
    application = Application()
    front = behind(application)

    ask(front, method="HEAD", HTTP_IF_NONE_MATCH='"x"', HTTP_ACCEPT_ENCODING="br", HTTP_RANGE="bytes=0-9")
    (made,) = application.asked
    asked = {name for name in made if name in {"HTTP_IF_NONE_MATCH", "HTTP_ACCEPT_ENCODING", "HTTP_RANGE"}}

    assert (made["REQUEST_METHOD"], asked) == ("GET", set())
    assert ask(front)[2] == application.body


def test_head_gets_the_headers_alone(behind):
    front = behind(Application())

    status, headers, body = ask(front, method="HEAD")

    assert (status, headers, body) == (*ask(front)[:2], b"")


@pytest.mark.parametrize(
    ("accepted", "packing", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_it_is_packed_as_the_reader_can_unpack_it(behind, accepted, packing, unpack):
    front = behind(Application())

    _status, headers, body = ask(front, HTTP_ACCEPT_ENCODING=accepted)

    assert headers.get("Content-Encoding") == packing
    assert unpack(body) == b"<p>A page.</p>" * 100
    assert (headers["Vary"], headers["Content-Length"]) == ("Accept-Encoding", str(len(body)))


def test_a_picture_is_not_packed(behind):
    front = behind(Application(headers=[("Content-Type", "image/png")]))

    assert "Content-Encoding" not in ask(front, HTTP_ACCEPT_ENCODING="br")[1]


def test_who_has_it_is_told_that_nothing_has_changed(behind):
    front = behind(Application())
    tag = ask(front, HTTP_ACCEPT_ENCODING="br")[1]["ETag"]

    answers = [
        ask(front, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known)
        for known in (tag, f'"other", W/{tag}', "*")
    ]

    assert (
        answers
        == [
            (
                "304 Not Modified",
                {
                    "Vary": "Accept-Encoding",
                    "Cache-Control": "public, max-age=0, must-revalidate",
                    "ETag": tag,
                },
                b"",
            )
        ]
        * 3
    )


def test_the_packed_form_is_another_entity(behind):
    front = behind(Application())
    plain, packed = (ask(front, HTTP_ACCEPT_ENCODING=packing)[1]["ETag"] for packing in ("", "br"))

    assert packed == plain[:-1] + '-br"'
    assert ask(front, HTTP_IF_NONE_MATCH=packed)[0] == "200 OK"


def test_a_change_that_leaves_a_page_as_it_was_leaves_its_tag(behind, clock):
    front = behind(Application())
    tag = ask(front)[1]["ETag"]

    clock.generation += 1

    assert ask(front, HTTP_IF_NONE_MATCH=tag)[0] == "304 Not Modified"


def test_of_many_who_ask_at_once_one_has_it_made(behind):
    application, together = Application(), threading.Barrier(20)
    front = behind(application)

    def reader():
        together.wait()
        ask(front)

    readers = [threading.Thread(target=reader) for _number in range(20)]
    for thread in readers:
        thread.start()
    for thread in readers:
        thread.join()

    assert len(application.asked) == 1


def test_the_memory_is_bounded_and_the_least_used_page_goes_first(behind):
    application = Application(body=b"x" * 100_000)
    front = behind(application)

    for number in (1, 2, 3, 4, 5, 1, 6, 7):  # six pages of 152 kB fit into 1 MB
        ask(front, f"/{number}/")
    made = len(application.asked)
    ask(front, "/1/")
    ask(front, "/2/")

    assert front.memory.bytes <= 1_000_000
    assert (made, len(application.asked)) == (7, 8)


def test_a_page_too_large_to_keep_is_given_all_the_same(behind):
    front = behind(Application(body=b"x" * 900_000))

    assert len(ask(front)[2]) == 900_000
    assert front.memory.bytes == 0
