from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = _("editorial")

    def ready(self):
        from editorial import generation  # no model can be imported before this point

        post_migrate.connect(generation.after_migrate, dispatch_uid="generation-triggers")
        autodiscover_modules("resources")
