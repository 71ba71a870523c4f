"""Who may take a step with a record."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend


def permission(step, record):
    """The name of the permission for a step with the record or with records of the model."""
    return f"{record._meta.app_label}.{step}_{record._meta.model_name}"


def may(user, step, record):
    return user.has_perm(permission(step, record))


def those_who_may(step, record):
    """The active accounts that may take the step by a role of theirs."""
    backend = f"{ModelBackend.__module__}.{ModelBackend.__qualname__}"
    people = get_user_model().objects
    return people.with_perm(permission(step, record), include_superusers=False, backend=backend)
