"""A request that keeps the database busy for too long is given up, and the next one is answered."""

import time
from contextlib import contextmanager

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from missions.models import Mission
from spacecoop import time_limit
from spacecoop.urls import handler500  # noqa: F401 (read by Django)
from tests import records

pytestmark = pytest.mark.django_db
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i < 0"
SHORT = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT count(*) FROM n"
)


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def endless(request):
    ask(ENDLESS)


def drop_by_drop(request):
    while True:
        ask(SHORT)


def writes(request):
    with transaction.atomic():
        Mission.objects.update(name="Changed")
        ask(ENDLESS)


def fine(request):
    return HttpResponse(f"{Mission.objects.count()}")


urlpatterns = [
    path("endless/", endless),
    path("admin/endless/", endless),
    path("drops/", drop_by_drop),
    path("writes/", writes),
    path("fine/", fine),
    path("", include(configured.ROOT_URLCONF)),
]


@pytest.fixture
def impatient(settings):
    """A site whose readers have a fifth of a second."""
    settings.ROOT_URLCONF = __name__
    settings.DATABASE_SECONDS = 0.2
    return Client(raise_request_exception=False)


@contextmanager
def taking(least, most):
    begun = time.monotonic()
    yield
    assert least <= time.monotonic() - begun < most


@pytest.mark.parametrize("address", ["/endless/", "/drops/"])
def test_one_statement_or_many_are_given_up_with_a_page_that_says_so(impatient, address):
    with transaction.atomic(), taking(0.2, 2):
        response = impatient.get(address)
        transaction.set_rollback(True)  # PostgreSQL goes on only after the transaction that failed

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "no-store" in response["Cache-Control"]
    assert "This takes too long" in response.content.decode()
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_the_next_request_has_its_own_time(impatient):
    with transaction.atomic():
        impatient.get("/endless/")
        transaction.set_rollback(True)

    assert impatient.get("/fine/").content == b"0"


def test_the_desk_has_six_times_as_long(impatient):
    with transaction.atomic(), taking(1.2, 4):
        status = impatient.get("/admin/endless/").status_code
        transaction.set_rollback(True)

    assert status == 503


def test_what_was_written_before_is_taken_back(impatient):
    mission = records.mission(name="As it was")

    impatient.post("/writes/")

    mission.refresh_from_db()
    assert mission.name == "As it was"


def test_an_export_is_given_up_too(impatient, settings):
    settings.DATABASE_SECONDS = 0.000_001

    response = impatient.get("/missions/?format=csv")

    assert (response.status_code, "Content-Disposition" in response) == (503, False)


def test_commands_and_the_worker_take_the_time_that_they_need(settings):
    settings.DATABASE_SECONDS = 0.001

    assert ask(SHORT) == [(50000,)]


def test_no_other_failure_is_taken_for_it():
    assert not time_limit.is_up(OperationalError("database is locked"))
    assert time_limit.is_up(time_limit.TimeUp())
