"""What changed, in sentences for the public, each with the keys of the records that it names."""

import copy
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial import drafts, publishing, sentences
from editorial.loading import relation_field
from editorial.models import Publishable, Revision
from editorial.snapshots import snapshot
from faq.models import Question
from missions.models import Mission
from partners.models import Agency
from research.models import Archive, Consortium
from tests import records
from tests.editorial.changing import draft, update
from treaties.models import Treaty

pytestmark = pytest.mark.django_db


def told(record, change):
    before = snapshot(record)
    change()
    return sentences.about(type(record), before, snapshot(record))


def texts(record, change):
    return [sentence["text"] for sentence in told(record, change)]


def of_change(record, **values):
    return texts(record, lambda: update(record, **values))


def test_the_first_publication_says_no_more():
    said = sentences.about(Mission, None, snapshot(records.mission()))

    assert said == [{"text": "Published.", "names": []}]


def test_an_agency_that_left_is_told_with_its_date():
    row = records.participation(agency=records.agency("roscosmos", acronym="Roscosmos"))

    found = told(row.mission, lambda: update(row, left="2022-01-01", left_precision="year"))

    assert found == [{"text": "Roscosmos left: 2022", "names": [str(row.agency.pk)]}]


def test_an_agency_that_left_on_an_unknown_day_is_told_without_one():
    row = records.participation(agency=records.agency("cnsa"))

    found = texts(row.mission, lambda: update(row, left_precision="unknown", reason_left="Funds."))

    assert found == ["CNSA left"]


def test_an_agency_that_joined_is_told_with_its_role():
    mission, agency = records.mission(), records.agency("jaxa")
    values = {"mission": mission, "agency": agency, "joined": "2019-07", "role": "lead"}

    found = told(mission, lambda: records.participation(**values))

    assert found == [{"text": "JAXA joined: July 2019 (lead)", "names": [str(agency.pk)]}]


def test_a_party_that_signed_is_told():
    treaty, latvia = records.treaty(), records.country(name="Latvia")
    values = {
        "treaty": treaty,
        "country": latvia,
        "kind": "signature",
        "date": None,
        "attested_on": "2024-01-01",
    }

    found = texts(treaty, lambda: records.action(**values, date_precision="unknown"))

    assert found == ["Latvia signed"]


def test_a_party_that_acceded_is_told_with_the_day_and_named():
    treaty, agency = records.treaty(), records.agency("esa")
    values = {"treaty": treaty, "organisation": agency, "kind": "accession", "date": "1979-05-02"}

    [sentence] = told(treaty, lambda: records.action(**values))

    assert sentence == {"text": "ESA acceded: 2 May 1979", "names": [str(agency.pk)]}


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("Webb", "James Webb", "Website: Webb → James Webb"),
        ("", "Webb", "Website: Webb"),
        ("Webb", "", "Website: no longer given (was Webb)"),
        ("Webb", "W" * 100, "Website: rewritten"),
        ("", "W" * 100, "Website: added"),
    ],
)
def test_short_values_are_told_in_full_and_long_ones_named(before, after, sentence):
    mission = records.mission(website=before)

    assert of_change(mission, website=after) == [sentence]


def test_an_item_of_a_list_is_added_and_removed():
    question, mission = records.question(), records.mission(name="Webb")

    added = told(question, lambda: question.missions.add(mission))
    removed = told(question, question.missions.clear)

    assert added == [{"text": "Missions: Webb added", "names": [str(mission.pk)]}]
    assert removed == [{"text": "Missions: Webb removed", "names": [str(mission.pk)]}]


def test_several_changes_of_one_row_are_one_sentence():
    row = records.participation(agency=records.agency("esa"))

    found = texts(row.mission, lambda: update(row, contribution="Arrays.", joined_precision="none"))

    assert found == ["Participation ESA, partner: changed (what it supplied, joined)"]


def test_a_row_that_is_gone_is_told():
    row = records.participation(agency=records.agency("esa"))

    assert texts(row.mission, row.delete) == ["Participation ESA, partner: removed"]


def test_sources_are_told_last():
    mission, source = records.mission(), records.source(title="Report")

    def change():
        records.cite(mission, source=source)
        update(mission, website="Webb")

    assert texts(mission, change) == ["Website: Webb", "Source added: Report"]


