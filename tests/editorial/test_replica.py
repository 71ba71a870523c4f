"""Who may read a replica; that one is read, followed and done without: tests/deploy/test_replica.py."""

import pytest
from django.conf import settings

from editorial import replica

ASKED = {"REQUEST_METHOD": "GET", "PATH_INFO": "/missions/"}


@pytest.fixture
def with_replica(monkeypatch):
    monkeypatch.setitem(settings.DATABASES, replica.REPLICA, settings.DATABASES["default"])


@pytest.mark.parametrize(
    ("may", "differently"),
    [
        (True, {}),
        (True, {"REQUEST_METHOD": "HEAD"}),
        (True, {"HTTP_COOKIE": "theme=dark"}),
        (False, {"REQUEST_METHOD": "POST"}),
        (False, {"HTTP_COOKIE": "theme=dark; sessionid=x"}),
        (False, {"PATH_INFO": "/admin/login/"}),
        (False, {"PATH_INFO": "/preview/token/missions/"}),
    ],
)
def test_anonymous_readers_of_public_pages_may_read_the_replica(with_replica, may, differently):
    assert replica.may_read_replica(ASKED | differently) is may


def test_without_a_replica_the_primary_is_read():
    with replica.reading(ASKED) as database:
        assert (database, replica.reading_from()) == ("default", "default")


def test_writes_and_migrations_are_the_primarys_and_records_of_both_go_together():
    router = replica.Router()

    assert router.db_for_write(None) == "default"
    assert (router.allow_migrate("default", "faq"), router.allow_migrate("replica", "faq")) == (True, False)
    assert router.allow_relation(None, None)
