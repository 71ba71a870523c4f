"""Requests as nobody in their right mind sends them, made by chance from a seed, and what came of each."""

import gzip
import random
import re
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

from tests.pages.test_bad_input import LISTS, PARAMETERS, VALUES
from tests.trust.walk import patterns

MARK = "zq7x"
MARKED = f"\"'><{MARK} onload=x>"
REFLECTED = re.compile(rb"<" + MARK.encode())
METHODS = ["GET"] * 12 + [
    "HEAD",
    "POST",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "get",
]
FTS = [
    *(
        '"',
        "'",
        "*",
        "(",
        ")",
        "a OR",
        "NOT",
        "NEAR(a b, 2)",
        "a AND AND b",
        "name:x",
        "^a",
        "a^2",
        "{a b}:c",
    ),
    *(
        "a NEAR/0 b",
        "-a",
        "+",
        'a"b"c',
        "AND",
        "a*b*",
        ":*",
        "a & b",
        "a | !b",
        "a <-> b",
        "'a':1A",
        "\\",
        "((((",
        "💥*",
    ),
]
SEGMENTS = [
    "jwst",
    "nothing",
    "..",
    "%00",
    "%ff",
    "a" * 300,
    "%2e%2e%2f",
    "<b>",
    "1",
    "-1",
    "ＦＲＡ",
    "with",
    ";x",
    "💥",
]
NAMES = [
    *(
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Authorization",
        "Cookie",
        "Content-Type",
        "Content-Encoding",
    ),
    *(
        "If-None-Match",
        "If-Modified-Since",
        "If-Match",
        "Range",
        "Referer",
        "Origin",
        "User-Agent",
        "X-Request-ID",
    ),
    *(
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "X-HTTP-Method-Override",
        "HX-Request",
        "Expect-CT",
    ),
    *("Upgrade-Insecure-Requests", "Forwarded", "Via", "Max-Forwards", "Te", "Cache-Control", "Priority"),
]
WORTHS = [
    *(
        "",
        "*",
        "*/*;q=x",
        "bytes=0-,5-",
        "bytes=-1",
        "gzip;q=9",
        "br",
        'W/"',
        '"' * 50,
        "Basic !!!",
        "Bearer x",
    ),
    *(
        "sessionid=x; messages=x",
        "csrftoken=" + "a" * 32,
        "a=b;" * 50,
        "text/html;charset=nothing",
        "http",
        "::1",
    ),
    *(
        "multipart/form-data",
        "multipart/form-data; boundary=" + "x" * 300,
        "application/json",
        "gzip",
        "x" * 3000,
    ),
    *(
        "Thu, 99 Foo 9999 99:99:99 GMT",
        "\xff\xfe",
        MARKED,
        "evil.example",
        "-1",
        "9" * 40,
        "no-cache, only-if-cached",
    ),
]
BODIES = [
    b"",
    b"\0" * 100,
    b"a=b&" * 500,
    b"{",
    b"[" * 5000,
    b"--x\r\n\r\n--x--",
    b"\xff\xfe\xfd",
    b"token=x&text=" + b"y" * 5000,
]


@dataclass
class Answer:
    status: int  # 0 where the connection ended without one
    seconds: float
    body: bytes
    answers: int  # how many came for the one request
    kind: bytes  # the media type

    @property
    def gives_back(self):
        """Whether a browser would read as markup what came with the request."""
        return not self.kind.endswith(b"json") and bool(REFLECTED.search(self.body))


def routes():
    return [route for route, _pattern in patterns() if "^" not in route and "(?P" not in route]


