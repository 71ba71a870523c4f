"""Columns, field sets and links that the desk's pages share."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from editorial import dates

PUBLISHING = (
    _("Publishing"),
    {"fields": [("state", "verified_on"), ("published_by", "published_at", "changed_at")]},
)


def partial(name, label):
    """A list's column of a date, written as far as it is known."""

    @admin.display(description=label, ordering=name)
    def column(record):
        precision = getattr(record, f"{name}_precision")
        return None if precision == dates.Precision.NONE else dates.written(getattr(record, name), precision)

    return column


def address(record, page="change"):
    """The address of a page of the desk about the record."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def link(record):
    return format_html('<a href="{}">{}</a>', address(record), record)
