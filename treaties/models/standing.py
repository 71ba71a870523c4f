"""Where states and organisations stand towards treaties."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a state or an organisation stands towards a treaty."""

    PARTY = "party", _("party")
    DECLARED = "declared", _("declared acceptance")
    SIGNATORY = "signatory", _("signatory")
    WITHDRAWN = "withdrawn", _("withdrawn")
