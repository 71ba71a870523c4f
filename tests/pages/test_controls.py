"""The form of a list: what is as in an empty form is drawn once, and nothing else."""

import re

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from editorial import controls
from missions.filters import MissionFilter
from missions.models import Mission

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<div class="field.*?</div>', re.DOTALL)


@pytest.fixture(autouse=True)
def nothing_drawn(monkeypatch):
    monkeypatch.setattr(controls, "drawn", {})


def drawn(query=""):
    missions = MissionFilter(QueryDict(query), Mission.objects.published())
    missions.show_counts()
    return render_to_string("components/filter_form.html", {"filter": missions})


def field(html, name):
    return next(found for found in FIELD.findall(html) if f'name="{name}"' in found)


def test_a_form_drawn_from_what_is_kept_is_the_one_drawn_at_first():
    first = drawn("status=active&year_min=1990")

    assert drawn("status=active&year_min=1990") == first


def test_a_field_is_kept_as_in_an_empty_form_and_not_as_somebody_filled_it():
    filled = drawn("left=yes&year_min=1990&q=mars")

    empty = drawn()

    assert ['value="yes" selected' in field(html, "left") for html in (filled, empty)] == [True, False]
    assert ['value="1990"' in field(html, "year_min") for html in (filled, empty)] == [True, False]
    assert ['value="mars"' in field(html, "q") for html in (filled, empty)] == [True, False]


def test_a_field_with_counted_choices_is_never_kept():
    drawn()

    assert not {name for _form, name, _language in controls.drawn} & {"partner", "status", "programme"}


def test_a_field_with_a_message_shows_it_and_is_not_kept():
    wrong = drawn("year_min=2000&year_max=1990")

    assert "The last year lies before the first" in field(wrong, "year_max")
    assert "The last year lies before the first" not in drawn()
