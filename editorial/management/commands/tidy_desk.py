from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from editorial import generation, openings, shipping, touched
from editorial.models import Draft, Revision
from editorial.pictures import FOLDER, PictureField
from editorial.stored import names_in

AGE = timedelta(days=1)  # for which a picture may belong to a form that is still open


class Command(BaseCommand):
    help = (
        "Forgets forms that nobody has open and changes that nobody follows, "
        "and removes pictures that no draft or state mentions."
    )

    def handle(self, **options):
        openings.tidy()
        touched.tidy(generation.current())
        shipping.take_measure()
        for path in list(orphans()):
            default_storage.delete(path)
            self.stdout.write(f"Removed {path}")


def orphans():
    """The paths of the pictures that were left behind: brought, and never saved."""
    for name in names_in(FOLDER):
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < timezone.now() - AGE and not is_mentioned(path):
            yield path


def is_mentioned(path):
    """Whether a record shows the picture, or a state that can be brought back."""
    texts = (
        model.objects.annotate(text=Cast("data", TextField())).filter(text__contains=path)
        for model in (Draft, Revision)
    )
    shown = (model._base_manager.filter(**{field.name: path}) for model, field in picture_fields())
    return any(found.exists() for found in (*shown, *texts))


def picture_fields():
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, PictureField):
                yield model, field
