from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("search")

    def ready(self):
        from editorial import followers, generation  # no model can be imported before this point
        from search import index, marks
        from search.models import Document

        generation.watch(Document)
        followers.register(index.follow)
        pre_migrate.connect(marks.before_migrate, dispatch_uid="search-marks-off")
        post_migrate.connect(marks.after_migrate, dispatch_uid="search-marks-on")
