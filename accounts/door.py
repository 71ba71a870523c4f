"""The admin as a house with a door: how one comes in, and what comes before anything else inside."""

from functools import update_wrapper

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts import choosing, factors, links, log, own, sessions
from accounts import sign_in as signing_in
from accounts.forms import NewPasswordForm

# What is open to somebody whose group requires a second factor, before there is one.
BEFORE_A_FACTOR = {"account", "account_app", "account_app_picture", "account_passkey"}
BEFORE_A_FACTOR |= {"jsi18n", "logout", "password_change", "password_change_done"}


class ChangePassword(PasswordChangeView):
    """The stock page; other sessions and open links of the account end with the old password."""

    form_class = NewPasswordForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        response = super().form_valid(form)
        sessions.end(sessions.of(form.user).exclude(pk=self.request.session.session_key))
        links.revoke(form.user)
        return response

    def form_invalid(self, form):
        return signing_in.told_when(super().form_invalid(form), form)


class Door(admin.AdminSite):
    def get_urls(self):
        inside, outside = self.inside, self.outside
        return [
            path("account/", inside(own.account, _("Your account")), name="account"),
            path("account/app/", inside(own.app, _("Add an authenticator app")), name="account_app"),
            path("account/app/code.svg", self.admin_view(own.app_picture), name="account_app_picture"),
            path("account/passkey/", inside(own.passkey, _("Add a passkey")), name="account_passkey"),
            path("account/codes/", inside(own.new_codes, _("New recovery codes")), name="account_codes"),
            path("account/remove/<factor>/", inside(own.remove, _("Remove")), name="account_remove"),
            path("login/second/", outside(signing_in.second_step, _("Second step")), name="second_step"),
            path("login/forgotten/", outside(choosing.forgotten, _("New password")), name="forgotten"),
            path("password/<token>/", outside(choosing.choose, _("Your password")), name="choose_password"),
            *super().get_urls(),
        ]

    def inside(self, view, title):
        """A page for whoever is signed in to the desk, which gets what every page of it shows."""
        return self.admin_view(self.titled(view, title))

    def outside(self, view, title):
        return never_cache(self.titled(view, title))

    def titled(self, view, title):
        def page(request, **keys):
            request.current_app = self.name
            return view(request, context=self.each_context(request) | {"title": title}, **keys)

        return update_wrapper(page, view)

    def admin_view(self, view, cacheable=False):
        """As the stock one; before the page comes the second factor that a group requires."""

        def guarded(request, *args, **kwargs):
            sessions.seen(request)
            page = request.resolver_match and request.resolver_match.url_name
            if page not in BEFORE_A_FACTOR and factors.is_missing(request.user):
                return HttpResponseRedirect(reverse("admin:account"))
            with log.acting(request):
                return view(request, *args, **kwargs)

        return super().admin_view(update_wrapper(guarded, view), cacheable)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
        context = self.each_context(request) | {
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "next": reverse("admin:index", current_app=self.name),
            "sends_mail": settings.SENDS_MAIL,
        }
        if "next" in request.GET or "next" in request.POST:
            del context["next"]
        request.current_app = self.name
        return signing_in.SignIn.as_view(extra_context=context | (extra_context or {}))(request)

    def password_change(self, request, extra_context=None):
        context = self.each_context(request) | (extra_context or {})
        url = reverse("admin:password_change_done", current_app=self.name)
        request.current_app = self.name
        return ChangePassword.as_view(success_url=url, extra_context=context)(request)
