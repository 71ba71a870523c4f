"""The index follows what it speaks of, however that is changed, and never shows what is hidden."""

import random
from contextlib import suppress

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, migrations, models, transaction

from editorial import drafts, history, publishing, recovery
from editorial.models import Publishable
from editorial.snapshots import sandbox
from missions.models import Mission, Participation, Programme
from partners.models import Agency, Country
from search import index, marks
from search.finding import Finds
from search.models import Document, Mark, Trigram
from tests import records
from tests.admin.editing import desk, save
from tests.editorial.changing import HIDDEN, again, update

pytestmark = pytest.mark.django_db


def found(query):
    return {document.title for document in Finds(query)}


def kept():
    """All that the index holds, but for its own numbers."""
    names = [f.name for f in Document._meta.concrete_fields if f.name != "id"]
    return sorted(Document.objects.values_list(*names), key=str)


def made_anew():
    Document.objects.all().delete()
    Mark.objects.all().delete()
    list(index.rebuild())
    return kept()


def test_a_record_has_one_document():
    records.mission(name="Aurora")
    index.follow()
    document = Document.objects.get()
    document.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        document.save()


# -- by the desk: in the writer's transaction


def test_what_is_published_is_found_at_once_and_what_is_withdrawn_no_longer():
    mission = records.mission(name="Aurora", **HIDDEN)

    publishing.publish(mission, by="vera")
    shown = found("aurora")
    publishing.withdraw(mission, by="vera")

    assert (shown, found("aurora"), Document.objects.count(), Mark.objects.count()) == (
        {"Aurora"},
        set(),
        0,
        0,
    )


def test_a_renamed_agency_is_found_by_its_new_name_and_so_are_its_missions():
    mission, agency = records.mission(name="Aurora"), records.agency(name="Old Office")
    records.participation(mission=mission, agency=agency)
    drafts.amend(agency, lambda record: update(record, name="New Bureau"), by="vera")
    before = found("bureau")

    publishing.publish(agency, by="vera")

    assert (before, found("bureau"), found("office")) == (set(), {"New Bureau", "Aurora"}, set())


def test_what_is_deleted_and_recovered_follows():
    mission = records.mission(name="Aurora")
    recovery.delete(mission, by="vera")
    after = found("aurora")

    back = recovery.recover(history.deleted(Mission)[0], by="vera")
    unpublished = found("aurora")
    publishing.publish(back, by="vera")

    assert (after, unpublished, found("aurora")) == (set(), set(), {"Aurora"})


def test_it_falls_back_with_the_transaction():
    mission = records.mission(name="Aurora", **HIDDEN)
    index.follow()

    with transaction.atomic():
        publishing.publish(mission, by="vera")
        within = found("aurora")
        transaction.set_rollback(True)

    assert (within, found("aurora"), Document.objects.count()) == ({"Aurora"}, set(), 0)


def test_a_draft_is_not_found_and_its_sandbox_leaves_no_mark():
    mission = records.mission(name="Aurora")
    index.follow()

    drafts.amend(mission, lambda record: update(record, name="Borealis"), by="vera")
    with sandbox():
        drafts.take_up(again(mission))
        index.follow()
        within = found("borealis")

    assert (within, found("borealis"), found("aurora")) == ({"Borealis"}, set(), {"Aurora"})
    assert Mark.objects.count() == 0


def test_a_write_takes_only_so_much_upon_itself():
    keys = [records.mission().pk for _number in range(5)]

    first, rest = index.follow(most=3), index.follow()

    assert (first, rest) == (3, 2)
    assert set(Document.objects.values_list("record", flat=True)) == set(keys)


def test_a_country_is_found_by_its_new_name_as_soon_as_its_form_is_saved():
    country = records.country(name="Atlantis")
    save(desk("Editor"), country, name="New Shore")

    assert (found("shore"), found("atlantis")) == ({"New Shore"}, set())


# -- past the desk: marked by the database, swept by the worker


def test_what_is_withdrawn_past_the_desk_is_never_found():
    mission = records.mission(name="Aurora")
    index.follow()

    update(mission, **HIDDEN)
    Mark.objects.all().delete()

    assert (found("aurora"), Document.objects.count()) == (set(), 1)


