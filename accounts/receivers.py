"""What Django tells of accounts, noted in the account log.

No rule of business hides here: whoever changes rights does so by the usual ways, and the log follows.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils.translation import gettext as _

from accounts import log, sessions
from accounts.models import Entry, RequiredSecondFactor

Kind = Entry.Kind
NAMES = ("username", "email")
RIGHTS = {"is_staff": "staff", "is_superuser": "superuser"}


def connect():
    user = get_user_model()
    user_logged_in.connect(signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="accounts.signed_out")
    user_login_failed.connect(failed, dispatch_uid="accounts.failed")
    for receiver, signal, sender in (
        (about_to_save_user, pre_save, user),
        (user_saved, post_save, user),
        (about_to_delete_user, pre_delete, user),
        (group_saved, post_save, Group),
        (about_to_delete_group, pre_delete, Group),
        (factor_required, post_save, RequiredSecondFactor),
        (factor_no_longer_required, post_delete, RequiredSecondFactor),
        (rights_changed, m2m_changed, user.groups.through),
        (rights_changed, m2m_changed, user.user_permissions.through),
        (rights_changed, m2m_changed, Group.permissions.through),
    ):
        signal.connect(while_acting(receiver), sender, weak=False, dispatch_uid=f"{receiver}{sender}")


def while_acting(receiver):
    """The receiver, which hears nothing of what a migration or a command does."""

    def hear(sender, **told):
        if log.is_acting():
            receiver(**told)

    return hear


# -- the door


def signed_in(sender, request, user, **told):
    log.note(Kind.SIGNED_IN, user, by=user.get_username(), request=request)
    sessions.begin(request, user)


def signed_out(sender, request, user, **told):
    if user:
        log.note(Kind.SIGNED_OUT, user, by=user.get_username(), request=request)


def failed(sender, credentials, request=None, **told):
    name = credentials.get(get_user_model().USERNAME_FIELD) or ""
    log.note(Kind.FAILED, log.known(name), request=request)


# -- accounts


def about_to_save_user(instance, update_fields=None, **told):
    if update_fields and set(update_fields) == {"last_login"}:
        return
    before = type(instance).objects.filter(pk=instance.pk).first()
    if before is None:
        return
    if before.is_active != instance.is_active:
        log.note(Kind.ACTIVATED if instance.is_active else Kind.DEACTIVATED, instance)
    if before.password != instance.password:
        log.note(Kind.PASSWORD, instance)
    names = [name for name in NAMES if getattr(before, name) != getattr(instance, name)]
    if names:
        log.note(Kind.NAMED, instance, detail=", ".join(names))
    for field, word in RIGHTS.items():
        if getattr(before, field) != getattr(instance, field):
            log.note(Kind.RIGHTS, instance, detail=f"{'+' if getattr(instance, field) else '−'} {word}")


def user_saved(instance, created, **told):
    if created:
        held = ", ".join(word for field, word in RIGHTS.items() if getattr(instance, field))
        log.note(Kind.MADE, instance, detail=held)


def about_to_delete_user(instance, **told):
    log.note(Kind.DELETED, instance)


# -- rights


def rights_changed(instance, action, reverse, model, pk_set=None, **told):
    """Groups and permissions given to an account or a group, or taken from it."""
    sign = {"post_add": "+", "post_remove": "−", "pre_clear": "−"}.get(action)
    if not sign or pk_set == set():
        return
    changed = model.objects.filter(pk__in=pk_set) if pk_set else of(instance, model)
    names = sorted(worded(each) for each in changed)
    kind = Kind.GROUP if isinstance(instance, Group) else Kind.RIGHTS
    about = ["" if kind == Kind.RIGHTS else f"{instance}:", *(f"{sign} {name}" for name in names)]
    log.note(kind, "" if kind == Kind.GROUP else log.name_of(instance), detail=" ".join(filter(None, about)))


def of(instance, model):
    """All that is about to be taken from it at once."""
    return instance.groups.all() if model is Group else held(instance)


def held(instance):
    return instance.permissions.all() if isinstance(instance, Group) else instance.user_permissions.all()


def worded(each):
    return each.codename if hasattr(each, "codename") else str(each)


def group_saved(instance, created, **told):
    if created:
        log.note(Kind.GROUP, detail=_("%(group)s: made") % {"group": instance})


def about_to_delete_group(instance, **told):
    log.note(Kind.GROUP, detail=_("%(group)s: deleted") % {"group": instance})


def factor_required(instance, created, **told):
    if created:
        log.note(Kind.GROUP, detail=_("%(group)s: second factor required") % {"group": instance.group})


def factor_no_longer_required(instance, **told):
    group = Group.objects.filter(pk=instance.pk).first()
    if group:
        log.note(Kind.GROUP, detail=_("%(group)s: second factor no longer required") % {"group": group})
