"""Looking changes nothing, and what is sent without the token of a form is not taken."""

from collections import Counter
from hashlib import sha256

import pytest
from django.db import connection
from django.test import Client

from tests.admin.editing import superuser
from tests.trust import walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# What may change when somebody only looks: that they were here (a session), and which forms they have open,
# which is noted so that two people at one form are told of each other.
NOTED = {"django_session", "editorial_opening", "accounts_signedin"}


def tables():
    """{table: digest of its rows} of the whole database."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (a table of ours)
            found[table] = sha256("".join(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()
    return found


def changed(before):
    after = tables()
    return {name for name in before if before[name] != after[name]}


def test_no_address_changes_anything_when_it_is_looked_at(stocked, chief):
    addresses = walk.addresses(stocked)
    chief.get("/admin/")
    before, seen = tables(), Counter()

    for address in addresses.values():
        seen[chief.get(address, {"q": "x"}).status_code] += 1

    assert changed(before) <= NOTED
    assert seen[200] > sum(seen.values()) / 2


@pytest.mark.parametrize("method", ["post", "delete"])
def test_no_address_takes_what_comes_without_a_token(stocked, method):
    client = Client(enforce_csrf_checks=True)
    client.cookies = superuser().cookies
    addresses = walk.addresses(stocked)
    before, taken = tables(), {}

    for route, address in addresses.items():
        status = getattr(client, method)(address).status_code
        if status not in {403, 405}:
            taken[route] = status

    assert taken == {}
    assert changed(before) <= NOTED
