"""What an editor may do to a draft is approve it; reports of readers come to the editors.

Countries and sources have no drafts: a change of them is live at once, and no author's step.
"""

from django.apps import apps as present
from django.contrib.auth.management import create_permissions
from django.db import migrations

KINDS = {
    "partners": ["agency"],
    "treaties": ["treaty"],
    "missions": ["programme", "mission"],
    "research": ["consortium", "archive"],
    "faq": ["topic", "question"],
}
REPORTS = {
    "Author": ["view_report", "view_importrun"],
    "Editor": ["view_report", "change_report", "view_importrun"],
    "Publisher": ["view_report", "change_report", "delete_report", "view_importrun"],
}

LIVE_AT_ONCE = {  # what authors could do before; to delete was never theirs
    "partners": ["add_country", "change_country"],
    "editorial": ["change_source"],
}


def rename(apps, before, after):
    """Where the tables were new, the first migration may have made the new name already."""
    permissions = apps.get_model("auth", "Permission").objects
    for label, kinds in KINDS.items():
        for kind in kinds:
            of_kind = permissions.filter(content_type__app_label=label)
            old, new = f"{before}_{kind}", f"{after}_{kind}"
            if of_kind.filter(codename=new).exists():
                of_kind.filter(codename=old).delete()
            of_kind.filter(codename=old).update(codename=new, name=f"Can {after} {kind}")


def give_approval(apps, schema_editor):
    make_permissions(apps, schema_editor.connection.alias)
    rename(apps, "amend", "approve")
    permissions = apps.get_model("auth", "Permission").objects
    approval = permissions.filter(content_type__app_label__in=KINDS, codename__startswith="approve_")
    of_the_desk = permissions.filter(content_type__app_label="editorial")
    read = {name for names in REPORTS.values() for name in names}
    for role, names in REPORTS.items():
        group = apps.get_model("auth", "Group").objects.filter(name=role).first()
        if group:
            group.permissions.remove(*of_the_desk.filter(codename__in=read))
            group.permissions.add(*of_the_desk.filter(codename__in=names))
            group.permissions.add(*([] if role == "Author" else approval))
    for author, permissions in authors_live_at_once(apps):
        author.permissions.remove(*permissions)


def authors_live_at_once(apps):
    """(the role, those permissions that change the public pages at once), while there is the role."""
    permissions = apps.get_model("auth", "Permission").objects
    for author in apps.get_model("auth", "Group").objects.filter(name="Author"):
        for label, names in LIVE_AT_ONCE.items():
            yield author, permissions.filter(content_type__app_label=label, codename__in=names)


def make_permissions(apps, alias):
    """Django makes them after all migrations only: too late for the roles."""
    for label in ("editorial", *KINDS):
        config = apps.get_app_config(label)
        module = getattr(config, "models_module", None)  # an app of a migration has none
        config.models_module = True
        create_permissions(config, apps=apps, using=alias, verbosity=0)
        config.models_module = module


def take_back(_apps, schema_editor):
    """With the classes as they are: on the way back Django may hold two of a permission, and mix them up."""
    apps = present
    for author, permissions in authors_live_at_once(apps):
        author.permissions.add(*permissions)
    rename(apps, "approve", "amend")
    names = {name for names in REPORTS.values() for name in names}
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(codename__in=names, content_type__app_label="editorial").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("spacecoop", "0001_roles"),
        ("editorial", "0002_desk"),
        ("partners", "0002_approval"),
        ("treaties", "0002_approval"),
        ("missions", "0002_approval"),
        ("research", "0002_approval"),
        ("faq", "0002_approval"),
    ]

    operations = [migrations.RunPython(give_approval, take_back)]
