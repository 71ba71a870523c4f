"""What the site holds, counted over all subjects."""

from faq.models import Question, Term
from missions import totals
from missions.models import Mission, MissionSet, Programme
from missions.tally.listed import Listed
from missions.tally.present import present
from opendata import changes
from partners.models import Agency, Country
from research.models import Archive, Consortium, DataAccess
from treaties.models import Action, Treaty


def counts():
    """How many there are of what, counted once for each generation."""
    kept = present().kept
    if "overview" not in kept:
        kept["overview"] = counted()
    return kept["overview"]


def counted():
    participations, unsourced = totals.participations()
    return {
        "missions": present().tally.all.bit_count(),
        "participations": participations,
        "unsourced_participations": unsourced,
        "agencies": Agency.objects.published().count(),
        "countries": Country.objects.filter(until=None).count(),
        "treaties": Treaty.objects.published().count(),
        "acts": Action.objects.public().count(),
        "consortia": Consortium.objects.published().count(),
        "archives": Archive.objects.published().count(),
        "data_access": DataAccess.objects.public().count(),
    }


def latest_launches(number):
    """The cards of the missions that were launched last."""
    at = present()
    flown = at.tally.launched_between(0, 9999) & ~at.tally.having("status", Mission.NOT_FLOWN)
    return at.cards.of(Listed(at.tally, flown, "-launched")[0:number])


def latest_acts(number):
    """The latest dated acts upon treaties."""
    acts = Action.objects.public().filter(date__isnull=False, disputed=False)
    return acts.select_related("treaty", "country", "organisation").order_by("-date", "country__name")[
        :number
    ]


def latest_changes(number):
    """The latest changes in words; before the first, the records that changed last, without any."""
    some_may_not_be_said = changes.publications()[: 3 * number]
    return changes.in_words(some_may_not_be_said)[:number] or latest_edits(number)


def latest_edits(number):
    """The published records that changed last, of every kind, latest first; none before the first edit."""
    kinds = (Mission, Programme, MissionSet, Agency, Treaty, Consortium, Archive, Question, Term)
    latest = [
        record for kind in kinds for record in kind.objects.published().order_by("-changed_at", "pk")[:number]
    ]
    if len({record.changed_at for record in latest}) < 2:
        return []
    latest.sort(key=lambda record: record.changed_at, reverse=True)
    return [changes.Change(record.changed_at, record, []) for record in latest[:number]]
