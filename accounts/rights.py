"""Whom somebody may give rights, and which: never more than they hold themselves."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q


def held(user):
    """The permissions that the account holds."""
    if user.is_superuser:
        return Permission.objects.all()
    mine = Permission.objects.filter(Q(user=user) | Q(group__user=user)).values("pk")
    return Permission.objects.filter(pk__in=mine)


def beyond(user):
    """The permissions that the account does not hold."""
    return Permission.objects.exclude(pk__in=held(user).values("pk"))


def may_give(user):
    """The groups that the account may put people into, and change: those that allow no more than it may."""
    return Group.objects.exclude(permissions__in=beyond(user).values("pk"))


def reaches(user, account):
    """Whether the account holds nothing that the user does not: whoever changes an account can become it."""
    if user.is_superuser:
        return True
    if account.is_superuser:
        return False
    return not held(account).exclude(pk__in=held(user).values("pk")).exists()
