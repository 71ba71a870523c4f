"""Two agencies that turn out to be one: nothing is lost, and nothing names the one that is gone."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from editorial import drafts, history, publishing, recovery
from editorial.merging import (
    DraftWaits,
    GoesRound,
    KeptIsHidden,
    NotTwo,
    merge,
    relations_to,
)
from editorial.models import ContentModel, Draft, FormerAddress, Revision
from editorial.rows import Disagree
from editorial.snapshots import snapshot
from missions.models import Mission, Participation
from partners.models import Agency
from tests import records
from tests.editorial.changing import draft

pytestmark = pytest.mark.django_db
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}


@pytest.fixture
def kept():
    return records.agency("ukspace", acronym="UKSA", name="UK Space Agency")


@pytest.fixture
def gone():
    return records.agency("bnsc", acronym="BNSC", name="British National Space Centre")


def referring(field, agency):
    """A record that refers to the agency by the field."""
    if field.many_to_many:
        record = records.MAKERS[field.model]()
        getattr(record, field.name).add(agency)
        return record
    return records.MAKERS[field.model](**{field.name: agency})


def naming(agency):
    """Every key to an agency, in any table of the site, that names this one."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is Agency:
                found += [
                    (model._meta.label, row) for row in model._base_manager.filter(**{field.name: agency})
                ]
        if issubclass(model._meta.auto_created or model, ContentModel) and hasattr(model, "content_type"):
            kind = ContentType.objects.get_for_model(Agency)
            found += list(model._base_manager.filter(content_type=kind, object_id=agency.pk))
    return found


def test_every_relation_moves(kept, gone):
    ways = list(relations_to(Agency))
    made = [(way.field, referring(way.field, gone)) for way in ways]
    records.cite(gone)

    merge(kept, gone, by="publisher")

    assert naming(gone) == []
    for field, record in made:
        now = type(record).objects.get(pk=record.pk)
        named = list(getattr(now, field.name).all()) if field.many_to_many else [getattr(now, field.name)]
        assert named == [kept]
    assert kept.citations.count() == 1
    assert len(ways) >= 8


def test_every_key_to_an_agency_is_among_the_relations():
    """Whatever table it stands in: a relation that is declared one day moves without a word here."""
    keys = {
        (model, field.name)
        for model in apps.get_models()
        for field in [*model._meta.concrete_fields, *model._meta.local_many_to_many]
        if field.related_model is Agency
    }

    assert {(way.related_model, way.field.name) for way in relations_to(Agency)} == keys


def test_the_address_of_the_one_leads_to_the_other(client, kept, gone):
    FormerAddress.objects.create(path="/agencies/british/", record=gone)

    merge(kept, gone, by="publisher")

    for path in ("/agencies/bnsc/", "/agencies/british/"):
        assert client.get(path).headers["Location"] == "/agencies/ukspace/"
    assert client.get("/missions/?partner=bnsc").context["listing"].filter.form.errors == {}


def test_both_have_it_in_their_history_and_readers_are_told(client, kept, gone):
    merge(kept, gone, by="publisher", why="One body.")

    last = Revision.objects.of(kept).order_by("-pk").first()
    (deleted,) = history.deleted(Agency)
    assert (last.step, last.by, last.why) == ("published", "publisher", "One body.")
    assert (deleted.object_id, deleted.title, deleted.why) == (gone.pk, "BNSC", "One body.")
    page = client.get("/changes/agencies/ukspace/").content.decode()
    assert "BNSC has been merged into this: its address leads here." in page


def test_of_two_rows_that_would_be_one_the_texts_and_sources_of_both_stay(kept, gone):
    mission = records.mission()
    ours = records.participation(mission=mission, agency=kept, role="lead", contribution="A mirror.")
    theirs = records.participation(
        mission=mission, agency=gone, role="lead", contribution="A camera.", joined="1998-11"
    )
    other = records.participation(mission=mission, agency=gone, role="launch")
    same = records.source()
    for row, source in ((ours, same), (theirs, same), (theirs, records.source())):
        records.cite(row, source=source)

    merge(kept, gone, by="publisher")

    ours.refresh_from_db()
    assert set(mission.participations.all()) == {ours, other}
    assert (ours.contribution, str(ours.joined), ours.joined_precision) == (
        "A mirror. A camera.",
        "1998-11-01",
        "month",
    )
    assert ours.citations.count() == 2


