from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import ContentModel, Publishable, PublishableQuerySet
from editorial.slugs import not_reserved


class TreatyQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_page(self):
        return self.prefetch_related("articles").with_citations()

    def related_to(self, treaty):
        """Those that the treaty names as related, and those that name it."""
        return self.filter(Q(related_from=treaty) | Q(related=treaty)).distinct()

    def acted_upon_by(self, organisations):
        """Those upon which one of the organisations acted, beyond dispute."""
        return self.filter(actions__organisation__in=organisations, actions__disputed=False).distinct()


class Treaty(Publishable):
    """A treaty, a declaration or another instrument by which states cooperate in space."""

    class Kind(models.TextChoices):
        UN_TREATY = "un-treaty", _("United Nations treaty")
        AGREEMENT = "agreement", _("other multilateral agreement")
        PRINCIPLES = "principles", _("declaration or principles")
        COMMITMENT = "commitment", _("political commitment")
        PROGRAMME = "programme", _("programme agreement")

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    title = models.CharField(_("full title"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=12)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    adopted = dates.date_field(_("adopted"))
    adopted_precision = dates.precision_field()
    resolution = models.CharField(
        _("adopting resolution"), max_length=120, blank=True, help_text=_("For example A/RES/2222 (XXI).")
    )
    opened = dates.date_field(_("opened for signature"))
    opened_precision = dates.precision_field()
    opened_places = models.CharField(_("opened at"), max_length=120, blank=True)
    in_force = dates.date_field(_("entry into force"))
    in_force_precision = dates.precision_field()
    depositaries = models.TextField(_("depositaries"), blank=True, help_text=_("One on each line."))
    unts_reference = models.CharField(_("UN Treaty Series"), max_length=80, blank=True)
    official_url = models.URLField(_("official address"), max_length=300, blank=True)
    number_of_articles = models.PositiveSmallIntegerField(_("number of articles"), null=True, blank=True)
    summary = models.CharField(_("summary"), max_length=400)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    unsure = models.CharField(
        _("unsure facts"),
        max_length=200,
        blank=True,
        help_text=_("The fields that no source was found for, separated by commas; marked on the page."),
    )

    related = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="related_from",
        verbose_name=_("related instruments"),
        help_text=_("Named on the pages of both."),
    )

    translatable = ("title", "short_name", "summary", "body")
    children = ("articles", "actions", "printed_totals")

    objects = TreatyQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("treaty")
        verbose_name_plural = _("treaties")
        ordering = ["adopted", "short_name"]
        constraints = [
            *Publishable.Meta.constraints,
            not_reserved("treaty"),
            *dates.date_constraints("treaty", "adopted", _("adopted")),
            *dates.date_constraints("treaty", "opened", _("opened for signature")),
            *dates.date_constraints("treaty", "in_force", _("entry into force")),
            dates.not_before(
                "treaty", "in_force", "opened", _("It cannot enter into force before it was opened.")
            ),
            dates.not_before("treaty", "opened", "adopted", _("It cannot be opened before it was adopted.")),
        ]

    def __str__(self):
        return self.short_name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("treaties:treaty", args=[self.slug])

    @property
    def awaits_ratification(self):
        """Whether a signature leaves something open: a commitment is signed, and that is all."""
        return self.kind in {self.Kind.UN_TREATY, self.Kind.AGREEMENT}

    @property
    def unsure_fields(self):
        return {name.strip() for name in self.unsure.split(",")}


class ArticleManager(models.Manager):
    def get_by_natural_key(self, treaty, number):
        return self.get(treaty__slug=treaty, number=number)


class Article(ContentModel):
    """An article of a treaty, summarised in our own words."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="articles", verbose_name=_("treaty"))
    position = models.PositiveSmallIntegerField(_("position"))
    number = models.CharField(_("number"), max_length=10, help_text=_("As in the text: IV or 4."))
    heading = models.CharField(_("heading"), max_length=150)
    summary = models.TextField(_("summary"), help_text=_("What it provides, in our own words."))

    belongs_to = "treaty"
    told_apart_by = ("number",)
    translatable = ("heading", "summary")

    objects = ArticleManager()

    class Meta(ContentModel.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["treaty", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["treaty", "number"],
                name="article_number_once",
                violation_error_message=_("This treaty already has an article of this number."),
            )
        ]

    def __str__(self):
        return f"{self.treaty}, {self.number}"

    def natural_key(self):
        return (self.treaty.slug, self.number)

    natural_key.dependencies = ["treaties.treaty"]
