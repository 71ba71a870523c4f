"""The addresses of sources are opened safely, politely, and judged with patience."""

import ipaddress
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from editorial import generation, source_checks
from editorial.admin_filters import AddressFilter
from editorial.fetching import Opener, Refused, Unreached, Unresolved, is_public, taken_apart
from editorial.models import AddressCheck, Source
from editorial.source_checks import Finding
from tests import records

ANY_PORT = range(65536)


class Handler(BaseHTTPRequestHandler):
    """Answers /<status>, and what the server's `answers` say of a path."""

    def answer(self):
        self.server.asked.append((self.command, self.headers["Host"], self.path))
        self.server.agents.append(self.headers["User-Agent"])
        told = self.server.answers.get((self.command, self.path)) or self.server.answers.get(self.path)
        if callable(told):
            told(self)
            return
        status, location = told or (int(self.path.strip("/").split("/")[0] or 200), "")
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815 (the names that the library calls)

    def log_message(self, *said):
        pass


@contextmanager
def serving(host="127.0.0.1", port=0, answers=None, certificate=None):
    """A server that remembers what it was asked."""
    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    server.asked, server.agents, server.answers = [], [], answers or {}
    server.handle_error = lambda *_whoever: None  # who hangs up does so on purpose
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def server():
    with serving() as server:
        yield server


def address(server, path="/200", host="source.example"):
    return f"http://{host}:{server.server_port}{path}"


def leading_to(*places):
    """A name server to which every name has these places."""
    return lambda _host, _port: list(places)


def anywhere(place):
    return True


def permissive(**rules):
    """An opener that opens what the tests serve, and does not wait."""
    lifted = {"resolve": leading_to("127.0.0.1"), "is_allowed": anywhere, "ports": ANY_PORT, "pause": 0}
    return Opener("test", **lifted | rules)


# What is refused


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "LOCALHOST.", "127.1", "127.0.0.2", "0.0.0.0", "[::1]", "[::]"),  # noqa: S104
        *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
        *("2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "017700000001", "127.0.0.0x1"),
        *("169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "198.18.0.1"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "[fe80::1]", "[fe80::1%25lo]"),
        *("[fd00::1]", "[ff02::1]"),
        *("①②⑦.⓪.⓪.①", "%31%32%37.0.0.1", ""),
    ],
)
def test_a_host_that_is_not_public_is_never_asked(server, host):
    opener = Opener("test", ports=ANY_PORT, pause=0)

    with pytest.raises((Refused, Unresolved)):
        opener.status(address(server, host=host))

    assert server.asked == []


@pytest.mark.parametrize(
    "place",
    ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_a_public_place_is_public(place):
    assert is_public(place)


@pytest.mark.parametrize(
    "places", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["8.8.8.8", "fe80::1%eth0"], ["::ffff:10.0.0.1"]]
)
def test_a_name_is_refused_if_any_of_its_places_is_not_public(server, places):
    opener = Opener("test", resolve=leading_to(*places), ports=ANY_PORT, pause=0)

    with pytest.raises(Refused):
        opener.status(address(server))

    assert server.asked == []


@pytest.mark.parametrize(
    "text",
    [
        *("ftp://nasa.gov/", "file:///etc/passwd", "gopher://nasa.gov/", "//nasa.gov/", "nasa.gov", ""),
        *("http://user@nasa.gov/", "http://user:word@nasa.gov/", "http://@nasa.gov/"),
        *("http://nasa.gov:22/", "https://nasa.gov:8443/", "http://nasa.gov:0/", "http://nasa.gov:99999/"),
        *("http://nasa.gov:port/", "http://[nasa.gov/", "http://na sa.gov/", "http://nasa.gov\\@esa.int/"),
        *(f"http://{'a' * 64}.gov/", f"http://{'a.' * 150}gov/", "http://..gov/", "http://-/"),
    ],
)
def test_what_is_no_plain_web_address_is_refused_before_any_name_is_looked_up(text):
    asked = []
    opener = Opener("test", resolve=lambda host, _port: asked.append(host))

    with pytest.raises(Refused):
        opener.status(text)

    assert asked == []


