"""Codes of six digits that change every thirty seconds (RFC 6238, with SHA-1 as every app knows it)."""

import base64
import hmac
import secrets
import time
from io import BytesIO
from urllib.parse import quote, urlencode

import segno

from accounts.models import AuthenticatorApp

STEP, DIGITS = 30, 6
DRIFT = 1  # steps by which a clock may be wrong


def new_secret():
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code(secret, step):
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(secret, typed, after=0, now=None):
    """The step of which the code was typed, if it is a current one later than `after`; else None."""
    present = int((time.time() if now is None else now) // STEP)
    steps = range(max(present - DRIFT, after + 1), present + DRIFT + 1)
    return next(
        (step for step in steps if hmac.compare_digest(code(secret, step).encode(), typed.encode())), None
    )


def accepts(user, typed):
    """Whether it is the code of the person’s app. Each code is good once."""
    app = AuthenticatorApp.objects.filter(user=user).first()
    step = app and step_of(app.secret, typed, after=app.last_step)
    if not step:
        return False
    return bool(AuthenticatorApp.objects.filter(user=user, last_step__lt=step).update(last_step=step))


def address(secret, username, site):
    """What an app reads from the picture."""
    label = f"{quote(str(site))}:{quote(username)}"
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': str(site)}, quote_via=quote)}"


def picture(secret, username, site):
    """The address as a QR code: SVG, dark on white whatever the page is."""
    drawn, asked = BytesIO(), {"kind": "svg", "scale": 5, "border": 3, "light": "#fff", "xmldecl": False}
    segno.make(address(secret, username, site), micro=False).save(drawn, **asked)
    return drawn.getvalue()


def grouped(secret):
    """The secret as it is typed by hand."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
