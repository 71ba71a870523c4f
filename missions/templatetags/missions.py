"""What pages of higher floors show of the missions that they name."""

from django import template

from missions import links
from missions.models import Mission

register = template.Library()


@register.inclusion_tag("components/links_here.html")
def links_of_missions(named, without=""):
    """What links to these missions, or to those of these rows, but for one kind of page."""
    keys = {getattr(item, "mission_id", item.pk) for item in named}
    missions = Mission.objects.published().filter(pk__in=keys)
    return {"links": links.of_missions(missions, without=[without])}