def test_a_name_is_looked_up_once_and_the_connection_goes_where_that_led():
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    opener = permissive(resolve=lambda _host, _port: next(answers), is_allowed=lambda p: p == "127.0.0.2")

    with serving("127.0.0.1") as private:
        with pytest.raises(Unreached):
            opener.status(address(private))

        assert private.asked == []
    assert next(answers) == ["127.0.0.1"]


@pytest.mark.parametrize("first", [(405, ""), (302, "/200")])
def test_a_name_that_leads_inside_when_it_is_looked_up_again_is_not_followed(first):
    """Each request looks the name up anew: the second is refused, whether asked again or redirected."""
    answers = iter([["127.0.0.2"], ["127.0.0.1"]])
    opener = permissive(resolve=lambda _host, _port: next(answers), is_allowed=lambda p: p == "127.0.0.2")

    with serving("127.0.0.1") as private, serving("127.0.0.2", private.server_port, {"/": first}) as public:
        with pytest.raises(Refused):
            opener.status(address(private, "/"))

        assert (len(public.asked), private.asked) == (1, [])


@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/200", "//127.0.0.1:{port}/200"])
def test_a_redirect_to_what_is_not_public_is_not_followed(target):
    opener = permissive(
        resolve=lambda host, _port: ["127.0.0.2"] if host == "source.example" else [host],
        is_allowed=lambda place: place == "127.0.0.2",
    )

    with serving() as private:
        location = target.format(port=private.server_port)
        with serving("127.0.0.2", answers={"/moved": (302, location)}) as public:
            with pytest.raises(Refused):
                opener.status(address(public, "/moved"))

            assert len(public.asked) == 1
        assert private.asked == []


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://user@source.example/", "http://[x/"])
def test_a_redirect_to_another_kind_of_address_is_not_followed(location):
    with serving(answers={"/moved": (301, location)}) as server:
        with pytest.raises(Refused):
            permissive().status(address(server, "/moved"))

        assert len(server.asked) == 1


def test_proxies_that_the_environment_names_are_not_used(server, monkeypatch):
    with serving() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_port}")

        assert permissive().status(address(server)) == 200
        assert proxy.asked == []


# How it is opened


@pytest.mark.parametrize("status", [200, 204, 400, 401, 410, 418, 429, 500, 503])
def test_the_status_of_an_address_is_what_it_answers(server, status):
    assert permissive().status(address(server, f"/{status}")) == status


def test_a_server_is_told_the_name_it_goes_by_and_asked_for_the_head_alone(server):
    permissive().status(address(server, "/200/a b?q=ü#part"))

    host = f"source.example:{server.server_port}"
    assert server.asked == [("HEAD", host, "/200/a%20b?q=%C3%BC")]


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_a_server_that_knows_no_head_is_asked_again(status):
    answers = {("HEAD", "/page"): (status, ""), ("GET", "/page"): (200, "")}
    with serving(answers=answers) as server:
        assert permissive().status(address(server, "/page")) == 200
        assert [method for method, _host, _path in server.asked] == ["HEAD", "GET"]


def test_three_redirects_are_followed_and_no_fourth():
    answers = {f"/{n}": (302, f"/{n - 1}") for n in range(1, 9)} | {"/0": (200, "")}
    with serving(answers=answers) as server:
        assert permissive().status(address(server, "/3")) == 200
        with pytest.raises(Unreached, match="more than 3 times"):
            permissive().status(address(server, "/4"))
        assert len(server.asked) == 8


def test_a_host_is_asked_once_in_each_pause(server):
    opener, began = permissive(pause=0.2), time.monotonic()

    for _ in range(3):
        opener.status(address(server))

    assert time.monotonic() - began >= 0.4


def trickle(handler):
    """An answer that never ends, a little at a time."""
    while True:
        handler.wfile.write(b"X")
        handler.wfile.flush()
        time.sleep(0.05)


