"""What a request asks for, read from the WSGI environment: which page, packed how, known already or not."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

READ = frozenset({"GET", "HEAD"})
# Editors' pages, forms with a token, files that have their own ways, and answers about this moment.
NEVER = ("/admin/", "/preview/", "/report/", "/static/", "/media/", "/healthz", "/readyz", "/__debug__/")
LONGEST = 2_000  # characters of a query string, and of cookies; longer ones are nobody's address
PACKED = ("br", "gzip")  # best first
REFUSED = re.compile(r"q\s*=\s*0(\.0*)?")


def key_of(environ):
    """What one page is kept under, or None for a request whose answer is not for everybody."""
    if environ["REQUEST_METHOD"] not in READ or "HTTP_AUTHORIZATION" in environ:
        return None
    path = environ["PATH_INFO"]
    if path.startswith(NEVER):
        return None
    cookies = environ.get("HTTP_COOKIE")
    if cookies and ("sessionid=" in cookies or "messages=" in cookies or len(cookies) > LONGEST):
        return None
    query = environ["QUERY_STRING"]
    if len(query) > LONGEST:
        return None
    return (
        environ.get("HTTP_HOST"),
        environ.get("HTTP_X_FORWARDED_PROTO"),
        path,
        query and canonical(query),
    )


@lru_cache(maxsize=2048)
def canonical(query):
    """The same parameters in the same order, each written in one way."""
    return urlencode(parse_qsl(query, keep_blank_values=True))


@lru_cache(maxsize=256)
def packing(accepted):
    """The best of our packings that the header Accept-Encoding names, "" for none."""
    weights = {}
    for part in accepted.lower().split(","):
        name, *options = (word.strip() for word in part.split(";"))
        weights[name] = not any(
            option.replace(" ", "") in {"q=0", "q=0.0", "q=0.00", "q=0.000"} for option in options
        )
    return next((name for name in PACKED if weights.get(name, weights.get("*", False))), "")


def is_known(tag, known):
    """Whether the header If-None-Match names this entity tag; compared weakly, as for reading it is to be."""
    if known == tag:
        return True
    tags = (word.strip().removeprefix("W/") for word in known.split(","))
    return known.strip() == "*" or tag in tags
