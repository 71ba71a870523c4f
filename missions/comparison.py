"""Missions side by side: what can be told in a word, and who did what in which role."""

from django.utils.translation import gettext as _

from editorial import dates
from editorial.comparison import asked
from missions.models import Mission, Participation

MOST_CHOICES = 400


def is_asked(data):
    """Whether the address names any mission to compare."""
    return any(text.strip(" ,") for text in data.getlist("compare"))


def compared(data):
    """The Comparison that the address asks for, each mission with all that its page shows."""
    found = asked(data, Mission.objects.published().for_page(), "slug", str.lower, "missions:mission")
    for mission in found.records:
        mission.read_citations()
        mission.access = mission.data_access.public().for_listing()
    return found


def choices(missions):
    """[(slug, name)] to choose from: all missions, or those like these where that is too many."""
    published = Mission.objects.published()
    found = list(published.order_by("name").values_list("slug", "name")[: MOST_CHOICES + 1])
    if len(found) <= MOST_CHOICES:
        return found
    alike = {choice for mission in missions for choice in published.alike(mission)}
    return sorted(
        {(mission.slug, mission.name) for mission in missions} | alike, key=lambda choice: choice[1]
    )


def facts(missions):
    """[(label, [text for each mission])] of what one of them has."""
    rows = [
        (_("Category"), [mission.get_category_display() for mission in missions]),
        (_("Destination"), [mission.get_destination_display() for mission in missions]),
        (_("Status"), [mission.get_status_display() for mission in missions]),
        (_("Launch"), [launch(mission) for mission in missions]),
        (_("End"), [end(mission) for mission in missions]),
        (_("Launch vehicle"), [mission.launch_vehicle for mission in missions]),
        (_("Launch site"), [mission.launch_site for mission in missions]),
        (_("COSPAR ID"), [mission.cospar_id for mission in missions]),
        (_("NORAD ID"), [str(mission.norad_id or "") for mission in missions]),
    ]
    return [(label, cells) for label, cells in rows if any(cells)]


def launch(mission):
    day = dates.written(mission.launched, mission.launched_precision)
    return day if mission.has_flown or not mission.launched else _("planned for %(day)s") % {"day": day}


def end(mission):
    """The end in words; nothing where it does not apply."""
    if mission.ended_precision == dates.Precision.NONE:
        return ""
    return dates.written(mission.ended, mission.ended_precision)


def by_role(missions):
    """[(role in words, [participations in it for each mission])] of the roles that somebody has."""
    rows = [
        (role.label, [[part for part in mission.partners if part.role == role] for mission in missions])
        for role in Participation.Role
    ]
    return [(label, cells) for label, cells in rows if any(cells)]