def test_a_document_that_names_what_was_hidden_since_is_not_shown_until_it_is_made_anew():
    mission, agency = records.mission(name="Aurora"), records.agency(name="Secret Office")
    records.participation(mission=mission, agency=agency, contribution="A clandestine camera.")
    index.follow()
    before = found("clandestine")

    update(agency, **HIDDEN)
    meanwhile = found("clandestine"), found("aurora")
    call_command("reindex", "--marked")

    assert (before, meanwhile) == ({"Aurora"}, (set(), set()))
    assert (found("clandestine"), found("secret"), found("aurora")) == (set(), set(), {"Aurora"})


def changes():
    """(what is done, the kinds and names marked by it)."""
    return [
        (lambda s: update(s["mission"], name="X"), {"mission", "consortium", "archive"}),
        (lambda s: update(s["programme"], name="X"), {"programme", "mission"}),
        (lambda s: update(s["agency"], name="X"), {"agency", "mission", "consortium", "archive"}),
        (lambda s: update(s["treaty"], short_name="X"), {"treaty", "mission"}),
        (lambda s: update(s["country"], name="X"), {"country"}),
        (lambda s: s["name"].delete(), {"country"}),
        (lambda s: s["article"].delete(), {"treaty"}),
        (lambda s: update(s["part"], contribution="X"), {"mission"}),
        (lambda s: s["part"].delete(), {"mission"}),
        (lambda s: records.instrument(mission=s["mission"]), {"mission"}),
        (lambda s: records.milestone(mission=s["mission"]), {"mission"}),
        (lambda s: s["agreement"].delete(), {"mission"}),
        (lambda s: s["consortium"].missions.clear(), {"consortium"}),
        (lambda s: s["consortium"].agencies.add(records.agency()), {"consortium", "agency"}),
        (lambda s: s["access"].delete(), {"archive"}),
        (lambda s: update(s["question"], answer="X"), {"question"}),
    ]


@pytest.mark.parametrize("number", range(len(changes())))
def test_a_change_marks_every_document_that_it_is_part_of(number):
    s = site()
    index.follow()
    change, kinds = changes()[number]

    change(s)

    assert set(Mark.objects.values_list("kind", flat=True)) == kinds
    list(index.catch_up())
    assert kept() == made_anew()


def site():
    s = {name: getattr(records, name)() for name in ("mission", "programme", "agency", "treaty", "country")}
    s |= {name: getattr(records, name)() for name in ("consortium", "archive", "question")}
    update(s["mission"], programme=s["programme"])
    update(s["archive"], operator=s["agency"])
    s["consortium"].missions.add(s["mission"])
    s["consortium"].agencies.add(s["agency"])
    return s | {
        "part": records.participation(mission=s["mission"], agency=s["agency"]),
        "agreement": records.agreement(mission=s["mission"], treaty=s["treaty"]),
        "access": records.data_access(mission=s["mission"], archive=s["archive"]),
        "article": records.article(treaty=s["treaty"]),
        "name": records.country_name(country=s["country"]),
    }


def test_a_row_that_moves_marks_both_its_pages():
    part, other = records.participation(), records.mission()
    index.follow()

    update(part, mission=other)

    assert set(Mark.objects.values_list("record", flat=True)) == {part.mission_id, other.pk}


# -- whatever is done in whatever order


def edits():
    """Everything that can be done to a site of a few records, each by (random, editor or nobody)."""
    return [publish, withdraw, rename, unpublish_all, delete, take_part, part, hide_in_bulk, add, country]


def some(dice, model):
    return dice.choice(list(model._base_manager.order_by("pk")) or [None])


def kinds(dice):
    return dice.choice([Mission, Programme, Agency])


def publish(dice):
    if record := some(dice, kinds(dice)):
        with suppress(publishing.Refused):
            publishing.publish(record, by="vera")


def withdraw(dice):
    if record := some(dice, kinds(dice)):
        with suppress(publishing.Refused):
            publishing.withdraw(record, by="vera")


def rename(dice):
    if record := some(dice, kinds(dice)):
        update(record, name=f"{dice.choice(['Aurora', 'Borealis', 'Café', '空间'])} {dice.random()}")


def unpublish_all(dice):
    kinds(dice).objects.filter(
        pk__gt=f"{dice.choice('0123456789abcdef')}0000000-0000-4000-8000-000000000000"
    ).update(**HIDDEN)


def hide_in_bulk(dice):
    found = list(kinds(dice).objects.order_by("pk")[: dice.randint(0, 3)])
    for record in found:
        record.state = Publishable.State.WITHDRAWN
    if found:
        type(found[0]).objects.bulk_update(found, ["state"])


def delete(dice):
    if record := some(dice, Mission):
        recovery.delete(record, by="vera")


