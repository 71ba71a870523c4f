"""The lengths of proprietary periods by which readers ask: one definition for filters and pictures."""

from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _

PERIODS = {
    "0": (_("open at once"), Q(proprietary_months=0)),
    "6": (_("up to 6 months"), Q(proprietary_months__gte=1, proprietary_months__lte=6)),
    "12": (_("7 to 12 months"), Q(proprietary_months__gte=7, proprietary_months__lte=12)),
    "more": (_("longer than 12 months"), Q(proprietary_months__gt=12)),
    "varies": (_("not a single figure"), Q(period="varies")),
    "unknown": (_("unknown"), Q(period="unknown")),
}
CHOICES = [(key, label) for key, (label, _rule) in PERIODS.items()]
LENGTH = Case(
    *(When(rule, then=Value(key)) for key, (_label, rule) in PERIODS.items()), output_field=CharField()
)
