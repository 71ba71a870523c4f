"""Printed totals are rows of a treaty's page; other names of a country are live at once, as it is."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITING = ["add", "change", "view"]
GIVEN = {
    "Author": {"printedtotal": WRITING, "countryname": ["view"]},
    "Editor": {"printedtotal": [*WRITING, "delete"], "countryname": [*WRITING, "delete"]},
    "Publisher": {"printedtotal": [*WRITING, "delete"], "countryname": [*WRITING, "delete"]},
}


def give(apps, schema_editor):
    for label in ("partners", "treaties"):
        config = apps.get_app_config(label)
        module = getattr(config, "models_module", None)
        config.models_module = True
        create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
        config.models_module = module
    permissions = apps.get_model("auth", "Permission").objects
    for role, kinds in GIVEN.items():
        group = apps.get_model("auth", "Group").objects.filter(name=role).first()
        for kind, steps in kinds.items() if group else ():
            of_kind = permissions.filter(content_type__model=kind, content_type__app_label__in=["partners", "treaties"])
            group.permissions.remove(*of_kind)
            group.permissions.add(*of_kind.filter(codename__in=[f"{step}_{kind}" for step in steps]))


class Migration(migrations.Migration):
    dependencies = [
        ("spacecoop", "0002_approval"),
        ("partners", "0003_governance"),
        ("treaties", "0003_governance"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
