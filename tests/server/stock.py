"""The few records of a server's site; made by `manage.py shell`."""

from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.models import User

from tests import records

EDITORS = ("chief", "deputy")
TOPICS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def key(name):
    return uuid5(NAMESPACE_URL, name)


def form_of(label, name):
    """The address of the form of one of these records."""
    return f"/admin/{label.replace('.', '/')}/{key(name)}/change/"


def make():
    for name in EDITORS:
        User.objects.create_superuser(name, password=name * 3)
    for name in TOPICS:
        records.topic(name, pk=key(name))
    mission = records.mission("jwst", pk=key("jwst"))
    records.participation(mission=mission)
    records.instrument(mission=mission)
    records.question(pk=key("first"), topic=records.topic())
    records.action()
    records.membership()
    records.data_access(mission=mission)
    records.cite(mission)
