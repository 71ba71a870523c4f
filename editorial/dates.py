"""Dates known to the day, the month or the year, unknown dates, and dates that do not apply.

Such a date is two columns: `<name>`, the first day of its period or nothing, and
`<name>_precision`. Two of them are compared in their widest reading, so that "joined June 2012,
left 2012" is accepted.
"""

import calendar
import datetime
from functools import lru_cache

from django.db import models
from django.db.models import Case, CheckConstraint, F, Func, Q, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    UNKNOWN = "unknown", _("unknown")
    NONE = "none", _("does not apply")


DATED = (Precision.DAY, Precision.MONTH, Precision.YEAR)


def date_field(verbose_name, **options):
    options.setdefault("help_text", _("The first day of the period, if only month or year is known."))
    return models.DateField(verbose_name, null=True, blank=True, **options)


def precision_field(verbose_name=_("precision"), default=Precision.UNKNOWN):
    return models.CharField(verbose_name, max_length=7, choices=Precision, default=default)


class LastDay(Func):
    """The last day of the period that `<name>` and `<name>_precision` stand for.

    Written with each database's own date functions, not with Django's, so that a check built on
    it also holds (and the file can be verified) outside Django.
    """

    output_field = models.DateField()

    def __init__(self, *expressions, **extra):
        if len(expressions) == 1:
            expressions = (F(expressions[0]), length_of_period(f"{expressions[0]}_precision"))
        super().__init__(*expressions, **extra)

    def as_sqlite(self, compiler, connection, **context):
        template = "date(%(expressions)s, '-1 day')"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "(%(expressions)s)::interval - interval '1 day')::date"
        return super().as_sql(compiler, connection, template=template, arg_joiner=" + (", **context)


class Machine(Func):
    """The date `<name>` in ISO 8601 to its precision, "" for none; the same in the database as machine()."""

    function = "SUBSTR"
    output_field = models.CharField()

    def __init__(self, *expressions, **extra):
        if len(expressions) == 1:
            name = expressions[0]
            text = Coalesce(Cast(name, models.CharField()), Value(""))
            expressions = (text, Value(1), length_of_text(f"{name}_precision"))
        super().__init__(*expressions, **extra)


def length_of_text(precision):
    """How much of an ISO date says no more than is known."""
    return Case(
        When(**{precision: Precision.YEAR}, then=Value(4)),
        When(**{precision: Precision.MONTH}, then=Value(7)),
        default=Value(10),
        output_field=models.IntegerField(),
    )


def length_of_period(precision):
    return Case(
        When(**{precision: Precision.YEAR}, then=Value("1 year")),
        When(**{precision: Precision.MONTH}, then=Value("1 month")),
        default=Value("1 day"),
        output_field=models.CharField(),
    )


def date_constraints(model, name, label):
    """What must hold for the pair `<name>`, `<name>_precision`; `label` names the date in messages."""
    date, precision = name, f"{name}_precision"
    starts = (
        Q(**{f"{precision}__in": [Precision.DAY, Precision.UNKNOWN, Precision.NONE]})
        | Q(**{precision: Precision.MONTH, f"{date}__endswith": "-01"})
        | Q(**{precision: Precision.YEAR, f"{date}__endswith": "-01-01"})
    )
    known = Q(**{f"{date}__isnull": False, f"{precision}__in": DATED})
    unknown = Q(**{f"{date}__isnull": True}) & ~Q(**{f"{precision}__in": DATED})
    return [
        CheckConstraint(
            condition=known | unknown,
            name=f"{model}_{name}_has_precision",
            violation_error_code=precision,
            violation_error_message=_(
                "%(label)s: give the date with day, month or year as its precision, "
                "or no date with “unknown” or “does not apply”."
            )
            % {"label": capfirst(label)},
        ),
        CheckConstraint(
            condition=starts,
            name=f"{model}_{name}_first_day",
            violation_error_code=date,
            violation_error_message=_("%(label)s: a month begins on its first day and a year on 1 January.")
            % {"label": capfirst(label)},
        ),
    ]


def not_before(model, later, earlier, message):
    """The constraint that `later` does not lie wholly before `earlier`."""
    return CheckConstraint(
        condition=Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{earlier}__lte": LastDay(later)}),
        name=f"{model}_{later}_not_before_{earlier}",
        violation_error_code=later,
        violation_error_message=message,
    )


def first_day(date, precision):
    """The date moved to the first day of its period."""
    if date and precision == Precision.YEAR:
        return date.replace(month=1, day=1)
    if date and precision == Precision.MONTH:
        return date.replace(day=1)
    return date


def last_day(date, precision):
    """The last day of the period; the same in Python as LastDay in the database."""
    if date and precision == Precision.YEAR:
        return date.replace(month=12, day=31)
    if date and precision == Precision.MONTH:
        return date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date


def parse(text):
    """(date, precision) of "1998", "1998-11" or "1998-11-20"; an empty text is unknown.

    Raises ValueError for anything else.
    """
    if not text:
        return None, Precision.UNKNOWN
    parts = [int(part) for part in text.split("-")]
    precision = DATED[::-1][len(parts) - 1] if len(parts) <= 3 else None
    if precision is None:
        raise ValueError(text)
    return datetime.date(*[*parts, 1, 1][:3]), precision


def written(date, precision):
    """The date as a reader sees it: 20 November 1998, November 1998, 1998 or unknown."""
    if not date:
        return Precision(precision or Precision.UNKNOWN).label
    pattern = {Precision.YEAR: "Y", Precision.MONTH: "F Y"}.get(precision, "DATE_FORMAT")
    return in_words(date, pattern, get_language())


@lru_cache(maxsize=10_000)  # much the same dates on each page
def in_words(date, pattern, _language):
    return formats.date_format(date, pattern)


def dated(text, date, precision):
    """The text with its date behind it, as far as it is known."""
    return f"{text}: {written(date, precision)}" if date else str(text)


def machine(date, precision):
    """The date in ISO 8601 to its precision (1998, 1998-11, 1998-11-20), or nothing."""
    if not date:
        return ""
    return date.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)]
