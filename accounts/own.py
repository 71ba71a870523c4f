"""The pages of one's own account: sessions, the second factor, recovery codes."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import factors, log, sessions
from accounts.factors import codes, passkeys, totp
from accounts.forms import AddAppForm, AddPasskeyForm, AgainForm
from accounts.models import AuthenticatorApp, Entry, Passkey
from accounts.sign_in import told_when

NEW_SECRET = "new_app_secret"  # noqa: S105 (the name under which the session keeps it)


@never_cache
def account(request, context):
    """What there is; a session that is named is ended, or all others are."""
    if request.method == "POST":
        return end_sessions(request)
    context |= {
        "sessions": sessions.of(request.user),
        "this": request.session.session_key,
        "app": AuthenticatorApp.objects.filter(user=request.user).first(),
        "passkeys": Passkey.objects.filter(user=request.user),
        "codes_left": request.user.recovery_codes.count(),
        "must": factors.is_missing(request.user),
    }
    return TemplateResponse(request, "accounts/account.html", context)


def end_sessions(request):
    others = sessions.of(request.user).exclude(pk=request.session.session_key)
    if number := request.POST.get("session", ""):
        others = [each for each in others if each.number == number]
    ended = sessions.end(others)
    if ended:
        log.note(Entry.Kind.SESSION_ENDED, request.user, detail=str(ended))
        messages.success(request, _("Sessions ended: %(n)s.") % {"n": ended})
    return HttpResponseRedirect(reverse("admin:account"))


# -- the app


@never_cache
def app(request, context):
    """Add an app: a secret is shown until a code made from it was typed."""
    if AuthenticatorApp.objects.filter(user=request.user).exists():
        return HttpResponseRedirect(reverse("admin:account"))
    secret = request.session.setdefault(NEW_SECRET, totp.new_secret())
    form = AddAppForm(request, secret, request.POST or None)
    if request.method == "POST" and form.is_valid():
        del request.session[NEW_SECRET]
        AuthenticatorApp.objects.create(user=request.user, secret=secret, last_step=form.step)
        log.note(Entry.Kind.FACTOR_ADDED, request.user, detail=str(AuthenticatorApp._meta.verbose_name))
        return added(request, context)
    context |= {"form": form, "secret": totp.grouped(secret)}
    return told_when(TemplateResponse(request, "accounts/app.html", context), form)


@never_cache
def app_picture(request):
    """The QR code of the secret that is being added."""
    secret = request.session.get(NEW_SECRET)
    if not secret:
        raise Http404
    drawn = totp.picture(secret, request.user.get_username(), settings.SITE_NAME)
    return HttpResponse(drawn, content_type="image/svg+xml")


# -- passkeys


@never_cache
def passkey(request, context):
    form = AddPasskeyForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return added(request, context)
    can = bool(passkeys.site_of(request))
    context |= {"form": form, "options": passkeys.to_make(request) if can else ""}
    return told_when(TemplateResponse(request, "accounts/passkey.html", context), form)


def added(request, context):
    """After a second factor was added: recovery codes if there are none, shown this once."""
    messages.success(request, _("The second factor was added. You are asked for it when you next sign in."))
    if request.user.recovery_codes.exists():
        return HttpResponseRedirect(reverse("admin:account"))
    return show_codes(request, context)


# -- what needs the password again


def show_codes(request, context):
    context |= {"title": _("Your recovery codes"), "codes": codes.make(request.user)}
    return TemplateResponse(request, "accounts/codes.html", context)


@never_cache
def new_codes(request, context):
    if not factors.has(request.user):
        raise Http404
    form = AgainForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return show_codes(request, context)
    context |= {
        "form": form,
        "button": _("Make new codes"),
        "lead": _("The codes that you have end with it."),
    }
    return told_when(TemplateResponse(request, "accounts/again.html", context), form)


@never_cache
def remove(request, factor, context):
    """Take one second factor away: “app”, or the number of a passkey."""
    found = find(request.user, factor)
    form = AgainForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        factors.remove(found)
        messages.success(request, _("The second factor was removed."))
        return HttpResponseRedirect(reverse("admin:account"))
    name = _("the authenticator app") if factor == "app" else str(found)
    context |= {"form": form, "button": _("Remove"), "lead": _("This removes: %(name)s.") % {"name": name}}
    return told_when(TemplateResponse(request, "accounts/again.html", context), form)


def find(user, factor):
    if factor == "app":
        found = AuthenticatorApp.objects.filter(user=user).first()
    else:
        number = int(factor) if factor.isascii() and factor.isdigit() and len(factor) < 18 else 0
        found = Passkey.objects.filter(user=user, pk=number).first()
    if not found:
        raise Http404
    return found
