"""The rules by which Mozilla's HTTP Observatory scores an answer, as functions that give its points.

Those of its scoring of 2026: a hundred to begin with, less what is wrong; from ninety on, what is done
beyond the necessary is added; from a hundred on the grade is A+. Preloading (5 points) is left out, for it
is an entry in a list of browsers; so are certificates and redirections, which TLS in front of the site has.
"""

import re
from html.parser import HTMLParser

ENOUGH_FOR_EXTRA = 90
A_PLUS = 100
HALF_A_YEAR = 15_768_000
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def policy(response):
    """{directive: its sources} of the answer."""
    parts = (part.split() for part in response.get("Content-Security-Policy", "").split(";"))
    return {name: set(sources) for name, *sources in filter(None, parts)}


def content_security_policy(response):
    found = policy(response)
    if not found:
        return -25
    everything = found.get("default-src", {"*"})
    script, style, objects = (found.get(f"{kind}-src", everything) for kind in ("script", "style", "object"))
    if script & (BROAD | INLINE) or objects & BROAD:
        return -20
    passive = found.get("img-src", everything) | found.get("media-src", everything)
    active = set().union(*(found[name] for name in found.keys() - {"img-src", "media-src"}))
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return -20
    if "'unsafe-eval'" in script | style or any(source.startswith(("http:", "ftp:")) for source in passive):
        return -10
    if style & (BROAD | INLINE):
        return 0
    return 10 if everything == {"'none'"} else 5


def cookies(response):
    """Those that the browser has afterwards; one that is taken away is none."""
    given = {name: morsel for name, morsel in response.cookies.items() if morsel["max-age"] != 0}
    return min((cookie(name, morsel) for name, morsel in given.items()), default=0)


def cookie(name, morsel):
    is_of_session = "sess" in name.lower() or "login" in name.lower()
    strict = morsel["samesite"].lower() in {"lax", "strict"}
    if is_of_session and not morsel["secure"]:
        return -40
    if is_of_session and not morsel["httponly"]:
        return -30
    if not morsel["secure"] or (morsel["samesite"] and not strict) or ("csrf" in name.lower() and not strict):
        return -20
    return 5 if strict else 0


def cross_origin_sharing(response):
    return -50 if "Access-Control-Allow-Credentials" in response else 0


def cross_origin_resources(response):
    points = {"same-origin": 10, "same-site": 10, "cross-origin": 0, None: 0}
    return points.get(response.get("Cross-Origin-Resource-Policy"), -5)


def referrer(response):
    told = response.get("Referrer-Policy")
    if told is None:
        return 0
    return 5 if told.split(",")[-1].strip() in PRIVATE else -5


def strict_transport(response):
    found = re.search(r"max-age=(\d+)", response.get("Strict-Transport-Security", ""))
    if not found:
        return -20
    return 0 if int(found[1]) >= HALF_A_YEAR else -10


def sniffing(response):
    return 0 if response.get("X-Content-Type-Options") == "nosniff" else -5


def framing(response):
    if "frame-ancestors" in policy(response):
        return 5
    return 0 if response.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"} else -20


def scripts_from_elsewhere(response):
    """Of ours there is none, so that none needs a checksum."""
    if not response.get("Content-Type", "").startswith("text/html") or response.streaming:
        return 0
    found = Sources(response.content.decode()).found
    return -50 if any(re.match(r"//|http:", source) for source in found) else -5 * bool(found)


class Sources(HTMLParser):
    """From where else than our own origin a page takes its scripts."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        source = dict(attributes).get("src") or ""
        if tag == "script" and re.match(r"//|\w+:", source):
            self.found.append(source)


RULES = (
    *(content_security_policy, cookies, cross_origin_sharing, cross_origin_resources, referrer),
    *(strict_transport, sniffing, framing, scripts_from_elsewhere),
)


def points(response):
    """{rule: points} of those that give or take any."""
    given = {rule.__name__: rule(response) for rule in RULES}
    return {name: number for name, number in given.items() if number}


def score(response):
    given = points(response).values()
    without_extra = 100 + sum(number for number in given if number < 0)
    if without_extra < ENOUGH_FOR_EXTRA:
        return without_extra
    return without_extra + sum(number for number in given if number > 0)