def test_rows_that_contradict_each_other_are_named_and_nothing_changes(kept, gone):
    mission = records.mission()
    records.participation(mission=mission, agency=kept, joined="1998")
    row = records.participation(mission=mission, agency=gone, joined="1999")

    with pytest.raises(Disagree) as refusal:
        merge(kept, gone, by="publisher")

    assert refusal.value.labels == [f"{row}: joined"]
    assert set(mission.participations.values_list("agency__slug", flat=True)) == {"ukspace", "bnsc"}
    assert not Revision.objects.exists()


def test_a_list_that_names_both_names_one(kept, gone):
    question = records.question()
    question.agencies.add(kept, gone)

    merge(kept, gone, by="publisher")

    assert list(question.agencies.all()) == [kept]


def test_who_succeeded_the_one_succeeds_whom_it_succeeded(kept, gone):
    heir = records.agency("heir")
    gone.successor = heir
    gone.save()
    kept.successor = gone
    kept.save()

    merged = merge(kept, gone, by="publisher")

    assert merged.successor == heir


def test_a_predecessor_can_be_merged_into_its_successor(kept, gone):
    gone.successor = kept
    gone.save()

    assert merge(kept, gone, by="publisher").successor is None


def test_what_would_come_after_itself_is_refused(kept, gone):
    between = records.agency("between", successor=gone)
    kept.successor = between
    kept.save()

    with pytest.raises(GoesRound) as refusal:
        merge(kept, gone, by="publisher")

    assert refusal.value.labels == ["successor"]


def test_a_source_of_one_fact_says_what_it_says_of_that_fact(kept, gone):
    Agency.objects.filter(pk=gone.pk).update(founded="1985-01-01", founded_precision="year")
    Agency.objects.filter(pk=kept.pk).update(founded="2010-04-01", founded_precision="day")
    records.cite(gone, fact="founded")

    merge(kept, gone, by="publisher")

    assert [(citation.fact, citation.stated) for citation in kept.citations.all()] == [("founded", "1985")]


def test_a_draft_of_another_page_names_the_one_that_stays(kept, gone):
    mission = records.mission()
    row = records.participation(mission=mission, agency=gone)
    twin = records.participation(mission=mission, agency=kept)
    draft(mission, name="Other")

    merge(kept, gone, by="publisher")

    waiting = Draft.objects.get()
    for data in (waiting.base, waiting.data):
        assert list(data["rows"]["participations"]) == [str(twin.pk)]
        assert str(gone.pk) not in str(data)
        assert str(row.pk) not in str(data)
    assert not drafts.disputes(waiting, snapshot(mission))
    assert publishing.publish(mission, by="publisher").name == "Other"


def test_an_earlier_state_of_a_page_names_the_one_that_stays_and_the_last_before_it_does_not(kept, gone):
    mission = records.mission()
    records.participation(mission=mission, agency=gone)
    history.begin(mission)
    Mission.objects.update(name="Second")

    merge(kept, gone, by="publisher")

    states = Revision.objects.of(mission).order_by("pk")
    named = [
        {row["fields"]["agency"] for row in state.data["rows"]["participations"].values()} for state in states
    ]
    assert named == [{str(kept.pk)}, {str(gone.pk)}, {str(kept.pk)}]


def test_it_can_be_undone_from_the_history(kept, gone):
    mission = records.mission()
    row = records.participation(mission=mission, agency=gone)
    merge(kept, gone, by="publisher")

    (deleted,) = history.deleted(Agency)
    back = publishing.publish(recovery.recover(deleted, by="publisher"), by="publisher")
    before = Revision.objects.of(mission).order_by("-pk")[1]
    recovery.restore(before, by="publisher")
    publishing.publish(mission, by="publisher")

    assert (back, back.slug, Participation.objects.get(pk=row.pk).agency) == (gone, "bnsc", gone)


def test_an_agency_with_a_draft_is_not_merged(kept, gone):
    for record in (kept, gone):
        draft(record, summary="New.")
        with pytest.raises(DraftWaits) as refusal:
            merge(kept, gone, by="publisher")
        assert refusal.value.records == [record]
        drafts.discard(record, by="publisher")


def test_what_is_public_is_not_merged_into_what_is_hidden(gone):
    with pytest.raises(KeptIsHidden):
        merge(records.agency(**HIDDEN), gone, by="publisher")


def test_one_record_or_two_kinds_are_not_merged(kept):
    for other in (kept, records.mission()):
        with pytest.raises(NotTwo):
            merge(kept, other, by="publisher")


def test_the_empty_relations_of_models_are_no_obstacle(kept, gone):
    assert merge(kept, gone, by="publisher") == kept
    assert list(Agency.objects.all()) == [kept]
