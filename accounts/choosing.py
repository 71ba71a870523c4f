"""The pages on which somebody without a session chooses a password, or asks for a link to do so."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import devices, links
from accounts.forms import ChosenPasswordForm, ForgottenForm
from accounts.sign_in import told_when


@never_cache
def choose(request, token, context):
    """Whoever holds a good link chooses a password, and then signs in with it."""
    invitation = links.find(token)
    if not invitation:
        return TemplateResponse(request, "accounts/no_link.html", context, status=410)
    form = ChosenPasswordForm(invitation.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and links.take_up(invitation, form):
        messages.success(request, _("Your password is set. Sign in with it."))
        onward = HttpResponseRedirect(reverse("admin:login"))
        return devices.remember(request, onward, invitation.user.get_username())
    context |= {"form": form, "username": invitation.user.get_username()}
    response = TemplateResponse(request, "accounts/choose.html", context)
    response["Referrer-Policy"] = "same-origin"  # the address is a secret
    return response


@never_cache
def forgotten(request, context):
    """Ask for a link by mail; the answer is the same whoever asks for whichever address."""
    if not settings.SENDS_MAIL:
        raise Http404
    form = ForgottenForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        links.want(form.cleaned_data["email"])
        messages.success(request, _("If an account has this address, a link is on its way to it."))
        return HttpResponseRedirect(reverse("admin:login"))
    return told_when(TemplateResponse(request, "accounts/forgotten.html", context | {"form": form}), form)
