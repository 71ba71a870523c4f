"""A record is named in files by its natural key, and found by it again."""

import pytest

from editorial.shipping import content_models
from tests import records

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", content_models(), ids=lambda model: model.__name__)
def test_the_natural_key_gives_the_record_back(model):
    record = records.MAKERS[model]()
    records.MAKERS[model]()  # another one, that must not be found

    assert model._default_manager.get_by_natural_key(*record.natural_key()) == record


@pytest.mark.parametrize(
    "make",
    [
        records.attested,
        lambda: records.action(organisation=records.agency()),
        lambda: records.attested(organisation=records.agency()),
        lambda: records.action(depositary="Moscow"),
    ],
)
def test_an_act_without_a_date_or_of_an_organisation_is_found_too(make):
    act = make()

    assert type(act).objects.get_by_natural_key(*act.natural_key()) == act


def test_several_acts_of_one_party_are_told_apart():
    treaty, country = records.treaty(), records.country()
    acts = [
        records.action(treaty=treaty, country=country, depositary=place) for place in ("London", "Moscow", "")
    ]
    acts.append(records.attested(treaty=treaty, country=country, kind="ratification"))

    found = [type(act).objects.get_by_natural_key(*act.natural_key()) for act in acts]

    assert found == acts


def test_citations_of_different_facts_are_told_apart():
    mission, source = records.mission(), records.source()
    citations = [
        records.cite(mission, source=source, fact=fact, locator=page)
        for fact, page in (("", ""), ("launched", ""), ("launched", "p. 3"))
    ]

    found = [type(one).objects.get_by_natural_key(*one.natural_key()) for one in citations]

    assert found == citations


def test_every_content_model_has_a_maker_in_these_tests():
    assert set(records.MAKERS) == set(content_models())
