"""Above the filters, unlike the other models: a set is what they choose."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.models import Publishable, PublishableQuerySet
from missions.filters import MissionFilter
from missions.models.mission import Mission


class MissionSetQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class MissionSet(Publishable):
    """A named selection of missions: what the filters of their list choose, with an introduction."""

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    summary = models.CharField(_("summary"), max_length=300, help_text=_("One plain sentence."))
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Markdown."))
    selection = models.CharField(
        _("selection"),
        max_length=500,
        help_text=_(
            "What stands after the question mark in the address of the list of missions, filtered as "
            "you wish: partner=esa&partner=jaxa&match=all"
        ),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    translatable = ("name", "summary", "introduction")

    objects = MissionSetQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("set of missions")
        verbose_name_plural = _("sets of missions")
        ordering = ["position", "name"]
        constraints = [*Publishable.Meta.constraints]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("missions:set", args=[self.slug])

    def clean(self):
        super().clean()
        self.selection = self.selection.strip().lstrip("?")
        if problems := self.problems(self.chosen_by(None)):
            raise ValidationError({"selection": problems})

    def chosen_by(self, at=None):
        """The filter of missions that the selection is; `at` the moment that many are asked for."""
        return MissionFilter(QueryDict(self.selection), Mission.objects.published(), at=at)

    def problems(self, chosen):
        """What the filter does not understand of the selection, in words."""
        names = sorted(name for name in QueryDict(self.selection) if name not in chosen.form.fields)
        found = [gettext("The list has no filter “%(name)s”.") % {"name": name} for name in names]
        for name, messages in chosen.errors.items():
            found += [f"{chosen.form.fields[name].label}: {message}" for message in messages]
        if not found and not chosen.chips:
            found = [gettext("It chooses nothing: it would hold every mission.")]
        return found

    def missions(self, at=None):
        """The missions of the set, in its order; none while the filter does not understand it."""
        chosen = self.chosen_by(at)
        return chosen.qs.none() if self.problems(chosen) else chosen.qs

    def found(self, at):
        """The same missions as a set of the tally of that moment."""
        chosen = self.chosen_by(at)
        return 0 if self.problems(chosen) else chosen.found

    @property
    def address(self):
        """The same list, where the visitor can go on filtering."""
        return f"{reverse('missions:index')}?{self.selection}"
