"""The forms of the door: signing in, a password again, a new password, a link to choose one."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import log, throttle
from accounts.factors import codes, passkeys, totp
from accounts.models import Entry

AGAIN = "again"


class Throttled(forms.Form):
    """A form in which something secret is tried: each try is counted before it is looked at."""

    too_many = None  # the TooMany by which a try was refused

    def take(self, request, username, purpose):
        """[Taken], or an error in the form, which says when to come back."""
        try:
            return throttle.take(throttle.allowances(request, username, purpose))
        except throttle.TooMany as refused:
            self.too_many = refused
            raise ValidationError(in_words(refused.seconds), code="throttled") from refused


def in_words(seconds):
    minutes = -(-seconds // 60)
    if seconds < 60:
        told = ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    else:
        told = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("Too many attempts. Try again in %(time)s.") % {"time": told}


class SignInForm(Throttled, AdminAuthenticationForm):
    """The stock form, with every try counted before the password is hashed."""

    def clean(self):
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password:
            return self.cleaned_data
        taken = self.take_for(name)
        cleaned = super().clean()
        throttle.give_back(taken)
        return cleaned

    def take_for(self, name):
        try:
            return self.take(self.request, name, "password")
        except ValidationError:
            if self.too_many.is_news:
                log.note(Entry.Kind.REFUSED, log.known(name), request=self.request)
            raise

    def confirm_login_allowed(self, user):
        try:
            super().confirm_login_allowed(user)
        except ValidationError:
            log.note(Entry.Kind.FAILED, user, detail=_("not at the desk"), request=self.request)
            raise


class SecondStepForm(Throttled):
    """A code from the app or a recovery code, or what the browser says of a passkey."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )
    passkey = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request, user, *args, **kwargs):
        self.request, self.user = request, user
        super().__init__(*args, **kwargs)

    def clean(self):
        typed, shown = self.cleaned_data.get("code", ""), self.cleaned_data.get("passkey", "")
        if not typed and not shown:
            raise ValidationError(_("Type a code."), code="required")
        taken = self.take(self.request, self.user.get_username(), "second step")
        if not self.is_right("".join(typed.split()), shown):
            log.note(Entry.Kind.SECOND_FAILED, self.user, request=self.request)
            raise ValidationError(_("This is not right. A code of the app is good once."), code="wrong")
        throttle.give_back(taken)
        return self.cleaned_data

    def is_right(self, typed, shown):
        if shown:
            return passkeys.accepts(self.request, self.user, shown)
        return totp.accepts(self.user, typed) or codes.accepts(self.user, typed, self.request)


class AgainForm(Throttled):
    """The password once more, before something changes by which somebody comes in."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request, *args, **kwargs):
        self.request, self.user = request, request.user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        taken = self.take(self.request, self.user.get_username(), AGAIN)
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError(_("This is not your password."), code="password_incorrect")
        throttle.give_back(taken)
        return self.cleaned_data["password"]


class AddAppForm(AgainForm):
    """The code that an app makes from the secret that it was just shown."""

    code = forms.CharField(
        label=gettext_lazy("Code that the app shows"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    field_order = ["code", "password"]
    step = 0

    def __init__(self, request, secret, *args, **kwargs):
        self.secret = secret
        super().__init__(request, *args, **kwargs)

    def clean_code(self):
        typed = "".join(self.cleaned_data["code"].split())
        self.step = totp.step_of(self.secret, typed)
        if not self.step:
            raise ValidationError(
                _("This code does not fit. Is the clock of your device right?"), code="wrong"
            )
        return typed


class AddPasskeyForm(AgainForm):
    """A name for the passkey, and what the browser says of it."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=60,
        help_text=gettext_lazy("By which you know it again: “my phone”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    answer = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["name", "password", "answer"]

    def clean(self):
        """The passkey is made last, when all else is right: its question is answered once."""
        if self.errors:
            return self.cleaned_data
        answer, name = self.cleaned_data["answer"], self.cleaned_data["name"]
        if not answer or not passkeys.make(self.request, answer, name):
            raise ValidationError(_("No passkey was made. Try again."), code="wrong")
        return self.cleaned_data


class NewPasswordForm(Throttled, PasswordChangeForm):
    """The stock form, in which the old password is not tried without end."""

    required_css_class = "required"

    def __init__(self, user, *args, request, **kwargs):
        self.request = request
        super().__init__(user, *args, **kwargs)

    def clean_old_password(self):
        taken = self.take(self.request, self.user.get_username(), AGAIN)
        old = super().clean_old_password()
        throttle.give_back(taken)
        return old


class ChosenPasswordForm(SetPasswordForm):
    """A password chosen by whoever was given a link."""

    required_css_class = "required"


class ForgottenForm(Throttled):
    """A mail address to which a link is wanted, whoever it belongs to."""

    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        help_text=gettext_lazy(
            "If an account has this address, a link to choose a new password is sent there. "
            "It is valid for one day."
        ),
    )

    def __init__(self, request, *args, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_email(self):
        self.take(self.request, self.cleaned_data["email"].casefold(), "link")
        return self.cleaned_data["email"]
