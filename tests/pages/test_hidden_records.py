"""What is not published is nowhere public, not through a relation either."""

import pytest
from django.utils import timezone

from search import index
from tests import records

MARK = "Zanzibar"


@pytest.fixture
def site(db):
    """Published records, with a hidden one behind every relation between them."""
    country = records.country(iso3="FRA")
    nasa = records.agency("nasa", country=country)
    mission = records.mission("jwst", programme=records.programme("artemis"))
    treaty = records.treaty("outer-space-treaty")
    archive = records.archive("mast", operator=nasa)
    consortium = records.consortium("euclid")
    topic = records.topic("basics")
    question = records.question("why", topic=topic)
    records.participation(mission=mission, agency=nasa)
    records.action(treaty=treaty, country=country)
    records.mission_set("near")
    for state in ("unpublished", "withdrawn"):
        hide(state, country, nasa, mission, treaty, archive, consortium, topic, question)
    index.follow()
    return mission


def hide(state, country, nasa, mission, treaty, archive, consortium, topic, question):
    hidden = {"state": state, "published_at": timezone.now(), "published_by": "someone"}
    name = f"{MARK} {state}"
    agency = records.agency(
        f"{state}-agency", acronym=name, name=name, country=country, successor=nasa, **hidden
    )
    other = records.mission(f"{state}-mission", name=name, programme=mission.programme, **hidden)
    programme = records.programme(f"{state}-programme", name=name, **hidden)
    records.mission(f"{state}-flown", programme=programme)
    records.participation(mission=mission, agency=agency, contribution=name)
    records.term(f"{state}-term", name=name, **hidden)
    records.mission_set(f"{state}-set", name=name, **hidden)
    records.mission_set(f"of-{state}", selection=f"partner={state}-agency")
    records.participation(mission=other, agency=nasa, contribution=name)
    pact = records.treaty(f"{state}-treaty", title=name, short_name=name, **hidden)
    records.action(treaty=pact, country=country, note=name)
    records.action(treaty=pact, organisation=nasa, note=name)
    records.action(treaty=treaty, organisation=agency, note=name)
    records.agreement(mission=mission, title=f"{state} agreement", treaty=pact)
    records.agreement(mission=other, title=name, treaty=treaty)
    store = records.archive(f"{state}-archive", acronym=name, name=name, operator=nasa, **hidden)
    records.data_access(mission=mission, archive=store, policy=name)
    records.data_access(mission=other, archive=archive, policy=name)
    group = records.consortium(f"{state}-consortium", name=name, **hidden)
    group.missions.add(mission)
    group.agencies.add(nasa)
    consortium.missions.add(other)
    consortium.agencies.add(agency)
    consortium.instruments.add(records.instrument(mission=other, name=name, acronym=name, kind=name))
    records.archive(f"shown-{state}", operator=agency)
    asked = records.question(f"{state}-question", question=name, topic=topic, **hidden)
    asked.missions.add(mission)
    asked.agencies.add(nasa)
    asked.treaties.add(treaty)
    question.missions.add(other)
    question.agencies.add(agency)
    question.treaties.add(pact)
    question.programmes.add(programme)
    records.question(f"{state}-topics", topic=records.topic(f"{state}-topic", name=name, **hidden))
    nasa.parent = agency
    nasa.save()
    records.membership(organisation=agency, country=country)


ADDRESSES = [
    *("/", "/missions/", "/missions/timeline/", "/missions/jwst/", "/programmes/", "/programmes/artemis/"),
    *("/agencies/", "/agencies/nasa/", "/agencies/network/", "/countries/", "/countries/FRA/"),
    *("/treaties/", "/treaties/outer-space-treaty/", "/treaties/status/?kind=un-treaty", "/research/"),
    *("/research/consortia/", "/research/consortia/euclid/", "/research/data/", "/research/data/mast/"),
    *("/research/instruments/", "/research/instruments/?mission=jwst", "/research/data/?agency=nasa"),
    *("/missions/?compare=jwst,withdrawn-mission,withdrawn-flown",),
    *("/research/data/shown-withdrawn/", "/faq/", "/faq/why/", "/faq/withdrawn-topics/", "/about/"),
    *("/changes/", "/changes/missions/jwst/", "/changes/countries/FRA/", "/changes/faq/", "/report/"),
    *("/glossary/", "/agencies/a-z/"),
    *("/missions/sets/", "/missions/sets/near/", "/missions/sets/of-withdrawn/"),
    *("/missions/unpublished-flown/", f"/missions/?q={MARK[:4]}x", "/missions/?partner=nasa&country=FRA"),
    *(f"/search/?q={MARK[:4]}", "/search/?q=withdrawn", "/search/?q=unpublished+nasa+mission"),
    *(f"/search/suggest/?q={MARK[:4]}", "/search/suggest/?q=withdrawn", f"/search/?q={MARK[:7]}t"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_does_not_show_a_hidden_record(client, site, address):
    response = client.get(address)

    assert response.status_code == 200
    assert MARK not in response.content.decode()


@pytest.mark.parametrize("state", ["unpublished", "withdrawn"])
def test_a_hidden_record_and_a_missing_one_have_the_same_answer(client, site, state):
    for hidden in (
        *(f"/missions/{state}-mission/", f"/agencies/{state}-agency/", f"/treaties/{state}-treaty/"),
        *(
            f"/agencies/nasa/with/{state}-agency/",
            f"/programmes/{state}-programme/",
            f"/faq/{state}-question/",
        ),
        *(f"/research/data/{state}-archive/", f"/research/consortia/{state}-consortium/"),
        f"/missions/sets/{state}-set/",
    ):
        missing = client.get(hidden.replace(state, "missing-1"))
        response = client.get(hidden)

        assert (response.status_code, response.content) == (404, missing.content)


def test_a_hidden_choice_is_as_unknown_as_a_missing_one(client, site):
    hidden = client.get("/missions/?partner=withdrawn-agency&programme=withdrawn-programme")

    assert set(hidden.context["listing"].filter.form.errors) == {"partner", "programme"}
    hidden = client.get(f"/research/data/?agency=withdrawn-agency&licence={MARK} withdrawn")
    assert set(hidden.context["listing"].filter.form.errors) == {"agency", "licence"}
    hidden = client.get(f"/research/instruments/?mission=withdrawn-mission&kind={MARK} withdrawn")
    assert set(hidden.context["listing"].filter.form.errors) == {"mission", "kind"}
