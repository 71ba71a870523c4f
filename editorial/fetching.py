"""Opening addresses of the world from within: safely, whatever they name, and politely.

An address is data that somebody typed. Before each request its host is resolved once, every address
that it has must be public, and the connection goes to the address that was looked at: no second
look-up can lead elsewhere. Each target of a redirect is looked at in the same way. Nothing is read
from the environment, so that no proxy comes between.
"""

import http.client
import io
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

SECONDS = 10  # for one request, from the first byte to the last
PATIENCE = 20  # seconds for an address with all its redirects
MOST_BYTES = 65_536  # of one answer
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
ASKED_AGAIN = {403, 404, 405, 410, 501}  # by GET, for servers that know no HEAD
PORTS = {"http": 80, "https": 443}
NAME = re.compile(r"(?=.{1,253}$)([a-z0-9_-]{1,63}\.)*(?!0x)(?=[a-z0-9-]{1,63}$)[0-9-]*[a-z][a-z0-9-]*")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
UNICAST = ipaddress.ip_network("2000::/3")
SAFE = "/%:@!$&'()*+,;=~?"  # what stays as it is in an address


class Refused(Exception):
    """The machine does not open such an address."""


class Unresolved(Exception):
    """There is no such host, or nobody to ask."""


class Unreached(Exception):
    """The host gave no answer that can be read."""


@dataclass(frozen=True)
class Target:
    """Where an address leads, taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def name(self):
        """The host as a server is told it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def taken_apart(address, ports):
    """The Target of the address. Raises Refused."""
    try:
        parts = urlsplit(address)
        port = PORTS.get(parts.scheme) if parts.port is None else parts.port
        host = plain_host(parts.hostname or "")
    except ValueError as error:
        raise Refused(_("This is no web address.")) from error
    if parts.scheme not in {"http", "https"} or not is_host(host):
        raise Refused(_("This is no web address."))
    if "@" in parts.netloc:
        raise Refused(_("The machine opens no address with a name or password in it."))
    if port not in ports:
        raise Refused(_("The machine opens no address with a port of its own."))
    path, query = quote(parts.path or "/", safe=SAFE), quote(parts.query, safe=SAFE)
    return Target(parts.scheme, host, port, f"{path}?{query}" if query else path)


def joined(address, location):
    """Where a redirect leads. Raises Refused."""
    try:
        return urljoin(address, location)
    except ValueError as error:
        raise Refused(_("This is no web address.")) from error


def plain_host(host):
    """In lower case and ASCII, without the point that a name may end with. Raises ValueError."""
    host = host if host.isascii() else host.encode("idna").decode()
    return host.lower().removesuffix(".")


def is_host(text):
    """A name, or an address in its one plain form: not 0177.0.0.1, 2130706433 or 0x7f.1."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return bool(NAME.fullmatch(text))
    return "%" not in text


def resolved(host, port):
    """The addresses of the host; none if there is no such host or nobody to ask."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(place[0] for *_rest, place in found))


def is_public(text):
    """Whether an address belongs to the world, and not to a machine, a network or a purpose."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False  # with a zone: of one network
    if address.version == 6:
        inner = address.ipv4_mapped or address.sixtofour or in_nat64(address)
        if inner:
            return is_public(str(inner))
        if address not in UNICAST:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def in_nat64(address):
    return ipaddress.ip_address(int(address) & 0xFFFFFFFF) if address in NAT64 else None


@dataclass
class Opener:
    """Opens addresses; a test says by keyword which of the rules it lifts."""

    user_agent: str
    resolve: Callable = resolved
    is_allowed: Callable = is_public
    ports: Sequence = tuple(PORTS.values())
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS
    pause: float = 1  # seconds between two requests to a host
    last_asked: dict = field(default_factory=dict)

    def status(self, address):
        """The status with which the address answers in the end. Raises Refused, Unresolved, Unreached."""
        end = time.monotonic() + PATIENCE
        for _hop in range(MOST_REDIRECTS + 1):
            status, location = self.ask(address, "HEAD", end)
            if status in ASKED_AGAIN:
                status, location = self.ask(address, "GET", end)
            if status not in REDIRECTS or not location:
                return status
            address = joined(address, location)
        raise Unreached(_("It redirects more than %s times.") % MOST_REDIRECTS)

    def ask(self, address, method, end):
        """(status, where it redirects to) of one request."""
        target = taken_apart(address, self.ports)
        places = self.places(target)
        self.wait(target.host)
        deadline = min(time.monotonic() + self.seconds, end)
        try:
            with self.connected(target, places, deadline) as link:
                return exchange(link, target, method, self.user_agent, deadline)
        except TimeoutError as error:
            raise Unreached(_("No answer within %s seconds.") % self.seconds) from error
        except ssl.SSLError as error:
            why = getattr(error, "verify_message", "") or error.reason or error
            raise Unreached(_("No secure connection: %s") % why) from error
        except (OSError, http.client.HTTPException) as error:
            raise Unreached(_("No answer: %s") % (error or type(error).__name__)) from error

    def places(self, target):
        """The addresses of the host, looked up once; every one must be allowed."""
        places = self.resolve(target.host, target.port)
        if not places:
            raise Unresolved(_("There is no host of this name."))
        if not all(self.is_allowed(place) for place in places):
            raise Refused(_("Its host is not public."))
        return places

    def wait(self, host):
        """One request in each pause to a host."""
        free_at = self.last_asked.get(host, -self.pause) + self.pause
        time.sleep(max(0, free_at - time.monotonic()))
        self.last_asked[host] = time.monotonic()

    def connected(self, target, places, deadline):
        """A socket to the first of the places that takes it."""
        link = first_connected(places, target.port, deadline)
        if target.scheme == "http":
            return link
        with link:  # is empty once it is wrapped
            link.settimeout(left(deadline))
            return self.tls.wrap_socket(link, server_hostname=target.host)


def first_connected(places, port, deadline):
    for place in places:
        try:
            return socket.create_connection((place, port), left(deadline))
        except OSError as error:
            failure = error
    raise failure


def left(deadline):
    """The seconds until then. Raises TimeoutError if there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def exchange(link, target, method, user_agent, deadline):
    """(status, location) that the server at the other end of the socket answers."""
    connection = http.client.HTTPConnection(target.host)
    connection.sock = link  # connected already, to the address that was looked at
    link.settimeout(left(deadline))
    headers = {"Host": target.name, "User-Agent": user_agent, "Accept": "*/*", "Connection": "close"}
    connection.request(method, target.path, headers=headers)
    answer = http.client.HTTPResponse(Ration(link, deadline), method=method)
    answer.begin()
    location = answer.getheader("Location") or ""
    return answer.status, quote(location.encode("latin-1"), safe=f"{SAFE}#[]")


class Ration(io.RawIOBase):
    """What comes from a socket until so many bytes are read or the time is up."""

    def __init__(self, link, deadline):
        self.link, self.deadline, self.rest = link, deadline, MOST_BYTES

    def makefile(self, _mode):
        return io.BufferedReader(self)

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.rest:
            raise ConnectionError(_("its head has no end"))
        self.link.settimeout(left(self.deadline))
        size = self.link.recv_into(memoryview(buffer)[: self.rest])
        self.rest -= size
        return size
