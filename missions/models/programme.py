from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial.models import Publishable, PublishableQuerySet
from editorial.slugs import not_reserved


class ProgrammeQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_page(self):
        return self.with_citations()


class Programme(Publishable):
    """A series of missions under one name, with partners of its own."""

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    summary = models.CharField(_("summary"), max_length=400)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    website = models.URLField(_("website"), max_length=300, blank=True)

    translatable = ("name", "summary", "body")

    objects = ProgrammeQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]
        constraints = [*Publishable.Meta.constraints, not_reserved("programme")]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("programmes:programme", args=[self.slug])