def take_part(dice):
    mission, agency = some(dice, Mission), some(dice, Agency)
    if mission and agency and not Participation.objects.filter(mission=mission, agency=agency).exists():
        records.participation(mission=mission, agency=agency, contribution=f"Lens {dice.random()}")


def part(dice):
    Participation.objects.filter(mission=some(dice, Mission)).delete()


def add(dice):
    dice.choice([records.mission, records.agency, records.programme])()


def country(dice):
    if Country.objects.exists():
        records.country_name(country=some(dice, Country))
    else:
        records.country()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_the_kept_index_is_what_a_new_one_would_be(seed):
    dice = random.Random(seed)
    for _number in range(40):
        dice.choice(edits())(dice)
        names = set(Document.objects.public().values_list("kind", "record"))
        assert names <= public(), "something hidden can be found"
    call_command("reindex", "--marked")

    there = kept()

    assert {(row[0], row[1]) for row in there} == public()
    assert there == made_anew()


def public():
    kept = (Mission, Programme, Agency)
    keys = {
        (k._meta.model_name, key) for k in kept for key in k.objects.published().values_list("pk", flat=True)
    }
    return keys | {("country", key) for key in Country.objects.values_list("pk", flat=True)}


# -- made anew as a whole


def test_a_rebuild_can_be_broken_off_and_goes_on_with_everything_found_meanwhile(monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 2)
    for number in range(5):
        records.mission(name=f"Aurora {number}")
    index.follow()
    Document.objects.update(text="as an older version wrote it")

    begun = index.rebuild()
    left = [next(begun), next(begun)]
    meanwhile = found("aurora")
    begun.close()
    left += list(index.rebuild())

    assert left == [5, 3, 3, 1, 0]
    assert meanwhile == {f"Aurora {number}" for number in range(5)}
    assert not Document.objects.filter(text="as an older version wrote it").exists()


def test_a_rebuild_drops_what_is_gone_and_kinds_that_are_no_longer_searched():
    mission = records.mission()
    index.follow()
    Document.objects.create(kind="mission", record=records.country().pk, title="Gone", weight=0)
    Document.objects.create(kind="asteroid", record=mission.pk, title="Gone", weight=0)

    call_command("reindex", verbosity=0)

    assert not Document.objects.filter(title="Gone").exists()


def test_the_command_says_how_far_it_is(capsys):
    records.mission()
    index.follow()

    call_command("reindex")

    assert capsys.readouterr().out == "1 of 1\n"


def test_the_triggers_can_be_set_again_and_mark_once():
    marks.install_triggers()
    mission = records.mission()

    assert list(Mark.objects.values_list("kind", "record", "changed")) == [("mission", mission.pk, True)]


def test_the_number_of_queries_does_not_grow_with_the_records(django_assert_max_num_queries):
    site()
    with django_assert_max_num_queries(200) as few:
        index.follow()
    site(), site(), site()

    with django_assert_max_num_queries(len(few)):
        index.follow()


def migration(app, *done, **told):
    return type("Migration", (migrations.Migration,), {"operations": done, **told})("0099_some", app)


WORDS = migrations.RunPython(migrations.RunPython.noop)
ORDER = migrations.AddIndex("mission", models.Index(fields=["name"], name="some"))


@pytest.mark.parametrize(
    ("plan", "is_marked"),
    [
        ([migration("missions", WORDS)], True),
        ([migration("missions", ORDER), migration("partners", WORDS)], True),
        ([migration("search", WORDS)], True),
        ([migration("search", WORDS, keeps_documents=True)], False),
        ([migration("missions", ORDER)], False),
        ([migration("accounts", WORDS)], False),
        ([], False),
    ],
)
def test_after_a_migration_that_may_change_their_words_all_documents_are_to_be_made_anew(plan, is_marked):
    mission = records.mission()
    index.follow()

    marks.before_migrate(using="default")
    marks.after_migrate(
        using="default", app_config=apps.get_app_config("search"), plan=[(step, False) for step in plan]
    )

    marked = [("mission", mission.pk, True)] if is_marked else []
    assert list(Mark.objects.values_list("kind", "record", "changed")) == marked
    assert len(found("mission")) == 1 - is_marked


def test_the_letters_of_a_word_are_kept_once(db):
    Trigram.objects.create(word="moon", letters="moo")

    with pytest.raises(IntegrityError), transaction.atomic():
        Trigram.objects.create(word="moon", letters="moo")
