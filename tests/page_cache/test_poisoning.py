"""Nothing that one reader sends is found in what the next one gets."""

import pytest

from tests import records
from tests.page_cache.conftest import ask

EVIL = "evil.example"
HOSTILE = {
    **dict.fromkeys(
        (
            *("X_FORWARDED_HOST", "X_FORWARDED_SERVER", "X_FORWARDED_FOR", "X_FORWARDED_PORT", "FORWARDED"),
            *("X_FORWARDED_PREFIX", "X_FORWARDED_SCHEME", "X_FORWARDED_SSL", "FRONT_END_HTTPS", "X_HOST"),
            *("X_ORIGINAL_URL", "X_REWRITE_URL", "X_ORIGINAL_HOST", "X_REAL_IP", "TRUE_CLIENT_IP", "VIA"),
            *(
                "ORIGIN",
                "REFERER",
                "USER_AGENT",
                "ACCEPT_LANGUAGE",
                "ACCEPT",
                "ACCEPT_CHARSET",
                "X_REQUEST_ID",
            ),
            *("HX_REQUEST", "HX_TARGET", "HX_CURRENT_URL", "X_REQUESTED_WITH", "X_SCRIPT_NAME"),
        ),
        EVIL,
    ),
    "COOKIE": f"theme={EVIL}; django_language={EVIL}; csrftoken={EVIL}",
    "X_HTTP_METHOD_OVERRIDE": "POST",
    "ACCEPT_ENCODING": f"gzip;q=0, {EVIL}",
    "RANGE": "bytes=0-0",
    "IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT",
    "IF_NONE_MATCH": '"nothing"',
}
ADDRESSES = [
    *("/", "/about/", "/missions/webb/", "/missions/?q=x", "/missions/?format=json", "/missions/?format=csv"),
    *("/api/v1/missions/", "/feeds/missions.atom", "/sitemap.xml", "/robots.txt", "/opensearch.xml"),
    *("/embed/missions/webb/", "/search/?q=webb", "/oembed/?url=http://127.0.0.1:8000/missions/webb/"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_one_reader_sends_is_not_in_what_the_next_gets(site, address):
    records.mission("webb")
    clean = ask(site, address)
    site.memory.pages.clear()

    _status, headers, _body = ask(site, address, **{f"HTTP_{name}": v for name, v in HOSTILE.items()})

    assert EVIL not in str(headers)
    assert ask(site, address) == clean


def test_the_scheme_that_a_proxy_tells_and_the_host_have_pages_of_their_own(site):
    records.mission("webb")
    address = "/missions/?format=json"
    clean = ask(site, address)

    ask(site, address, HTTP_X_FORWARDED_PROTO="https")
    ask(site, address, HTTP_HOST="localhost:9999")
    refused = ask(site, address, HTTP_HOST=EVIL)[0]

    assert refused == "400 Bad Request"
    assert ask(site, address) == clean


def test_a_parameter_that_is_hidden_from_the_key_is_hidden_from_the_page(site):
    """What is written in another way is one page only if Django reads it as the same."""
    records.mission("webb")
    clean = ask(site, "/missions/?q=webb")[2]

    for query in ("q=webb&q=evil", "q=webb;q=evil", "q=webb%26q=evil", "q=webb%00", "Q=evil&q=webb"):
        ask(site, f"/missions/?{query}")

    assert ask(site, "/missions/?q=webb")[2] == clean
