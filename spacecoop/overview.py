"""What the site holds, counted over all subjects."""

from faq.models import Question
from missions.models import Mission, Participation, Programme
from partners.models import Agency, Country
from research.models import Archive, Consortium, DataAccess
from treaties.models import Action, Treaty


def counts():
    participations = Participation.objects.public()
    return {
        "missions": Mission.objects.published().count(),
        "participations": participations.count(),
        "unsourced_participations": participations.unsourced().count(),
        "agencies": Agency.objects.published().count(),
        "countries": Country.objects.filter(until=None).count(),
        "treaties": Treaty.objects.published().count(),
        "acts": Action.objects.public().count(),
        "consortia": Consortium.objects.published().count(),
        "archives": Archive.objects.published().count(),
        "data_access": DataAccess.objects.public().count(),
    }


def latest_acts(number):
    """The latest dated acts upon treaties."""
    acts = Action.objects.public().filter(date__isnull=False, disputed=False)
    return acts.select_related("treaty", "country", "organisation").order_by("-date", "country__name")[
        :number
    ]


def latest_changes(number):
    """The published records that changed last, of every kind, latest first; none before the first edit."""
    kinds = (Mission, Programme, Agency, Treaty, Consortium, Archive, Question)
    latest = [
        record for kind in kinds for record in kind.objects.published().order_by("-changed_at", "pk")[:number]
    ]
    if len({record.changed_at for record in latest}) < 2:
        return []
    return sorted(latest, key=lambda record: record.changed_at, reverse=True)[:number]
