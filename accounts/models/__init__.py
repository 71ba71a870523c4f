"""What is kept about accounts beside Django's own users and groups."""

from accounts.models.door import Allowance, Entry, OpenSession
from accounts.models.factors import AuthenticatorApp, Passkey, RecoveryCode, RequiredSecondFactor
from accounts.models.links import Invitation, WantedLink

__all__ = [
    "Allowance",
    "AuthenticatorApp",
    "Entry",
    "Invitation",
    "OpenSession",
    "Passkey",
    "RecoveryCode",
    "RequiredSecondFactor",
    "WantedLink",
]
