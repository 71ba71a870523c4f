"""The number beside a choice is the number of missions that choosing it too would list."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from missions.filters import MissionFilter
from missions.models import Mission
from tests import records

FACETS = ("partner", "role", "country", "status", "category", "destination", "programme")
COMBINATIONS = [
    "",
    "partner=esa",
    "partner=esa&partner=jaxa&match=all",
    "partner=esa&partner=jaxa&match=any",
    "role=lead&partner=nasa",
    "category=planetary&country=DEU",
    "predecessors=no",
    "predecessors=no&partner=esa&partner=uksa",
    "as_of=1995-01-01",
    "as_of=2023-01-01&partner=roscosmos&role=partner",
    "status=operational&destination=leo&year_min=2000",
    "q=telescope",
    "partner=nobody&status=flying",
    "partners_min=3&left=yes&partner=esa",
    "region=asia&beyond=yes&access=open&as_of=2020-01-01&partners_min=2",
]


def missions(query):
    return MissionFilter(query, Mission.objects.published())


def chosen_too(query, facet, value):
    """How many missions the list holds if the value is chosen too."""
    query = query.copy()
    if facet == "partner":
        if value not in query.getlist("partner"):
            query.appendlist("partner", value)
    else:
        query[facet] = value
    return missions(query).qs.count()


def compared(query, facet, most=25):
    """({value: number beside it}, {value: number when chosen}) of a facet's first choices."""
    filtered = missions(query)
    counts = filtered.counts[facet]
    values = [value for value, label in filtered.form.fields[facet].choices if value]
    values.sort(key=lambda value: -counts.get(value, 0))
    values = [*values[: most // 2], *values[-(most // 2) :]] if len(values) > most else values
    return (
        {value: counts.get(value, 0) for value in values},
        {value: chosen_too(query, facet, value) for value in values},
    )


@pytest.mark.slow
@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("query", COMBINATIONS)
def test_every_count_is_what_choosing_it_lists(catalogue, query, facet):
    shown, listed = compared(QueryDict(query), facet)

    assert shown == listed


VALUES = {
    "role": ["lead", "partner", "contributor", "launch"],
    "country": ["USA", "DEU", "JPN", "FRA", "XXX"],
    "status": ["operational", "completed", "lost"],
    "category": ["planetary", "astronomy", "crewed"],
    "destination": ["leo", "moon", "mars"],
    "predecessors": ["no", ""],
    "as_of": ["1975-01-01", "1995-01-01", "2022-06-01", "soon"],
    "match": ["any", "all"],
    "year_min": ["1960", "1990", "3000"],
    "year_max": ["1999", "2030"],
    "q": ["space", "mars", "the"],
    "partners_min": ["2", "4", "x"],
    "region": ["asia", "europe"],
    "left": ["yes", "no"],
    "launcher": ["other"],
    "beyond": ["yes", "no"],
    "planned": ["yes", "no"],
    "access": ["open", "later"],
}
PARTNERS = ["esa", "nasa", "jaxa", "roscosmos", "uksa", "cnes", "dlr", "nobody"]


@st.composite
def addresses(draw):
    query = QueryDict(mutable=True)
    for name, values in VALUES.items():
        if value := draw(st.none() | st.sampled_from(values)):
            query[name] = value
    query.setlist("partner", draw(st.lists(st.sampled_from(PARTNERS), max_size=3, unique=True)))
    return query


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=addresses(), facet=st.sampled_from(FACETS))
def test_it_is_so_for_any_filters(catalogue, query, facet):
    shown, listed = compared(query, facet, most=8)

    assert shown == listed


@pytest.fixture
def fleet(db):
    esa = records.agency("esa", country=None, kind="intergovernmental")
    esro = records.agency("esro", successor=esa)
    nasa = records.agency("nasa", country=records.country(iso3="USA", name="United States"))
    jaxa = records.agency("jaxa", country=records.country(iso3="JPN", name="Japan"))
    for slug, partners in (
        ("hinode", {jaxa: "lead", nasa: "partner", esa: "partner"}),
        ("xmm", {esa: "lead", nasa: "contributor"}),
        ("heos", {esro: "lead", nasa: "launch"}),
    ):
        mission = records.mission(slug)
        for agency, role in partners.items():
            records.participation(mission=mission, agency=agency, role=role)


@pytest.mark.django_db
@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize(
    "query", ["", "partner=esa", "partner=esa&partner=jaxa&match=all", "role=lead&partner=esa"]
)
def test_the_counts_of_a_few_missions(fleet, query, facet):
    shown, listed = compared(QueryDict(query), facet)

    assert shown == listed


def test_the_numbers_themselves(fleet):
    counts = missions(QueryDict("partner=esa")).counts

    assert (counts["role"], counts["country"], counts["partner"]) == (
        {"lead": 2, "partner": 1},
        {"USA": 3, "JPN": 1},
        {"esa": 3, "esro": 3, "nasa": 3, "jaxa": 3},
    )


def test_with_all_of_them_a_further_partner_narrows(fleet):
    counts = missions(QueryDict("partner=esa&match=all")).counts

    assert counts["partner"] == {"esa": 3, "esro": 1, "nasa": 3, "jaxa": 1}


def test_hidden_records_are_not_counted(fleet):
    records.participation(mission=records.mission(state="unpublished"))
    records.participation(agency=records.agency("secret", state="unpublished"), role="host")

    counts = missions(QueryDict("")).counts

    assert (counts["status"], "host" in counts["role"], "secret" in counts["partner"]) == (
        {"operational": 4},
        False,
        False,
    )


def test_choices_that_would_leave_nothing_are_not_offered_unless_chosen(fleet):
    filtered = missions(QueryDict("status=lost"))

    filtered.show_counts()

    choices = filtered.form.fields["status"].choices
    assert [(value, str(label)) for value, label in choices] == [
        ("", "any"),
        ("operational", "operational (3)"),
        ("lost", "lost"),
    ]


@pytest.mark.django_db
def test_the_counts_cost_no_query(fleet, django_assert_num_queries):
    filtered = missions(QueryDict("partner=esa&role=lead"))
    filtered.chosen  # noqa: B018 (reads the choices)

    with django_assert_num_queries(0):
        filtered.counts  # noqa: B018
