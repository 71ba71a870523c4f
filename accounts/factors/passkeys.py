"""Passkeys: what the browser is asked, and whether its answer is right (Web Authentication, Level 3)."""

import json
from functools import partial
from importlib import import_module
from ipaddress import ip_address

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject

from accounts import log
from accounts.models import Entry, Passkey

webauthn = SimpleLazyObject(partial(import_module, "webauthn"))  # a tenth of a second, for few requests

CHALLENGE = "passkey_challenge"  # in the session, for one answer
# What the library stumbles over in what somebody made up, beside exceptions of its own.
WRONG = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
LONGEST = 20_000  # characters of an answer


def site_of(request):
    """The name that passkeys are bound to, or “” for a number, which browsers refuse."""
    host, _port = split_domain_port(request.get_host())
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return host
    return ""


def origin_of(request):
    return f"{request.scheme}://{request.get_host()}"


def of(user, request):
    """The passkeys by which the person can come in at this name of the site."""
    return Passkey.objects.filter(user=user, site=site_of(request) or None)


def described(passkeys):
    return [
        webauthn.helpers.structs.PublicKeyCredentialDescriptor(
            id=webauthn.helpers.base64url_to_bytes(key.credential)
        )
        for key in passkeys
    ]


# -- a new one


def to_make(request):
    """What the browser is asked to make a passkey."""
    user = request.user
    options = webauthn.generate_registration_options(
        rp_id=site_of(request),
        rp_name=str(settings.SITE_NAME),
        user_id=handle(user),
        user_name=user.get_username(),
        user_display_name=user.get_full_name() or user.get_username(),
        authenticator_selection=webauthn.helpers.structs.AuthenticatorSelectionCriteria(
            resident_key=webauthn.helpers.structs.ResidentKeyRequirement.PREFERRED,
            user_verification=webauthn.helpers.structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=described(Passkey.objects.filter(user=user)),
    )
    return asked(request, options)


def handle(user):
    return f"account {user.pk}".encode()


def asked(request, options):
    request.session[CHALLENGE] = webauthn.helpers.bytes_to_base64url(options.challenge)
    return webauthn.options_to_json(options)


def make(request, answer, name):
    """The passkey that the browser made, kept; None where the answer does not belong to the question."""
    try:
        made = webauthn.verify_registration_response(credential=parsed(answer), **expected(request))
        with transaction.atomic():
            passkey = Passkey.objects.create(
                user=request.user,
                name=name,
                site=site_of(request),
                credential=webauthn.helpers.bytes_to_base64url(made.credential_id),
                public_key=webauthn.helpers.bytes_to_base64url(made.credential_public_key),
                counter=made.sign_count,
            )
            log.note(Entry.Kind.FACTOR_ADDED, request.user, detail=str(Passkey._meta.verbose_name))
    except (*WRONG, webauthn.helpers.exceptions.WebAuthnException, IntegrityError):
        return None
    return passkey


def parsed(answer):
    if len(answer) > LONGEST:
        raise ValueError("too long")
    found = json.loads(answer)
    if not isinstance(found, dict) or not str(found.get("id", "")).isprintable():
        raise TypeError("no answer of a browser")
    return found


def expected(request):
    """What an answer has to name; each question is answered once."""
    return {
        "expected_challenge": webauthn.helpers.base64url_to_bytes(request.session.pop(CHALLENGE)),
        "expected_rp_id": site_of(request),
        "expected_origin": origin_of(request),
    }


# -- coming in


def to_show(request, user):
    """What the browser is asked to show one of the person’s passkeys."""
    options = webauthn.generate_authentication_options(
        rp_id=site_of(request),
        allow_credentials=described(of(user, request)),
        user_verification=webauthn.helpers.structs.UserVerificationRequirement.PREFERRED,
    )
    return asked(request, options)


def accepts(request, user, answer):
    """Whether the browser showed one of the person’s passkeys."""
    try:
        credential = parsed(answer)
        passkey = of(user, request).get(credential=credential["id"])
        shown = webauthn.verify_authentication_response(
            credential=credential,
            credential_public_key=webauthn.helpers.base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.counter,
            **expected(request),
        )
    except (*WRONG, webauthn.helpers.exceptions.WebAuthnException, Passkey.DoesNotExist):
        return False
    Passkey.objects.filter(pk=passkey.pk).update(counter=shown.new_sign_count)
    return True
