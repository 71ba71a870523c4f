"""Every page of the editors' desk opens, and costs the same for one row and for many."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial.models import Citation, ContentModel
from partners.models import CountryName
from tests import records
from tests.admin.editing import address, superuser
from treaties.models import Article

pytestmark = pytest.mark.django_db
MODELS = [model for model in admin.site._registry if issubclass(model, ContentModel)]
DATED = ["agency", "treaty", "action", "mission", "participation", "membership", "milestone", "agreement"]
DATED += ["consortium", "source"]
models = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)


def number_of_queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


def make_of_its_own(model, number):
    """A record that shares its keys with no other, in a year of its own."""
    values = {"successor": None} if model._meta.model_name == "country" else {}
    if hasattr(model, "launched"):
        values["launched"] = str(2000 + number)
    return records.MAKERS[model](**values)


def test_every_model_with_a_page_is_on_the_desk():
    left_out = {model for model in records.MAKERS if model not in MODELS}

    assert left_out == {Article, Citation, CountryName}  # rows of another record's form, and no more


@models
def test_a_list_opens_and_costs_the_same_for_more_rows(model):
    client = superuser()
    make_of_its_own(model, 0)
    client.get(address(model, "changelist"))
    alone = number_of_queries(client, address(model, "changelist"))

    make_of_its_own(model, 1)
    make_of_its_own(model, 2)

    assert number_of_queries(client, address(model, "changelist")) <= alone + (1 if is_dated(model) else 0)


def is_dated(model):
    """Lists by date ask once more as soon as there is more than one year to choose from."""
    return bool(admin.site._registry[model].date_hierarchy)


@models
def test_an_empty_form_opens(model):
    assert superuser().get(address(model, "add")).status_code == 200


@models
def test_a_filled_form_opens(model):
    record = make_of_its_own(model, 0)

    assert superuser().get(address(record)).status_code == 200


@models
@pytest.mark.parametrize("text", ["a", "x'\"%", "2001"])
def test_a_list_can_be_searched(model, text):
    assert superuser().get(address(model, "changelist"), {"q": text}).status_code == 200


@models
def test_a_list_can_be_narrowed_by_its_sources(model):
    make_of_its_own(model, 0)
    client = superuser()

    answers = {client.get(address(model, "changelist"), {"sourced": w}).status_code for w in ("yes", "no")}

    assert answers <= {200, 302}


def test_acts_that_rest_on_a_data_set_alone_are_found():
    data_set, journal = records.source(kind="dataset"), records.source(kind="press")
    alone, supported, bare = records.action(), records.action(), records.action()
    records.cite(alone, source=data_set)
    records.cite(supported, source=data_set)
    records.cite(supported, source=journal)

    response = superuser().get(address(bare, "changelist"), {"sourced": "dataset"})

    assert list(response.context["cl"].result_list) == [alone]


def test_records_never_verified_are_found():
    fresh, stale = records.mission(verified_on="2999-01-01"), records.mission()
    client = superuser()

    old = client.get(address(fresh, "changelist"), {"verified": "old"}).context["cl"].result_list
    recent = client.get(address(fresh, "changelist"), {"verified": "recent"}).context["cl"].result_list

    assert (list(old), list(recent)) == ([stale], [fresh])


def test_records_without_a_source_are_found():
    cited, bare = records.mission(), records.mission()
    records.cite(cited)

    response = superuser().get(address(bare, "changelist"), {"sourced": "no"})

    assert list(response.context["cl"].result_list) == [bare]


@pytest.mark.parametrize("name", DATED)
def test_dated_records_can_be_walked_by_date(name):
    model = next(model for model in MODELS if model._meta.model_name == name)

    assert is_dated(model)


def test_a_treaty_costs_the_same_for_more_acts():
    client, treaty = superuser(), records.treaty()
    for _ in range(2):
        records.action(treaty=treaty)
    client.get(address(treaty))
    few = number_of_queries(client, address(treaty))

    for _ in range(6):
        records.action(treaty=treaty)
        records.action(treaty=treaty, organisation=records.agency())
        records.cite(treaty)

    assert number_of_queries(client, address(treaty)) == few


def test_a_mission_costs_the_same_for_more_rows():
    client, mission = superuser(), records.mission()
    for row in (records.participation(mission=mission), records.milestone(mission=mission, event="one")):
        records.cite(row)
    records.agreement(mission=mission, title="one", treaty=records.treaty())
    records.instrument(mission=mission, acronym="one").countries.add(records.country())
    client.get(address(mission))
    few = number_of_queries(client, address(mission))

    for number in range(5):
        records.participation(mission=mission)
        records.agreement(mission=mission, title=str(number), treaty=records.treaty())
        records.milestone(mission=mission, event=str(number))
        records.instrument(mission=mission, acronym=str(number)).countries.add(records.country())

    assert number_of_queries(client, address(mission)) == few


def test_a_source_shows_what_rests_on_it():
    row = records.participation()
    citation = records.cite(row)

    response = superuser().get(address(citation.source))

    assert address(row) in response.content.decode()


def test_the_desk_has_its_name():
    content = superuser().get("/admin/").content.decode()

    assert "<h1>Editors’ desk</h1>" in content
    assert "International Space Cooperation" in content


def test_what_is_looked_up_comes_closest_first(db):
    for slug in ("cdti-esa", "conida-esa", "esa", "esas"):
        records.agency(slug, name=f"Esa {slug}")
    asked = {"term": "esa", "app_label": "missions", "model_name": "participation", "field_name": "agency"}

    found = superuser().get("/admin/autocomplete/", asked).json()["results"]

    assert [row["text"] for row in found] == ["ESA", "ESAS", "CDTI-ESA", "CONIDA-ESA"]


def test_what_is_looked_up_without_a_word_comes_in_order(db):
    for slug in ("nasa", "csa", "jaxa", "esa"):
        records.agency(slug)
    asked = {"term": "", "app_label": "missions", "model_name": "participation", "field_name": "agency"}

    found = superuser().get("/admin/autocomplete/", asked).json()["results"]

    assert [row["text"] for row in found] == ["CSA", "ESA", "JAXA", "NASA"]
