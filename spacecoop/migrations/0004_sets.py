"""Sets of missions and the glossary are like any other pages: authors write, editors approve, publishers publish."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITING = ["add", "change", "view"]
GIVEN = {
    "Author": WRITING,
    "Editor": [*WRITING, "approve"],
    "Publisher": [*WRITING, "approve", "publish", "delete"],
}
KINDS = {"missions": "missionset", "faq": "term"}


def give(apps, schema_editor):
    for label, kind in KINDS.items():
        make_permissions(apps.get_app_config(label), apps, schema_editor.connection.alias)
        of_kind = apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label=label, content_type__model=kind
        )
        for role, steps in GIVEN.items():
            group = apps.get_model("auth", "Group").objects.filter(name=role).first()
            if group:
                group.permissions.remove(*of_kind)
                group.permissions.add(*of_kind.filter(codename__in=[f"{step}_{kind}" for step in steps]))


def make_permissions(config, apps, alias):
    """Django makes them after all migrations only: too late for the roles."""
    module = getattr(config, "models_module", None)  # an app of a migration has none
    config.models_module = True
    create_permissions(config, apps=apps, using=alias, verbosity=0)
    config.models_module = module


class Migration(migrations.Migration):
    dependencies = [
        ("spacecoop", "0003_governance"),
        ("missions", "0005_sets"),
        ("faq", "0003_glossary"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
