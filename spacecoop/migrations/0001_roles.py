"""The roles of the editors' desk: who writes, who keeps true, who answers for what is public."""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

CONTENT = ("editorial", "partners", "treaties", "missions", "research", "faq")
BACKSTAGE = {"generation", "shipped", "lease"}
ROWS = {
    *("membership", "article", "action", "participation", "instrument", "agreement", "milestone"),
    *("dataaccess", "citation"),
}
WRITING = {"add", "change", "view"}
ROLES = {
    "Author": lambda step, model: step in WRITING,
    "Editor": lambda step, model: step in WRITING | {"amend"} or (step == "delete" and model in ROWS),
    "Publisher": lambda step, model: True,
}


def make_roles(apps, schema_editor):
    make_permissions(apps, schema_editor.connection.alias)
    permissions = list(content_permissions(apps))
    for name, allows in ROLES.items():
        role, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        role.permissions.set(
            permission for permission in permissions if allows(*permission.codename.split("_", 1))
        )


def make_permissions(apps, alias):
    """Django makes them after all migrations only: too late for the roles."""
    for label in CONTENT:
        config = apps.get_app_config(label)
        module = getattr(config, "models_module", None)  # an app of a migration has none
        config.models_module = True
        create_permissions(config, apps=apps, using=alias, verbosity=0)
        config.models_module = module


def content_permissions(apps):
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label__in=CONTENT)
    return permissions.exclude(content_type__model__in=BACKSTAGE)


def remove_roles(_apps, schema_editor):
    """With the classes as they are: on the way back Django may hold two of a permission, and mix them up."""
    present.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("editorial", "0001_initial"),
        ("partners", "0001_initial"),
        ("treaties", "0001_initial"),
        ("missions", "0001_initial"),
        ("research", "0001_initial"),
        ("faq", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_roles, remove_roles)]
