"""A site with something hidden behind every relation: drafts, scheduled, withdrawn and deleted records."""

from datetime import timedelta

from django.utils import timezone

from editorial import drafts, history, previews, recovery, schedule
from editorial.models import Publishable
from search import index
from tests import records
from tests.admin.editing import person
from tests.opendata.pages import republish

MARK = "Zanzibar"
HIDDEN = ("unpublished", "scheduled", "withdrawn")
TEXTS = ("name", "title", "question", "summary", "body", "answer", "definition", "introduction")


def shown():
    """Published records of every kind, which refer to each other; {kind: record}."""
    country = records.country(iso3="FRA")
    nasa = records.agency("nasa", country=country)
    mission = records.mission("jwst", programme=records.programme("artemis"))
    treaty = records.treaty("outer-space-treaty")
    archive = records.archive("mast", operator=nasa)
    topic = records.topic("basics")
    records.participation(mission=mission, agency=nasa)
    records.participation(mission=mission, agency=records.agency("esa"))
    records.action(treaty=treaty, country=country)
    return {
        "country": country,
        "agency": nasa,
        "mission": mission,
        "programme": mission.programme,
        "treaty": treaty,
        "archive": archive,
        "consortium": records.consortium("euclid"),
        "topic": topic,
        "question": records.question("why", topic=topic),
        "set": records.mission_set("near"),
        "term": records.term("host"),
    }


def make(states=HIDDEN):
    """The same with hidden records among them, a deleted one of each kind, and a draft of each."""
    live = shown()
    republish(live["mission"], summary="A long flight.")
    for state in states:
        hide(state, **live)
    for kind in live.keys() - {"country"}:
        deleted(kind)
    for record in list(live.values()):
        if isinstance(record, Publishable):
            drafts.amend(record, changed, by=person("Editor"))
    index.follow()
    return live


def changed(record):
    """What waits at the desk: other texts, and rows that only the draft has."""
    for name in TEXTS:
        if hasattr(record, name):
            setattr(record, name, f"{MARK} drafted")
    record.save()
    if hasattr(record, "milestones"):
        records.milestone(mission=record, event=MARK)
    if hasattr(record, "articles"):
        records.article(treaty=record, heading=MARK)


def maker_of(kind):
    return {"set": records.mission_set}.get(kind) or getattr(records, kind)


def waiting(kind):
    """A record that is to be published one day."""
    never = {"state": "unpublished", "published_at": None, "published_by": ""}
    changed(maker_of(kind)(f"{MARK.lower()}-waiting-{kind}", **never))


def deleted(kind):
    record = maker_of(kind)(f"{MARK.lower()}-deleted-{kind}")
    changed(record)
    history.begin(record)
    recovery.delete(record, by=person("Publisher"))


def hide(state, country, agency, mission, programme, treaty, archive, consortium, topic, question, **_others):
    nasa, name = agency, f"{MARK} {state}"
    slug = f"{MARK.lower()}-{state}"
    values = {"published_at": timezone.now(), "published_by": "someone"}
    values["state"] = "unpublished" if state == "scheduled" else state
    agency = records.agency(
        f"{state}-agency", acronym=name, name=name, country=country, successor=nasa, **values
    )
    other = records.mission(f"{slug}-mission", name=name, programme=programme, **values)
    flown_for = records.programme(f"{slug}-programme", name=name, **values)
    records.mission(f"{state}-flown", programme=flown_for)
    records.participation(mission=mission, agency=agency, contribution=name)
    records.term(f"{slug}-term", name=name, **values)
    records.mission_set(f"{slug}-set", name=name, **values)
    records.mission_set(f"of-{state}", selection=f"partner={state}-agency")
    records.participation(mission=other, agency=nasa, contribution=name)
    pact = records.treaty(f"{slug}-treaty", title=name, short_name=name, **values)
    records.action(treaty=pact, country=country, note=name)
    records.action(treaty=pact, organisation=nasa, note=name)
    records.action(treaty=treaty, organisation=agency, note=name)
    records.agreement(mission=mission, title=f"{state} agreement", treaty=pact)
    records.agreement(mission=other, title=name, treaty=treaty)
    store = records.archive(f"{slug}-archive", acronym=name, name=name, operator=nasa, **values)
    records.data_access(mission=mission, archive=store, policy=name)
    records.data_access(mission=other, archive=archive, policy=name)
    group = records.consortium(f"{slug}-consortium", name=name, **values)
    group.missions.add(mission)
    group.agencies.add(nasa)
    consortium.missions.add(other)
    consortium.agencies.add(agency)
    consortium.instruments.add(records.instrument(mission=other, name=name, acronym=name, kind=name))
    records.archive(f"shown-{state}", operator=agency)
    asked = records.question(f"{slug}-question", question=name, topic=topic, **values)
    asked.missions.add(mission)
    asked.agencies.add(nasa)
    asked.treaties.add(treaty)
    question.missions.add(other)
    question.agencies.add(agency)
    question.treaties.add(pact)
    question.programmes.add(flown_for)
    records.question(f"{state}-topics", topic=records.topic(f"{slug}-topic", name=name, **values))
    nasa.parent = agency
    nasa.save()
    records.membership(organisation=agency, country=country)
    if state == "scheduled":
        for record in (agency, other, flown_for, pact, store, group, asked):
            schedule.plan(record, "publish", timezone.now() + timedelta(days=1), by="Publisher")


def preview_of_another():
    """The address of the preview of a record with nothing to hide but its own draft."""
    mission = records.mission("other")

    def other_text(record):
        record.summary = "Another flight."
        record.save()

    drafts.amend(mission, other_text, by=person("Editor"))
    return f"/preview/{previews.token([mission])}/"
