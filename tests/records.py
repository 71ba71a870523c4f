"""Valid records in one line each: published, saved, and what a test says otherwise by keyword.

A partial date is written as text: `mission(launched="1998-11")` sets the date and its precision.
"""

from itertools import count

from django.utils import timezone

from editorial import dates
from editorial.models import Citation, Publishable, Source
from faq.models import Question, Term, Topic
from missions.models import Agreement, Instrument, Milestone, Mission, MissionSet, Participation, Programme
from partners.models import Agency, Country, CountryName, Membership
from research.models import Archive, Consortium, DataAccess
from treaties.models import Action, Article, PrintedTotal, Treaty

numbers = count(1)


def make(model, **values):
    """A saved record of the model, published if it can be."""
    if issubclass(model, Publishable):
        values = {"state": "published", "published_at": timezone.now(), "published_by": "someone"} | values
    for name, value in list(values.items()):
        if isinstance(value, str) and hasattr(model, f"{name}_precision"):
            values[name], values[f"{name}_precision"] = dates.parse(value)
    return model.objects.create(**values)


def country(**values):
    number = next(numbers)
    iso3 = f"X{chr(65 + number // 26 % 26)}{chr(65 + number % 26)}"  # no country's: free for own use
    defaults = {"iso3": iso3, "name": f"Land {number}", "formal_name": f"Land {number}", "region": "europe"}
    return make(Country, **defaults | values)


def country_name(**values):
    return make(CountryName, **filled({"country": country, "name": f"Terra {next(numbers)}"} | values))


def agency(slug="", **values):
    slug = slug or f"agency-{next(numbers)}"
    defaults = {"slug": slug, "acronym": slug.upper(), "name": f"Agency {slug}", "kind": "national-agency"}
    return make(Agency, **defaults | values)


def membership(**values):
    defaults = {"organisation": agency, "country": country, "since": "1975-05-30"}
    return make(Membership, **filled(defaults | values))


def treaty(slug="", **values):
    slug = slug or f"treaty-{next(numbers)}"
    defaults = {
        "slug": slug,
        "title": f"Treaty on {slug}",
        "short_name": slug,
        "abbreviation": "TR",
        "kind": "un-treaty",
        "summary": "It provides.",
    }
    return make(Treaty, **defaults | values)


def printed_total(**values):
    defaults = {"treaty": treaty, "status": "party", "as_of": "2026-01-01", "number": 118}
    record = make(PrintedTotal, **filled(defaults | values))
    record.refresh_from_db()
    return record


def article(**values):
    defaults = {"treaty": treaty, "position": 1, "number": "I", "heading": "Use", "summary": "For all."}
    return make(Article, **filled(defaults | values))


def action(**values):
    """A ratification of 10 October 1967, by a country unless an organisation is named."""
    party = {} if values.get("organisation") else {"country": country}
    defaults = {"treaty": treaty, "kind": "ratification", "date": "1967-10-10", **party}
    return make(Action, **filled(defaults | values))


def attested(**values):
    """An act without a date, shown by a list of 1 January 2020."""
    undated = {"date": None, "date_precision": "unknown", "attested_on": "2020-01-01", "kind": "party-since"}
    record = action(**undated | values)
    record.refresh_from_db()
    return record


def programme(slug="", **values):
    slug = slug or f"programme-{next(numbers)}"
    return make(Programme, **{"slug": slug, "name": f"Programme {slug}", "summary": "A series."} | values)


def mission(slug="", **values):
    slug = slug or f"mission-{next(numbers)}"
    defaults = {
        "slug": slug,
        "name": f"Mission {slug}",
        "summary": "A flight.",
        "category": "astronomy",
        "destination": "leo",
        "status": "operational",
        "launched": "2001-02-03",
    }
    return make(Mission, **defaults | values)


def mission_set(slug="", **values):
    slug = slug or f"set-{next(numbers)}"
    defaults = {"slug": slug, "name": f"Set {slug}", "summary": "Some.", "selection": "destination=leo"}
    return make(MissionSet, **defaults | values)


def participation(**values):
    defaults = {"mission": mission, "agency": agency, "role": "partner"}
    return make(Participation, **filled(defaults | values))


def instrument(**values):
    defaults = {"mission": mission, "acronym": "CAM", "name": "Camera", "kind": "camera"}
    return make(Instrument, **filled(defaults | values))


def agreement(**values):
    defaults = {"mission": mission, "title": "Memorandum", "kind": "memorandum", "signed": "1995-06"}
    return make(Agreement, **filled(defaults | values))


def milestone(**values):
    defaults = {"mission": mission, "event": "Landing", "date": "2004-12-25"}
    return make(Milestone, **filled(defaults | values))


def consortium(slug="", **values):
    slug = slug or f"consortium-{next(numbers)}"
    return make(Consortium, **{"slug": slug, "name": f"Consortium {slug}", "summary": "Institutes."} | values)


def archive(slug="", **values):
    slug = slug or f"archive-{next(numbers)}"
    defaults = {"slug": slug, "acronym": slug.upper(), "name": slug, "summary": "Data.", "access": "open"}
    return make(Archive, **defaults | values)


def data_access(**values):
    return make(DataAccess, **filled({"mission": mission, "archive": archive} | values))


def term(slug="", **values):
    slug = slug or f"term-{next(numbers)}"
    return make(
        Term, **{"slug": slug, "name": f"Term {slug}", "kind": "role", "definition": "It is."} | values
    )


def topic(slug="", **values):
    slug = slug or f"topic-{next(numbers)}"
    return make(Topic, **{"slug": slug, "name": f"Topic {slug}"} | values)


def question(slug="", **values):
    slug = slug or f"question-{next(numbers)}"
    defaults = {"slug": slug, "topic": topic, "question": f"What of {slug}?", "answer": "This."}
    return make(Question, **filled(defaults | values))


def source(slug="", **values):
    slug = slug or f"source-{next(numbers)}"
    defaults = {"slug": slug, "kind": "agency", "title": slug, "url": f"https://www.nasa.gov/{slug}"}
    return make(Source, **defaults | values)


def cite(record=None, **values):
    """A citation of a source for the record, or for one `fact` of it."""
    defaults = {"record": record or mission(), "source": source}
    return make(Citation, **filled(defaults | values))


def filled(values):
    """The values, with a record made where a function of this module stands for one."""
    return {name: value() if callable(value) else value for name, value in values.items()}


MAKERS = {
    Action: action,
    Agency: agency,
    Agreement: agreement,
    Archive: archive,
    Article: article,
    Citation: cite,
    Consortium: consortium,
    Country: country,
    CountryName: country_name,
    DataAccess: data_access,
    Instrument: instrument,
    Membership: membership,
    Milestone: milestone,
    Mission: mission,
    MissionSet: mission_set,
    Participation: participation,
    PrintedTotal: printed_total,
    Programme: programme,
    Question: question,
    Source: source,
    Term: term,
    Topic: topic,
    Treaty: treaty,
}
