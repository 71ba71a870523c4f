"""What the tests of signing in share: people with passwords, browsers at addresses, and hashes counted."""

from datetime import timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.db.models import F
from django.test import Client

from accounts.models import Allowance, Entry, RequiredSecondFactor

PASSWORD = "an-owner-knows-it"
LOGIN = "/admin/login/"


class CountingHasher(PBKDF2PasswordHasher):
    """A real hasher, quick, that counts how often it is asked to hash."""

    iterations = 1
    hashed = 0

    def encode(self, *args, **kwargs):
        type(self).hashed += 1
        return super().encode(*args, **kwargs)

    @classmethod
    def counted(cls, step):
        """How many hashes the step cost, and what came of it."""
        before = cls.hashed
        result = step()
        return cls.hashed - before, result


def owner(name="owner", **values):
    """Somebody on the staff with a password."""
    values = {"is_staff": True, "email": f"{name}@example.org"} | values
    return User.objects.create_user(name, password=PASSWORD, **values)


def at(address="203.0.113.7", **more):
    """A browser at this address."""
    return Client(REMOTE_ADDR=address, HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/140.0", **more)


def sign_in(client, name="owner", password=PASSWORD):
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"})


def sign_out(client):
    """As a browser does, which keeps its other cookies."""
    return client.post("/admin/logout/")


def is_in(client):
    return client.get("/admin/").status_code == 200


def wait(**time):
    """Let time pass for what was tried so far."""
    passed = timedelta(**time)
    Allowance.objects.update(at=F("at") - passed, opens_at=F("opens_at") - passed)


def require_second_factor(user):
    group, _new = Group.objects.get_or_create(name="Careful")
    RequiredSecondFactor.objects.get_or_create(group=group)
    user.groups.add(group)


def entries(*fields):
    """The account log, the oldest first."""
    return list(Entry.objects.order_by("pk").values_list(*(fields or ("kind", "account"))))
