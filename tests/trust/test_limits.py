"""What is longer than any link or form of ours makes is refused, before anything is made of it."""

import pytest

from spacecoop.limits import LONGEST, MOST
from tests.trust.test_headers import INLINE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("/missions/?q=" + "x" * (LONGEST - 12), {}, 200),
        ("/missions/?q=" + "x" * LONGEST, {}, 400),
        ("/missions/?" + "&".join(["x=1"] * MOST), {}, 200),
        ("/missions/?" + "&".join(["x=1"] * (MOST + 1)), {}, 400),
        ("/missions/" + "x" * LONGEST, {}, 400),
        ("/missions/", {"cookie": "a=" + "x" * (LONGEST - 2)}, 200),
        ("/missions/", {"cookie": "a=" + "x" * LONGEST}, 400),
    ],
    ids=["a query", "a longer one", "parameters", "more of them", "a path", "cookies", "larger cookies"],
)
def test_what_is_long_is_read_and_what_is_too_long_refused(client, address, headers, status):
    response = client.get(address, headers=headers)

    assert response.status_code == status
    assert "xxx" not in response.content.decode() or status == 200
    assert not INLINE.search(response.content.decode())


def test_a_program_is_told_in_its_own_form(client):
    response = client.get("/api/v1/missions/?q=" + "x" * LONGEST)

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["detail"] == (
        "An address, and its cookies, may have 8,000 characters, and 200 parameters."
    )


def test_a_form_larger_than_any_of_ours_is_refused(client):
    assert client.post("/report/", {"text": "x" * 5_000_000}).status_code in {400, 413}
