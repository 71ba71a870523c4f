"""What is new, for feed readers: Atom, with identifiers that stay."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from editorial import dates
from missions.models import Mission
from opendata import changes
from treaties.models import Action

MOST = 50


class AtomFeed(Feed):
    """What our feeds have in common; an entry is named by the UUID of what it tells of."""

    feed_type = Atom1Feed
    author_name = _("International Space Cooperation")

    def item_guid(self, item):
        return f"urn:uuid:{item.pk}"

    def item_author_name(self):
        return self.author_name


class Changes(AtomFeed):
    title = _("What changed: International Space Cooperation")
    subtitle = _("What was put right, added or brought up to date, the latest first.")
    link = reverse_lazy("changes")

    def items(self):
        return changes.in_words(changes.publications().order_by("-pk")[:MOST])

    def item_title(self, change):
        return f"{change.record}: {change.sentences[0]}"

    def item_description(self, change):
        return "\n".join(change.sentences)

    def item_link(self, change):
        return change.record.get_absolute_url()

    def item_guid(self, change):
        return f"urn:uuid:{change.record.pk}#{change.revision}"

    def item_pubdate(self, change):
        return change.at

    item_updateddate = item_pubdate


class NewMissions(AtomFeed):
    title = _("New missions: International Space Cooperation")
    subtitle = _("Missions that have been added, the latest first.")
    link = reverse_lazy("missions:index")

    def items(self):
        return Mission.objects.published().order_by("-published_at", "name").defer("body")[:MOST]

    def item_title(self, mission):
        return mission.name

    def item_description(self, mission):
        return mission.summary

    def item_pubdate(self, mission):
        return mission.published_at

    def item_updateddate(self, mission):
        return mission.changed_at


class TreatyActions(AtomFeed):
    title = _("Treaty actions: International Space Cooperation")
    subtitle = _("Who signed, ratified, joined or left which treaty, the latest act first.")
    link = reverse_lazy("treaties:index")

    def items(self):
        acts = Action.objects.public().filter(date__isnull=False, disputed=False)
        return acts.select_related("treaty", "country", "organisation").order_by("-date", "pk")[:MOST]

    def item_title(self, act):
        return f"{act.party}: {act.get_kind_display()}, {act.treaty.short_name}"

    def item_description(self, act):
        said = dates.dated(capfirst(act.get_kind_display()), act.date, act.date_precision)
        return f"{act.party}. {said}. {act.note}".strip()

    def item_link(self, act):
        anchor = act.country.iso3 if act.country else act.organisation.slug
        return f"{reverse('treaties:treaty', args=[act.treaty.slug])}#party-{anchor}"

    def item_pubdate(self, act):
        return datetime.combine(act.date, time(), tzinfo=timezone.get_default_timezone())

    item_updateddate = item_pubdate
