"""The words that addresses keep for themselves: no record is called so in its address."""

from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

RESERVED = (
    *("a-z", "changes-of-partners", "compare", "consortia", "data", "network"),
    *("sets", "status", "timeline", "with"),
)


def not_reserved(model):
    """The constraint that the slug is none of those words; `model` begins its name."""
    return CheckConstraint(
        condition=~Q(slug__in=RESERVED),
        name=f"{model}_slug_not_reserved",
        violation_error_code="slug",
        violation_error_message=_("This word is kept for a page of its own: choose another."),
    )
