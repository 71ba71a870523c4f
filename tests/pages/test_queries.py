"""The number of queries of a page does not grow with what it shows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import history
from editorial.models import Revision
from search import index
from tests import records


@pytest.fixture
def subject(db):
    country = records.country(iso3="FRA")
    return {
        "country": country,
        "agency": records.agency("nasa", country=country),
        "other": records.agency("esa", country=country),
        "programme": records.programme("artemis"),
        "treaty": records.treaty("ost"),
        "archive": records.archive("mast"),
        "consortium": records.consortium("euclid"),
        "topic": records.topic("basics"),
        "question": records.question("why"),
        "mission": records.mission("first"),
        "set": records.mission_set("near", selection="destination=leo&partner=nasa&country=FRA"),
    }


def add_one_of_each(s):
    """One more row of everything that a page can show, each with a source."""
    mission = records.mission(programme=s["programme"])
    for agency in (s["agency"], s["other"], records.agency(country=s["country"], successor=s["agency"])):
        records.cite(records.participation(mission=mission, agency=agency))
    one_more = records.agency(country=s["country"])
    late = {"joined": "2005", "left": "2006"}
    records.cite(records.participation(mission=mission, agency=records.agency(), role="host", **late))
    records.cite(records.participation(mission=s["mission"], agency=one_more))
    instrument = records.instrument(mission=s["mission"], acronym=f"I{mission.pk}"[:30])
    instrument.countries.add(s["country"])
    records.cite(instrument)
    records.cite(
        records.agreement(mission=s["mission"], treaty=s["treaty"], title=f"Memorandum {mission.pk}")
    )
    records.cite(records.milestone(mission=s["mission"], event=f"Landing {mission.pk}"))
    records.cite(records.data_access(mission=s["mission"]))
    records.cite(records.data_access(archive=s["archive"], mission=mission))
    records.cite(records.action(treaty=s["treaty"]))
    records.cite(records.action(treaty=s["treaty"], organisation=one_more))
    records.action(treaty=records.treaty(), country=s["country"])
    records.article(treaty=s["treaty"], number=str(s["treaty"].articles.count() + 1))
    records.cite(records.membership(organisation=s["agency"]))
    records.membership(country=s["country"])
    group = records.consortium()
    group.missions.add(s["mission"])
    s["consortium"].missions.add(mission)
    s["consortium"].instruments.add(instrument)
    s["consortium"].countries.add(records.country())
    s["consortium"].agencies.add(one_more)
    records.term().see_also.add(records.term())
    records.mission_set()
    asked = records.question(topic=s["topic"], featured=True)
    records.question(topic=s["topic"])
    for name, record in (("missions", s["mission"]), ("agencies", s["agency"]), ("treaties", s["treaty"])):
        getattr(asked, name).add(record)
    s["question"].missions.add(mission)
    s["question"].agencies.add(one_more)
    for name in ("agency", "programme", "treaty", "archive", "consortium", "question", "mission"):
        records.cite(s[name])
        said = [{"text": "Changed", "names": [str(one_more.pk), str(s["country"].pk)]}]
        history.record(s[name], Revision.Step.PUBLISHED, by="publisher", said=said)


PAGES = [
    *("/", "/missions/", "/missions/?partner=nasa&role=partner", "/missions/timeline/", "/missions/first/"),
    *(
        "/missions/sets/",
        "/missions/sets/near/",
        "/missions/?partner=nasa&partners_min=2&region=europe&left=no",
    ),
    *("/programmes/", "/programmes/artemis/", "/agencies/", "/agencies/nasa/", "/agencies/nasa/with/esa/"),
    *(
        "/agencies/nasa/?as_of=2010-01-01",
        "/missions/first/?as_of=2010-01-01",
        "/missions/changes-of-partners/",
    ),
    *("/agencies/network/?year_min=1990&role=partner", "/agencies/nasa/with/esa/?led_by=neither"),
    *(
        "/agencies/network/",
        "/agencies/a-z/",
        "/countries/",
        "/countries/FRA/",
        "/treaties/",
        "/treaties/ost/",
    ),
    *("/treaties/status/", "/research/", "/research/consortia/", "/research/consortia/euclid/"),
    *("/research/instruments/", "/research/instruments/?country=FRA&builder=x", "/missions/?compare=first"),
    *("/research/data/?agency=nasa&period=unknown", "/research/data/?archive=mast&year_min=1990"),
    *("/research/data/", "/research/data/mast/", "/faq/", "/faq/why/", "/about/", "/glossary/"),
    *("/changes/", "/changes/?kind=mission", "/changes/missions/first/", "/changes/countries/FRA/"),
    *("/changes/faq/", "/report/?about=/missions/first/", "/search/", "/search/?q=mission"),
    *("/search/?q=agency+flight", "/search/?q=agency&kind=agency"),
    *("/search/suggest/?q=mission", "/opensearch.xml"),
]


@pytest.mark.parametrize("address", PAGES)
def test_three_of_everything_take_as_many_queries_as_one(client, subject, address):
    add_one_of_each(subject)
    index.follow()
    client.get(address)
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)
    add_one_of_each(subject)
    add_one_of_each(subject)
    index.follow()

    with CaptureQueriesContext(connection) as with_three:
        response = client.get(address)

    assert response.status_code == 200
    assert len(with_three) == len(with_one), "\n".join(query["sql"][:200] for query in with_three)