class Chance:
    """Requests, the same for the same seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.public = [route for route in routes() if not route.startswith("admin/")]
        self.desk = [route for route in routes() if route.startswith("admin/")]

    def request(self):
        method, body = self.random.choice(METHODS), b""
        lines = [f"{method} {self.address()} HTTP/1.1", "Host: localhost", "Connection: close"]
        names = self.random.sample(NAMES, self.random.randint(0, 4))
        lines += [f"{name}: {self.random.choice(WORTHS)}" for name in names]
        if method not in {"GET", "HEAD"} or self.random.random() < 0.05:
            body = self.random.choice(BODIES)
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body

    def address(self):
        chosen = self.random.choices([LISTS, self.public, self.desk], [5, 4, 1])[0]
        route = self.random.choice(chosen)
        path = re.sub(r"<[^>]+>", lambda _part: quote(self.random.choice(SEGMENTS), safe="%"), route)
        return f"/{path.lstrip('/')}{'?' if self.random.random() < 0.9 else ''}{self.query()}"

    def query(self):
        pairs = (
            f"{self.random.choice(PARAMETERS)}={self.value()}" for _n in range(self.random.randint(0, 6))
        )
        return self.random.choice(["&", "&", "&", ";", "&&"]).join(pairs)

    def value(self):
        kind = self.random.randrange(5)
        if kind == 0:
            return quote(self.random.choice(FTS))
        if kind == 1:
            return quote(MARKED)
        if kind == 2:
            return quote_from_bytes(self.random.randbytes(self.random.randint(1, 40)))
        return quote(self.random.choice(VALUES), errors="surrogatepass") * self.random.choice([1, 1, 1, 20])


TO, POST, CHUNKS = b" HTTP/1.1\r\nHost: localhost\r\n", b"POST /report/", b"Transfer-Encoding: chunked\r\n"
ODD = {
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "a bad host": b"GET / HTTP/1.1\r\nHost: local host/<x>\r\n\r\n",
    "another host": b"GET /about/?a HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a host of bytes": b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
    "a whole address": b"GET http://evil.example/" + TO + b"\r\n",
    "length and chunks": POST + TO + b"Content-Length: 4\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "chunks hidden": POST + TO + b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n",
    "two lengths": POST + TO + b"Content-Length: 1\r\nContent-Length: 9\r\n\r\nx",
    "a length below nothing": POST + TO + b"Content-Length: -1\r\n\r\n",
    "a length of words": POST + TO + b"Content-Length: ten\r\n\r\n",
    "a chunk without an end": POST + TO + CHUNKS + b"\r\nffffffffffffffff\r\nx",
    "a chunk that is none": POST + TO + CHUNKS + b"\r\nzz\r\n",
    "nul in the address": b"GET /missions/\0/" + TO + b"\r\n",
    "nul in a header": b"GET /" + TO + b"X: a\0b\r\n\r\n",
    "an overlong address": b"GET /missions/?q=" + b"x" * 60_000 + TO + b"\r\n",
    "a longer one": b"GET /missions/?q=" + b"x" * 300_000 + TO + b"\r\n",
    "oversize cookies": b"GET /about/" + TO + b"Cookie: a=" + b"x" * 20_000 + b"\r\n\r\n",
    "oversize headers": b"GET /about/" + TO + b"X: " + b"x" * 200_000 + b"\r\n\r\n",
    "many headers": b"GET /" + TO + b"" + b"X: y\r\n" * 5000 + b"\r\n",
    "bare line ends": b"GET / HTTP/1.1\nHost: localhost\n\n",
    "a folded header": b"GET /" + TO + b"X: a\r\n b\r\n\r\n",
    "a space before the colon": b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "the oldest version": b"GET /\r\n\r\n",
    "a version to come": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "the second version": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "all addresses": b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "another protocol": b"GET /" + TO + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "tls": bytes.fromhex("1603010200010001fc0303") + b"\x7f" * 300,
    "noise": bytes(range(256)) * 20,
    "nothing": b"",
}
FORM = "Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def form(path, body, more=""):
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{FORM}{more}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def odd():
    """{what it is: bytes} of all that is no request, or hardly one."""
    bomb = gzip.compress(b"a=" + b"x" * 20_000_000)
    return ODD | {
        "five megabytes": form("/report/", b"text=" + b"x" * 5_000_000),
        "five megabytes for the desk": form("/admin/login/", b"username=" + b"x" * 5_000_000),
        "a gzip bomb": form("/admin/login/", bomb, "Content-Encoding: gzip\r\n"),
    }


def sent(port, request, patience=20):
    """What came of the request, until the connection ends or nothing more is heard."""
    begun, first, got = time.monotonic(), None, b""
    with suppress(ConnectionError, TimeoutError), socket.create_connection(("127.0.0.1", port), 5) as link:
        link.settimeout(patience)
        link.sendall(request)
        while part := link.recv(65_536):
            first = first or time.monotonic()
            got += part
    head, _edge, body = got.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1.[01] (\d+)", head)
    answers = len(re.findall(rb"(?m)^HTTP/1\.[01] \d+ ", got))
    kind = re.search(rb"(?i)\r\ncontent-type: ([^;\r]*)", head)
    seconds = (first or time.monotonic()) - begun
    return Answer(int(status[1]) if status else 0, seconds, body, answers, kind[1] if kind else b"")
