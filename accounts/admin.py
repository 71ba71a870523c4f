"""Accounts, groups and the account log at the desk."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import factors, links, log, rights, sessions
from accounts.models import AuthenticatorApp, Entry, Passkey, RequiredSecondFactor
from accounts.seen import SavedAsSeen

SHOWN_ONCE = "link_shown_once"
RECENT = 20  # entries of the log on the page of an account


class InviteForm(forms.ModelForm):
    """Somebody who is to work at the desk: no password, for it is theirs to choose."""

    class Meta:
        model = User
        fields = ["username", "email", "first_name", "last_name", "groups"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class AccountForm(UserChangeForm):
    password = None


admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(SavedAsSeen, UserAdmin):
    add_form_template = None
    change_form_template = "accounts/account_form.html"
    form, add_form = AccountForm, InviteForm
    list_display = ["username", "email", "first_name", "last_name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_superuser", "is_active", "groups"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email"]}),
        (gettext_lazy("Permissions"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (gettext_lazy("Single permissions"), {"fields": ["user_permissions"], "classes": ["collapse"]}),
        (gettext_lazy("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["username", "email", "first_name", "last_name", "groups"],
                "description": gettext_lazy(
                    "The person gets a link to choose a password. It is valid for seven days, once."
                ),
            },
        )
    ]

    def get_urls(self):
        access = self.admin_site.admin_view(self.access)
        return [path("<id>/access/", access, name="auth_user_access"), *admin.ModelAdmin.get_urls(self)]

    def lookup_allowed(self, lookup, value, request=None):
        """By its own filters and no others: a list could be asked for keys of sessions, letter by letter."""
        asked = lookup.split("__")[0]
        return asked in self.list_filter and super().lookup_allowed(lookup, value, request)

    # Nobody gives what they do not hold.

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.reaches(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.reaches(request, obj)

    def reaches(self, request, account):
        return account is None or rights.reaches(request.user, account)

    def get_readonly_fields(self, request, obj=None):
        mine = [] if request.user.is_superuser else ["is_superuser"]
        return [*super().get_readonly_fields(request, obj), *mine]

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = rights.may_give(request.user)
        if db_field.name == "user_permissions":
            kwargs["queryset"] = rights.held(request.user)
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)

    # The link

    def response_add(self, request, obj, post_url_continue=None):
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.give_link(request, obj)
        return HttpResponseRedirect(reverse("admin:auth_user_access", args=[obj.pk]))

    def give_link(self, request, account):
        """By mail where that is set up; otherwise shown once, to be handed over."""
        invitation = links.invite(account, by=request.user.get_username())
        self.log_change(request, account, _("Link to choose a password made."))
        if not settings.SENDS_MAIL or not account.email:
            request.session[SHOWN_ONCE] = [account.pk, links.address_of(invitation)]
        else:
            transaction.on_commit(lambda: self.post_link(request, invitation))

    def post_link(self, request, invitation):
        told = {"address": invitation.user.email}
        if links.send(invitation):
            messages.success(request, _("The link was sent to %(address)s.") % told)
        else:
            messages.error(request, _("The letter to %(address)s could not be delivered. Try again.") % told)

    # How somebody comes in

    def access(self, request, id):  # noqa: A002 (as Django names it)
        account = get_object_or_404(User, pk=id if id.isascii() and id.isdigit() and len(id) < 10 else 0)
        if not self.has_view_permission(request, account):
            raise PermissionDenied
        if request.method == "POST":
            return self.take_step(request, account)
        context = self.admin_site.each_context(request) | self.access_context(request, account)
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "accounts/access.html", context)

    def access_context(self, request, account):
        pk, link = request.session.pop(SHOWN_ONCE, [0, ""]) if SHOWN_ONCE in request.session else (0, "")
        entries = Entry.objects.filter(account=account.get_username())
        return {
            "title": _("How %(name)s comes in") % {"name": account.get_username()},
            "opts": self.opts,
            "account": account,
            "link": link if pk == account.pk else "",
            "invitation": getattr(account, "invitation", None),
            "may_change": self.has_change_permission(request, account),
            "by_mail": settings.SENDS_MAIL and account.email,
            "app": AuthenticatorApp.objects.filter(user=account).first(),
            "passkeys": Passkey.objects.filter(user=account),
            "sessions": sessions.of(account),
            "entries": entries[:RECENT] if request.user.has_perm("accounts.view_entry") else [],
        }

    def take_step(self, request, account):
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        step = {
            "link": self.give_link,
            "revoke": self.revoke_link,
            "end": self.end_sessions,
            "factor": self.remove_factors,
        }.get(request.POST.get("step", ""))
        if not step:
            raise Http404
        with transaction.atomic():
            step(request, account)
        return HttpResponseRedirect(request.path)

    def revoke_link(self, request, account):
        if links.revoke(account):
            self.log_change(request, account, _("Link to choose a password revoked."))
            messages.success(request, _("The link leads nowhere now."))

    def end_sessions(self, request, account):
        ended = sessions.end(sessions.of(account))
        if ended:
            log.note(Entry.Kind.SESSION_ENDED, account, detail=str(ended))
            self.log_change(request, account, _("Sessions ended: %(n)s.") % {"n": ended})
            messages.success(request, _("Sessions ended: %(n)s.") % {"n": ended})

    def remove_factors(self, request, account):
        if factors.remove_all(account):
            self.log_change(request, account, _("Second factor removed."))
            messages.success(request, _("The second factor was removed."))


class RoleForm(forms.ModelForm):
    second_factor = forms.BooleanField(
        label=gettext_lazy("Second factor required"),
        required=False,
        help_text=gettext_lazy("Members without one are led to set it up before they do anything else."),
    )

    class Meta:
        model = Group
        fields = ["name", "permissions"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["second_factor"].initial = RequiredSecondFactor.objects.filter(
            group_id=self.instance.pk
        ).exists()


@admin.register(Group)
class RoleAdmin(SavedAsSeen, GroupAdmin):
    form = RoleForm
    fields = ["name", "second_factor", "permissions"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.reaches(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.reaches(request, obj)

    def reaches(self, request, group):
        return group is None or rights.may_give(request.user).filter(pk=group.pk).exists()

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "permissions":
            kwargs["queryset"] = rights.held(request.user)
        return super().formfield_for_manytomany(db_field, request=request, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.cleaned_data["second_factor"]:
            RequiredSecondFactor.objects.get_or_create(group=obj)
        else:
            RequiredSecondFactor.objects.filter(group=obj).delete()


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    """Read, and nothing else."""

    list_display = ["at", "kind", "account", "by", "detail", "address", "device"]
    list_filter = ["kind"]
    search_fields = ["account", "by", "detail", "address"]
    date_hierarchy = "at"
    list_per_page = 100
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
