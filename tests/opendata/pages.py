"""One page of each kind, and what it says to programs."""

import json

ONE_OF_EACH = [
    "/missions/jwst/",
    "/programmes/artemis/",
    "/agencies/esa/",
    "/countries/FRA/",
    "/treaties/moon-agreement/",
    "/research/consortia/euclid-consortium/",
    "/research/data/mast/",
    "/faq/key-treaties/",
]


def structured(response):
    """The JSON-LD of a page."""
    page = response.content.decode()
    return json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
