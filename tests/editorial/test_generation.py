"""The content generation rises with every change of what the site says, however it is made."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from editorial import generation
from editorial.models import ContentModel, Generation
from tests import records

pytestmark = pytest.mark.django_db

TABLES = {
    model._meta.db_table: model
    for model in apps.get_models(include_auto_created=True)
    if issubclass(model._meta.auto_created or model, ContentModel)
}


def insert(model):
    """A row of the model, or of the table between two models."""
    if not model._meta.auto_created:
        return records.MAKERS[model]()
    sides = [field for field in model._meta.fields if field.is_relation]
    return model.objects.create(**{field.name: records.MAKERS[field.related_model]() for field in sides})


def save(model, row):
    row.save()


def bulk_update(model, row):
    model._base_manager.bulk_update([row], [model._meta.fields[-1].name])


def update(model, row):
    field = model._meta.fields[-1]
    model._base_manager.filter(pk=row.pk).update(**{field.attname: getattr(row, field.attname)})


def delete(model, row):
    row.delete()


def bulk_delete(model, row):
    model._base_manager.filter(pk=row.pk).delete()


def raw_delete(model, row):
    model._base_manager.filter(pk=row.pk)._raw_delete("default")


def bulk_create(model, row):
    raw_delete(model, row)
    before = generation.current()
    model._base_manager.bulk_create([row])
    assert generation.current() > before


CHANGES = [save, update, bulk_update, delete, bulk_delete, raw_delete, bulk_create]


@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_new_row_raises_it(table):
    sides = TABLES[table]
    before = generation.current()

    insert(sides)

    assert generation.current() > before


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("table", sorted(TABLES))
def test_a_changed_row_raises_it(table, change):
    row = insert(TABLES[table])
    before = generation.current()

    change(TABLES[table], row)

    assert generation.current() > before


@pytest.mark.parametrize("table", sorted(TABLES))
def test_it_falls_back_with_the_transaction(table):
    before = generation.current()

    with transaction.atomic():
        insert(TABLES[table])
        within = generation.current()
        transaction.set_rollback(True)

    assert (within > before, generation.current()) == (True, before)


def test_reading_does_not_raise_it():
    mission = records.mission()
    before = generation.current()

    mission.refresh_from_db()

    assert generation.current() == before


def test_the_triggers_stand_on_every_content_table_and_on_what_is_watched():
    query = {
        "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'generation_%'",
        "postgresql": "SELECT event_object_table FROM information_schema.triggers "
        "WHERE trigger_name = 'generation'",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        tables = {name for (name,) in cursor.fetchall()}

    assert tables == {*TABLES, "search_document"} == set(generation.content_tables())


def test_the_triggers_can_be_set_again():
    generation.install_triggers()
    before = generation.current()

    records.country()

    assert generation.current() == before + 1


def test_there_is_one_number():
    with pytest.raises(IntegrityError, match="one_generation_row"), transaction.atomic():
        Generation.objects.create(pk=2)
