"""Dates known to the day, the month or the year: the same in Python and in the database."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial import dates
from missions.models import Mission
from tests import records

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))
PARTIAL = st.builds(
    lambda day, precision: (dates.first_day(day, precision), precision),
    DAYS,
    st.sampled_from(["day", "month", "year"]),
)
in_the_database = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(
    ("date", "precision", "last"),
    [
        ("2012-06-01", "month", "2012-06-30"),
        ("2012-02-01", "month", "2012-02-29"),
        ("1900-02-01", "month", "1900-02-28"),
        ("2012-12-01", "month", "2012-12-31"),
        ("2012-01-01", "year", "2012-12-31"),
        ("2012-06-05", "day", "2012-06-05"),
    ],
)
def test_the_last_day_of_a_period(date, precision, last):
    assert str(dates.last_day(datetime.date.fromisoformat(date), precision)) == last


def test_no_date_has_no_last_day():
    assert dates.last_day(None, "unknown") is None


@pytest.mark.django_db
@in_the_database
@given(PARTIAL)
def test_the_database_knows_the_same_last_day_as_python(partial):
    date, precision = partial
    mission = records.mission(launched=date, launched_precision=precision)

    row = Mission.objects.annotate(last=dates.LastDay("launched")).values_list("last").get(pk=mission.pk)

    assert row == (dates.last_day(date, precision),)


@pytest.mark.django_db
@in_the_database
@given(earlier=PARTIAL, later=PARTIAL)
def test_an_order_of_dates_is_accepted_exactly_when_the_widest_reading_allows_it(earlier, later):
    mission = records.mission()
    mission.launched, mission.launched_precision = earlier
    mission.ended, mission.ended_precision = later
    allowed = dates.last_day(*later) >= earlier[0]

    assert (saves(mission), validates(mission)) == (allowed, allowed)


def saves(record):
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        return False
    return True


def validates(record):
    try:
        record.full_clean()
    except ValidationError:
        return False
    return True


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("joined", "left", "accepted"),
    [
        ("2012-06", "2012", True),
        ("2012", "2012-06", True),
        ("2012-06-15", "2012-06", True),
        ("2012-06-15", "2012-06-15", True),
        ("2012-06-15", "2012-06-14", False),
        ("2012-06", "2012-05", False),
        ("2012-06", "2011", False),
        ("2012-06", "", True),
        ("", "2012", True),
    ],
)
def test_joined_and_left_are_compared_in_their_widest_reading(joined, left, accepted):
    participation = records.participation()
    participation.joined, participation.joined_precision = dates.parse(joined)
    participation.left, participation.left_precision = dates.parse(left)

    assert (saves(participation), validates(participation)) == (accepted, accepted)


@given(PARTIAL)
def test_what_a_machine_reads_is_parsed_to_the_same_date(partial):
    assert dates.parse(dates.machine(*partial)) == partial


def test_an_empty_text_is_an_unknown_date():
    assert dates.parse("") == (None, "unknown")
    assert dates.machine(None, "unknown") == ""


@pytest.mark.parametrize("text", ["1998-13", "1998-02-30", "1998-11-20-1", "soon", "1998-", "-5", "0"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        dates.parse(text)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text):
    try:
        date, precision = dates.parse(text)
    except ValueError:
        return
    assert (date is None) == (precision == "unknown")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1998-11-20", "20 November 1998"),
        ("1998-11", "November 1998"),
        ("1998", "1998"),
        ("", "unknown"),
    ],
)
def test_a_date_as_a_reader_sees_it(text, written):
    assert str(dates.written(*dates.parse(text))) == written


def test_unknown_and_does_not_apply_are_told_apart():
    assert [str(dates.written(None, value)) for value in ("unknown", "none", "")] == [
        "unknown",
        "does not apply",
        "unknown",
    ]


@given(DAYS)
def test_the_first_day_of_a_period_is_its_own_first_day(day):
    for precision in ("day", "month", "year"):
        first = dates.first_day(day, precision)
        assert dates.first_day(first, precision) == first <= day <= dates.last_day(first, precision)