def flood(handler):
    """An answer whose head has no end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-More: " + b"x" * 8000 + b"\r\n")


def silence(handler):
    time.sleep(3)


@pytest.mark.parametrize("behaviour", [trickle, silence])
def test_whoever_takes_too_long_is_left(behaviour):
    with serving(answers={"/slow": behaviour}) as server:
        began = time.monotonic()
        with pytest.raises(Unreached, match="No answer within"):
            permissive(seconds=0.3).status(address(server, "/slow"))

        assert time.monotonic() - began < 2.5


def test_a_head_without_end_is_read_no_further_than_the_ration():
    with serving(answers={"/flood": flood}) as server, pytest.raises(Unreached, match="no end"):
        permissive(seconds=5).status(address(server, "/flood"))


def test_what_is_no_answer_is_a_failure():
    nonsense = {"/": lambda handler: handler.wfile.write(b"Hello!\r\n\r\n")}
    with serving(answers=nonsense) as server, pytest.raises(Unreached):
        permissive().status(address(server, "/"))


def test_nobody_at_home_is_a_failure():
    with serving() as server:
        pass

    with pytest.raises(Unreached):
        permissive().status(address(server))


def test_the_next_place_of_a_host_is_tried_where_the_first_does_not_answer(server):
    opener = permissive(resolve=leading_to("127.0.0.9", "127.0.0.1"))

    assert opener.status(address(server)) == 200


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate of the name source.example that signs itself."""
    folder = tmp_path_factory.mktemp("certificate")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=source.example"
    command += f" -addext subjectAltName=DNS:source.example -keyout {folder}/key -out {folder}/crt"
    subprocess.run(command.split(), check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key").read_text() + (folder / "crt").read_text())
    return both


def test_a_certificate_is_checked_against_the_name_of_the_host(certificate):
    trusting = ssl.create_default_context(cafile=certificate)
    with serving(certificate=certificate) as server:
        secure = address(server).replace("http:", "https:")
        other = secure.replace("source.", "other.")

        assert permissive(tls=trusting).status(secure) == 200
        with pytest.raises(Unreached, match="No secure connection"):
            permissive(tls=trusting).status(other)
        with pytest.raises(Unreached, match="No secure connection"):
            permissive().status(secure)
        assert len(server.asked) == 1


# What is kept


def source(server, path="/200", **values):
    slug = path.strip("/") or "root"
    return records.source(slug, url=address(server, path), **values)


def checked(number=200, **rules):
    """What a look at the addresses finds: (slug, status, failures, problem) of each."""
    found = source_checks.check(number, permissive(**rules))
    return [(c.source.slug, c.status, c.failures, c.problem) for c in found]


def a_day_passes():
    AddressCheck.objects.update(at=timezone.now() - timedelta(days=1))


def broken():
    found = AddressCheck.objects.filter(source_checks.BROKEN)
    return sorted(found.values_list("source__slug", flat=True))


@pytest.mark.django_db
def test_what_each_answer_means_is_kept(server):
    for status in (200, 404, 410, 500, 403, 401, 429, 418):
        source(server, f"/{status}")

    wrong, closed = "It does not answer as it should.", "It cannot be checked by a machine."
    assert sorted(checked()) == [
        ("200", 200, 0, ""),
        ("401", 401, 0, closed),
        ("403", 403, 0, closed),
        ("404", 404, 1, "There is nothing at this address."),
        ("410", 410, 1, "There is nothing at this address."),
        ("418", 418, 1, wrong),
        ("429", 429, 0, closed),
        ("500", 500, 1, wrong),
    ]
    assert broken() == ["404", "410"]


@pytest.mark.django_db
def test_three_failures_in_a_row_break_an_address_and_one_success_mends_it():
    answers = {"/page": (503, "")}
    with serving(answers=answers) as server:
        source(server, "/page")
        steps = []
        for status in (503, 503, 200, 503, 503, 503, 200):
            answers["/page"] = (status, "")
            checked()
            a_day_passes()
            steps.append(broken())

    assert steps == [[], [], [], [], [], ["page"], []]


@pytest.mark.django_db
def test_the_list_of_sources_can_be_narrowed_by_what_was_found(server):
    for status in (200, 404, 429, 500):
        source(server, f"/{status}")
    checked()
    source(server, "/204")

    values = [value for value, _label in AddressFilter.lookups(None, None, None)]
    assert {value: narrowed(value) for value in values} == {
        "broken": ["404"],
        "failing": ["500"],
        "closed": ["429"],
        "good": ["200"],
        "unchecked": ["204"],
    }


def narrowed(value):
    narrowing = AddressFilter(None, {"address": [value]}, Source, None)
    found = narrowing.queryset(None, Source.objects.order_by("slug"))
    return list(found.values_list("slug", flat=True))


@pytest.mark.django_db
def test_what_the_machine_does_not_open_is_not_broken(server):
    source(server)

    found = checked(is_allowed=is_public)

    assert found == [("200", None, 0, "Its host is not public.")]
    assert AddressCheck.objects.filter(source_checks.UNCHECKABLE).count() == 1


@pytest.mark.django_db
def test_an_address_is_opened_at_most_once_a_day(server):
    source(server)
    checked()

    again = checked()
    a_day_passes()

    assert (again, checked()) == ([], [("200", 200, 0, "")])


@pytest.mark.django_db
def test_those_opened_longest_ago_come_first(server):
    for path in ("/200/a", "/200/b", "/200/c", "/200/d"):
        records.source(path[-1], url=address(server, path))
    for slug, days in (("a", 2), ("b", 9)):
        found = Source.objects.get(slug=slug)
        AddressCheck.objects.create(source=found, at=timezone.now() - timedelta(days=days))

    assert [slug for slug, *_rest in checked(3)] == ["c", "d", "b"]


@pytest.mark.django_db
def test_a_host_that_is_gone_is_a_failure_where_others_can_be_found(server):
    records.source("gone", url="https://gone.example/")
    source(server)

    found = checked(resolve=lambda host, _port: [] if host == "gone.example" else ["127.0.0.1"])

    assert found == [("200", 200, 0, ""), ("gone", None, 1, "There is no host of this name.")]


@pytest.mark.django_db
def test_without_a_network_nothing_is_kept(server):
    source(server)

    with pytest.raises(source_checks.NoNetwork):
        checked(resolve=leading_to())

    assert not AddressCheck.objects.exists()


@pytest.mark.django_db
def test_checking_changes_nothing_that_readers_see(server):
    source(server)
    before = generation.current()

    checked()

    assert generation.current() == before


@pytest.mark.django_db
def test_what_was_found_at_a_former_address_is_forgotten(server):
    moved = source(server, "/404")
    checked()

    source_checks.forget(moved)

    assert (broken(), [slug for slug, *_rest in checked()]) == ([], ["404"])


@pytest.mark.django_db
def test_the_command_opens_nothing_that_is_not_public_and_says_so(server):
    local = records.source("local", url=f"http://127.0.0.1:{server.server_port}/")
    records.source("inner", url="http://127.0.0.1/")
    printed = StringIO()

    call_command("check_content", "--addresses", stdout=printed)

    assert printed.getvalue().splitlines() == [
        "not for machines: http://127.0.0.1/ Its host is not public.",
        f"not for machines: {local.url} The machine opens no address with a port of its own.",
        "Addresses opened: 2 (2 not for machines).",
    ]
    assert server.asked == []


@pytest.mark.django_db
def test_the_command_says_that_the_network_is_not_there():
    records.source(url="http://no-such-host.invalid/")
    printed = StringIO()

    call_command("check_content", "--addresses", "5", stdout=printed)

    said = "No host name can be resolved: the network is not there. Nothing was kept."
    assert printed.getvalue().splitlines() == [said]


@pytest.mark.django_db
def test_the_command_still_counts_what_is_unsourced_and_unverified():
    records.cite(records.programme(verified_on="2999-01-01"))
    records.programme()
    printed = StringIO()

    call_command("check_content", stdout=printed)

    lines = [line.split() for line in printed.getvalue().splitlines()]
    assert ["programmes", "2", "1", "1"] in lines


@pytest.mark.django_db
def test_a_server_is_told_who_asks(server, settings):
    settings.SITE_ADDRESS = "https://space.example"
    opener = permissive()
    opener.user_agent = source_checks.opener().user_agent

    opener.status(address(server))

    assert server.agents == ["International Space Cooperation source check (+https://space.example/about/)"]


def test_findings_of_a_good_answer_are_empty():
    assert source_checks.judged(200) == Finding(200)


@pytest.mark.parametrize("place", ["127.0.0.1", "::1"])
def test_addresses_of_ones_own_network_are_not_public(place):
    assert not is_public(str(ipaddress.ip_address(place)))


def test_an_address_is_taken_apart_to_what_is_asked_for():
    target = taken_apart("https://NASA.gov./a?b=c#d", (443,))

    assert (target.host, target.port, target.path, target.name) == ("nasa.gov", 443, "/a?b=c", "nasa.gov")
