"""“Report an error”: a reader's way to the editors, without an account, a cookie or a name."""

from datetime import timedelta
from unicodedata import category

from django import forms
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.places import address_of, household
from editorial.models import Report

SALT = "report"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FROM_ONE, FROM_ALL = 5, 100  # reports in an hour
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


class Typed(forms.CharField):
    """Text as it was typed; a character that cannot be seen is refused, not dropped."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def run_validators(self, value):
        super().run_validators(value)
        if any(category(sign) == "Cc" and sign not in "\n\t" for sign in value):
            raise forms.ValidationError(_("There is a character in it that cannot be written here."))


class ReportForm(forms.ModelForm):
    text = Typed(
        label=gettext_lazy("What is wrong"),
        max_length=2000,
        help_text=gettext_lazy("Say what the page says, and what is right. At most 2000 characters."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    evidence = Typed(
        label=gettext_lazy("Where it can be checked (if you know)"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("A document, a page on the web, a book."),
    )
    more = forms.CharField(  # nobody sees it: whatever fills it in is a machine
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta:
        model = Report
        fields = ["text", "evidence"]


class TooMany(Exception):
    """There were too many reports of late; `seconds` to wait."""

    def __init__(self, seconds):
        self.seconds = seconds
        super().__init__(seconds)


def token(about):
    """What a form carries in place of a cookie: which page it is about, and when it was opened."""
    return signing.dumps({"about": about}, salt=SALT)


def opened(token):
    """(the page that the form is about, whether it was opened here within a day)."""
    try:
        return signing.loads(token, salt=SALT, max_age=DAY)["about"], True
    except signing.SignatureExpired:
        return signing.loads(token, salt=SALT)["about"], False
    except signing.BadSignature:
        return "/", False


def own_path(text):
    """The path if it is one of this site, otherwise that of the home page."""
    longest = Report._meta.get_field("path").max_length
    ours = text.startswith("/") and text.isprintable() and len(text) <= longest
    return text if ours and url_has_allowed_host_and_scheme(text, allowed_hosts=None) else "/"


def sender_of(request, day=None):
    """A keyed digest of the visitor's address, another one each day: it names nobody."""
    salt = f"{SALT} {day or timezone.now().date()}"
    return salted_hmac(salt, household(address_of(request)), algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def store(report):
    """Keep the report. Raises TooMany, and then it is not kept."""
    seconds = max(
        wait(Report.objects.filter(sender=report.sender), FROM_ONE), wait(Report.objects.all(), FROM_ALL)
    )
    if seconds:
        raise TooMany(seconds)
    report.save()


def wait(reports, most):
    """The seconds until there may be one more of these reports; 0 for now."""
    now = timezone.now()
    latest = reports.filter(at__gt=now - HOUR).order_by("-at").values_list("at", flat=True)[:most]
    times = list(latest)
    return int((times[-1] + HOUR - now).total_seconds()) + 1 if len(times) == most else 0


# The form carries a signed token instead of a CSRF cookie: public pages set no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    if request.method == "POST":
        return received(request)
    return form_page(request, ReportForm(), own_path(request.GET.get("about", "/")))


def received(request):
    about, is_ours = opened(request.POST.get("token", ""))
    form = ReportForm(request.POST)
    if not is_ours:
        message = _("This form was open for more than a day, or did not come from here. Send it once more.")
        return form_page(request, form, about, status=403, message=message)
    if request.POST.get("more"):
        return thanked()
    if not form.is_valid():
        return form_page(request, form, about)
    form.instance.path, form.instance.sender = about, sender_of(request)
    try:
        store(form.instance)
    except TooMany as error:
        return form_page(request, form, about, status=429, wait=error.seconds)
    return thanked()


def form_page(request, form, about, status=200, message="", wait=0):
    if wait:
        minutes = -(-wait // 60)
        message = _(
            "There have been many reports of late. Send yours again in %(n)s minutes; it still stands below."
        )
        message %= {"n": minutes}
    context = {"form": form, "about": about, "token": token(about), "message": message}
    headers = HEADERS | ({"Retry-After": str(wait)} if wait else {})
    response = render(request, "report.html", context, status=status)
    for name, value in headers.items():
        response[name] = value
    return response


def thanked():
    headers = {"Location": reverse("report-thanks"), "Cache-Control": "no-store"}
    return HttpResponse(status=303, headers=headers)


@require_safe
def thanks(request):
    return render(request, "report_thanks.html")
