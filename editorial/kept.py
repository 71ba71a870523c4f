"""What the desk keeps about records of all kinds, as far as a person may see the records."""

from datetime import UTC

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial.models import ContentModel, Publishable
from editorial.rights import may


def desks(request, site):
    """The admin of each kind of record whose list the person may view, by kind."""
    return {
        model: desk
        for model, desk in site._registry.items()
        if issubclass(model, ContentModel) and desk.has_view_permission(request)
    }


def about(queryset, models):
    """Those rows that are about records of these models, each with its kind."""
    kinds = ContentType.objects.get_for_models(*models).values()
    return queryset.filter(content_type__in=[kind.pk for kind in kinds]).select_related("content_type")


def open_to(user, step, models):
    """The models with whose records the person may take the step."""
    return {model for model in models if issubclass(model, Publishable) and may(user, step, model)}


def address(row, page="change"):
    """The address of a page of the desk about the record that the row is about."""
    kind = row.content_type
    return reverse(f"admin:{kind.app_label}_{kind.model}_{page}", args=[row.object_id])


def moment(at):
    """A moment as the desk writes it: in UTC, and saying so."""
    return _("%(moment)s UTC") % {"moment": date_format(at.astimezone(UTC), "j F Y, H:i")}
