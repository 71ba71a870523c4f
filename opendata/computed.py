"""The lists whose rows are worked out: standings towards treaties, and pairs of agencies."""

from django.utils.translation import gettext_lazy as _

from missions.models import Participation
from missions.partnership_filters import PartnershipFilter
from missions.together import Together
from opendata.columns import Column
from opendata.tables import Computed
from partners.lineage import Lineage
from partners.models import Country
from treaties import figures, tables
from treaties.filters import StatusFilter
from treaties.models import Action, Status


def pairs(asked):
    """[agency, agency, number of missions together], most first."""
    shared = Together(asked.parts, Lineage(), asked.folded)
    return ([a.slug, b.slug, number] for a, b, number in shared.pairs())


STANDINGS = Computed(
    "treaty-status",
    _("Countries and treaties"),
    _("Where each country and organisation stands towards each treaty, on a day."),
    Country.objects.all,
    (
        Column("country", _("Alpha-3 code of the country, or short name of the organisation."), None),
        Column("name", _("Its name."), None),
        Column("treaty", _("The treaty."), None),
        Column("status", _("Where it stands."), None, choices=tuple(Status.values)),
        Column("date", _("Since when, as far as it is known."), None, "partial date"),
        Column(
            "date_attested", _("Without a date: the day of the list that shows it."), None, "partial date"
        ),
        Column("confidence", _("That of the weakest act."), None, choices=tuple(Action.Confidence.values)),
        Column("source", _("Addresses of the sources of its acts."), None),
    ),
    StatusFilter,
    lambda asked: tables.lines(figures.matrix_of(asked)),
)

PAIRS = Computed(
    "pairs",
    _("Who flies with whom"),
    _("How many missions each two agencies share; successors count for those before them."),
    Participation.objects.public,
    (
        Column("agency", _("The one agency."), None),
        Column("other", _("The other agency."), None),
        Column("missions", _("The number of missions that they share."), None, "integer"),
    ),
    PartnershipFilter,
    pairs,
)
