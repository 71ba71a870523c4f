"""Narrowing who works with whom, and who joined late or left early, by the parameters of an address."""

from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from editorial.listing import Date, ListFilter, OneOf, Year, YearsForm
from missions import turnover
from missions.figures import led_choices
from missions.filters import PREDECESSORS
from missions.models import Mission, Participation
from missions.tally.present import present
from partners.lineage import Lineage


class PartnershipFilter(ListFilter):
    """Of all participations those that count: the same words as in the missions' address."""

    category = OneOf(label=_("Category"), choices=Mission.Category.choices)
    role = OneOf(label=_("Each in the role of"), choices=Participation.Role.choices)
    year_min = Year(label=_("Launched from"))
    year_max = Year(label=_("Launched to"))
    as_of = Date(_("Partners as of"))
    predecessors = OneOf(
        label=_("Predecessors of an agency"), choices=PREDECESSORS[1:], empty=PREDECESSORS[0][1]
    )

    class Meta:
        form = YearsForm

    def filter_queryset(self, queryset):
        chosen = self.chosen
        queryset = queryset.on(chosen.get("as_of"))
        if "role" in chosen:
            queryset = queryset.filter(role=chosen["role"])
        if chosen.keys() & {"category", "year_min", "year_max"}:
            queryset = queryset.filter(mission__in=self.missions())
        return queryset

    def missions(self):
        chosen = self.chosen
        missions = Mission.objects.published()
        if "category" in chosen:
            missions = missions.filter(category=chosen["category"])
        return missions.launched_between(chosen.get("year_min"), chosen.get("year_max"))

    @property
    def parts(self):
        """The same as sets: {key of an agency in hexadecimal digits: set of its missions that count}."""
        chosen, at = self.chosen, present()
        missions = at.tally.launched_between(chosen.get("year_min"), chosen.get("year_max"))
        if "category" in chosen:
            missions &= at.tally.sets[("category", chosen["category"])]
        parts = at.parts_on(chosen.get("as_of")).by_role.get(chosen.get("role", ""), {})
        return {agency: found & missions for agency, found in parts.items()}

    @property
    def folded(self):
        return self.chosen.get("predecessors") != "no"

    def kept(self, **others):
        """The query string of all that is understood, with other values where they are named."""
        return urlencode({**self.chosen, **others})


class ChangeFilter(ListFilter):
    """Of all participations those that began late or ended early, as one list of changes, newest first."""

    change = OneOf(label=_("Change"), choices=[("joined", _("joined late")), ("left", _("left early"))])
    partner = OneOf(label=_("Agency"))
    year_min = Year(label=_("From"))
    year_max = Year(label=_("To"))

    class Meta:
        form = YearsForm

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.lineage = lineage = Lineage()
        known = [(slug, lineage.acronyms[key]) for slug, key in lineage.by_slug.items()]
        field = self.form.fields["partner"]
        field.choices = [*field.choices, *sorted(known, key=lambda choice: choice[1].casefold())]

    @cached_property
    def found(self):
        """[turnover.Change] that the filters leave, newest first."""
        return [change for change in turnover.changes() if self.leaves(change)]

    @cached_property
    def agencies(self):
        """The keys of the agency that is chosen and of those before it; None for any."""
        return self.lineage.ids(self.chosen["partner"]) if "partner" in self.chosen else None

    def leaves(self, change):
        if self.chosen.get("change", change.kind) != change.kind:
            return False
        if self.agencies is not None and change.agency not in self.agencies:
            return False
        if not self.chosen.keys() & {"year_min", "year_max"}:
            return True
        first, last = (self.chosen.get(name, other) for name, other in (("year_min", 0), ("year_max", 9999)))
        return change.day is not None and first <= change.day.year <= last

    @property
    def size(self):
        return len(self.found)


class PairFilter(PartnershipFilter):
    """What two agencies did together; `led_by` tells the rows apart by who of the two led."""

    led_by = OneOf(label=_("Led by"))
    operating = OneOf(label=_("Missions"), choices=[("yes", _("now operating"))], empty=_("all"))

    def __init__(self, data, queryset, first, second):
        super().__init__(data, queryset)
        self.led = {value: led for led, value, _words in led_choices(first, second)}
        field = self.form.fields["led_by"]
        words = [(value, words) for _led, value, words in led_choices(first, second)]
        field.choices = [*field.choices, *words]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if "operating" in self.chosen:
            queryset = queryset.filter(mission__in=Mission.objects.operating())
        return queryset

    def rows(self, rows):
        """Of the rows of `figures.pair_rows` those that the filter `led_by` leaves."""
        led = self.led.get(self.chosen.get("led_by"))
        return [row for row in rows if led in (None, row["led"])]

    @property
    def beyond_the_list(self):
        """Whether a filter is on that the list of missions does not know."""
        return bool(self.chosen.keys() & {"led_by", "operating"})
