"""Coming in: the password, then the second factor where there is one; only then is there a session."""

import time

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from accounts import devices, factors
from accounts.factors import passkeys
from accounts.forms import SecondStepForm, SignInForm
from accounts.models import AuthenticatorApp

WAITING = "waiting_for_second_step"
PATIENCE = 600  # seconds between the password and the second factor


class SignIn(LoginView):
    """The first step; who has a second factor is led to the second step instead of being signed in."""

    authentication_form = SignInForm
    template_name = "admin/login.html"
    next_page = "admin:index"  # where nothing else was wanted

    def get_context_data(self, **more):
        """Without the host that Django names the site by: the site has a name."""
        context = super().get_context_data(**more)
        return {name: value for name, value in context.items() if name not in {"site", "site_name"}}

    def form_valid(self, form):
        user, onward = form.get_user(), self.get_success_url()
        if factors.has(user):
            return wait_for_second_step(self.request, user, onward)
        return enter(self.request, user, onward)

    def form_invalid(self, form):
        return told_when(super().form_invalid(form), form)


def told_when(response, form):
    """The answer to a form in which too much was tried says so to programs too."""
    if form.too_many:
        response.status_code = 429
        response["Retry-After"] = str(form.too_many.seconds)
    return response


def enter(request, user, onward):
    """Sign the person in, and know the browser from now on."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return devices.remember(request, HttpResponseRedirect(onward), user.get_username())


def wait_for_second_step(request, user, onward):
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "until": time.time() + PATIENCE,
        "onward": onward,
    }
    return HttpResponseRedirect(reverse("admin:second_step"))


def waiting(request):
    """(the person who gave the right password a moment ago, where they want to go), or (None, “”)."""
    kept = request.session.get(WAITING)
    if not kept or kept["until"] < time.time():
        return None, ""
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    if not user or not constant_time_compare(user.get_session_auth_hash(), kept["proof"]):
        return None, ""
    return user, kept["onward"]


def second_step(request, context):
    """The page of the second step."""
    user, onward = waiting(request)
    if not user:
        return HttpResponseRedirect(reverse("admin:login"))
    form = SecondStepForm(request, user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        del request.session[WAITING]
        return enter(request, user, onward)
    options = passkeys.to_show(request, user) if passkeys.of(user, request) else ""
    has_app = AuthenticatorApp.objects.filter(user=user).exists()
    context |= {"form": form, "options": options, "has_app": has_app}
    return told_when(TemplateResponse(request, "accounts/second_step.html", context), form)
