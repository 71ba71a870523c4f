"""The browsers from which somebody has signed in: a signed cookie for each, read by nobody but us.

It opens nothing. It gives its browser an allowance of tries of its own, so that strangers who try
passwords for an account cannot keep its owner out (ADR 13).
"""

import json
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

COOKIE = "known_device"
SALT = "accounts.devices"
AGE = 365 * 86_400  # seconds
KEPT = 5  # accounts of one browser

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def known(request, username):
    """What the browser is called if somebody has signed in to the account from it, else “”."""
    return cookie(request).get(mark(username), "")


def cookie(request):
    """{mark of an account: the name of this browser there}."""
    signed = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=AGE)
    return json.loads(signed) if signed else {}


def remember(request, response, username):
    """Give the browser its cookie, with the account added to it."""
    others = {key: name for key, name in cookie(request).items() if key != mark(username)}
    names = {mark(username): secrets.token_urlsafe(12)} | others
    response.set_signed_cookie(
        COOKIE,
        json.dumps(dict(list(names.items())[:KEPT])),
        salt=SALT,
        max_age=AGE,
        path=reverse("admin:index"),  # the public site never sees it
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def mark(username):
    return salted_hmac(SALT, username, algorithm="sha256").hexdigest()[:32]


def described(request):
    """The browser and system in words, as far as the browser tells them."""
    told = request.META.get("HTTP_USER_AGENT", "")
    found = (next((name for part, name in names if part in told), "") for names in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))