def test_a_source_corrected_and_removed_is_told():
    citation = records.cite(source=records.source(title="Report"))

    corrected = texts(citation.record, lambda: update(citation, quotation="At noon."))
    removed = texts(citation.record, citation.delete)

    assert (corrected, removed) == (["Source corrected: Report"], ["Source removed: Report"])


def test_a_source_of_a_row_is_told_as_one():
    row = records.participation()
    citation = records.cite(row, source=records.source(title="Report"))

    corrected = texts(row.mission, lambda: update(citation, quotation="At noon.", note="Rounded."))
    removed = texts(row.mission, citation.delete)

    assert (corrected, removed) == (["Source corrected: Report"], ["Source removed: Report"])


def test_of_very_many_changes_the_rest_is_counted():
    treaty = records.treaty()

    found = texts(treaty, lambda: [records.action(treaty=treaty) for _ in range(20)])

    assert (len(found), found[-1]) == (sentences.MOST, "Further changes: 9.")


def test_nobody_who_works_at_the_desk_is_named():
    citation = records.cite(checked_by="vera")
    mission = citation.record
    draft(mission, by="noor", name="Webb")
    drafts.amend(mission, lambda _mission: update(citation, checked_by="noor"), by="noor", comment="By noor.")

    publishing.publish(mission, by="vera", why="Asked for by noor.")

    said = str(Revision.objects.get(step="published").said)
    assert ("vera" in said, "noor" in said) == (False, False)


MODELS = (Mission, Question, Treaty, Agency, Archive, Consortium)


def publishable_fields(model, many=False):
    fields = model._meta.local_many_to_many if many else model._meta.concrete_fields
    return [f for f in fields if f.is_relation and issubclass(f.related_model, Publishable)]


@st.composite
def states(draw, model, template, pool, kinds):
    """A state of a record or row like the template, that refers to some of the pool."""
    data = copy.deepcopy(template)
    for field in model._meta.concrete_fields:
        if field.name in data["fields"] and field.choices and not field.name.endswith("_precision"):
            data["fields"][field.name] = draw(st.sampled_from([value for value, _label in field.choices]))
    for field in publishable_fields(model):
        if field.name in data["fields"]:
            keys = [str(record.pk) for record in pool[field.related_model]]
            data["fields"][field.name] = draw(st.sampled_from([None, *keys] if field.null else keys))
    for field in publishable_fields(model, many=True):
        keys = [str(record.pk) for record in pool[field.related_model]]
        data["lists"][field.name] = sorted(draw(st.sets(st.sampled_from(keys))))
    for relation in data["rows"]:
        row, keys = relation_field(model, relation)[0].related_model, draw(st.sets(st.sampled_from("kl")))
        data["rows"][relation] = {
            str(uuid5(NAMESPACE_URL, f"{relation} {key}")): draw(states(row, kinds[row], pool, kinds))
            for key in sorted(keys)
        }
    return data


def templates():
    """A state of each kind of record and of row, as a page holds it."""
    found = {}
    for model, make in records.MAKERS.items():
        if model._meta.model_name == "citation" or not getattr(model, "belongs_to", ""):
            found[model] = snapshot(make())
            continue
        row = make()
        owner = getattr(row, row.belongs_to)
        rows = (rows for rows in snapshot(owner)["rows"].values() if str(row.pk) in rows)
        found[model] = next(rows)[str(row.pk)]
    return found


@pytest.fixture
def world():
    """(records of each kind that changes may refer to, a template of each kind of record and row)."""
    kinds = templates()
    named = {Agency: "acronym", Treaty: "short_name", Question: "question"}
    pool = {
        model: [make(**{named.get(model, "name"): f"Q{model.__name__}{n}q"}) for n in range(3)]
        for model, make in records.MAKERS.items()
        if issubclass(model, Publishable) and model is not Archive
    }
    return {**pool, Archive: [records.archive(acronym=f"QArchive{n}q") for n in range(3)]}, kinds


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("model", MODELS)
def test_every_record_that_a_sentence_names_stands_in_its_names(world, model, data):
    pool, kinds = world
    before, after = (data.draw(states(model, kinds[model], pool, kinds)) for _ in range(2))

    found = sentences.about(model, before, after)

    everybody = [record for records_ in pool.values() for record in records_]
    for sentence in found:
        named = {str(record.pk) for record in everybody if str(record) in sentence["text"]}
        assert named <= set(sentence["names"]), sentence
