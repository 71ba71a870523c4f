"""The words of the full-text table can be listed, so that what a word may go on to be is known."""

from django.db import migrations

from search import engines


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(engines.TABLE_OF_HELD)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE IF EXISTS {engines.HELD}")


class Migration(migrations.Migration):
    keeps_documents = True
    dependencies = [("search", "0002_numbers")]

    operations = [migrations.RunPython(make, remove)]
