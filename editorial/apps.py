from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = _("editorial")

    def ready(self):
        from editorial import generation  # no model can be imported before this point

        pre_migrate.connect(generation.before_migrate, dispatch_uid="generation-notes-nothing")
        post_migrate.connect(generation.after_migrate, dispatch_uid="generation-triggers")
        autodiscover_modules("resources")
