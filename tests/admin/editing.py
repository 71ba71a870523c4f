"""What the tests of the editors' desk share: people with roles, addresses and filled-in forms."""

from functools import cache
from hashlib import sha256

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.models.fields.files import FieldFile
from django.test import Client
from django.urls import reverse

from editorial.models import ContentModel

WITHOUT_KEY = {"add", "changelist", "recover", "import", "export"}


def person(*roles):
    """Somebody on the staff with these roles."""
    user, _ = User.objects.get_or_create(username=" ".join(roles) or "nobody", defaults={"is_staff": True})
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def desk(*roles):
    """A client at which somebody with these roles is logged in."""
    client = Client()
    client.force_login(person(*roles))
    return client


def superuser():
    client = Client()
    known = User.objects.filter(username="chief").first()
    client.force_login(known or User.objects.create_superuser("chief"))
    return client


def address(record, page="change"):
    """The address of a record's page on the desk, or of its model's list or empty form."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[] if page in WITHOUT_KEY else [record.pk])


def step_of(record, step):
    """The address to which the button of a step is posted."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_step", args=[record.pk, step])


def filled(client, url, /, **values):
    """What a browser would send from the form at this address, with these values in place of its own."""
    context = client.get(url).context
    data = sent_by(context["adminform"].form) | {"_opened": context.get("opened", "")}
    for inline in context["inline_admin_formsets"]:
        data |= sent_by(inline.formset.management_form)
        for form in inline.formset.forms:
            data |= sent_by(form)
    return data | {name.replace("__", "-"): value for name, value in values.items()}


def sent_by(form):
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple):
            value = [getattr(item, "pk", item) for item in value]
        if isinstance(value, FieldFile):
            continue  # a browser sends a file only when one was chosen
        if value is not None and value is not False and value != []:
            data[field.html_name] = value
    return data


def save(client, record, button="_continue", /, **values):
    """Open the record's form, write these values and press a button."""
    url = address(record)
    return client.post(url, filled(client, url, **values) | {button: "1"}, follow=True)


def act(client, records, action, **values):
    """Choose an action for these records in their list."""
    data = {"action": action, "_selected_action": [str(record.pk) for record in records], **values}
    return client.post(address(records[0], "changelist"), data, follow=True)


def digest(*more):
    """What tells the content of the site, and the rows of more models, from any other."""
    found = sha256()
    with connection.cursor() as cursor:
        for model in (*content_tables(), *more):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 (a table of ours)
            found.update(repr(cursor.fetchall()).encode())
    return found.hexdigest()


@cache
def content_tables():
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if issubclass(model._meta.auto_created or model, ContentModel)]


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def errors_of(response, prefix):
    """The errors of each row of an inline, by the prefix of its formset."""
    formsets = {inline.formset.prefix: inline.formset for inline in response.context["inline_admin_formsets"]}
    return [form.errors for form in formsets[prefix].forms]
