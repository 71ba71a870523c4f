"""What can be taken about missions."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from missions.filters import MissionFilter
from missions.models import Agreement, Instrument, Milestone, Mission, MissionSet, Participation, Programme
from opendata.catalogue.research import DATA_ACCESS
from opendata.columns import key, names, of, page, sources, through
from opendata.filters import AGENCY, MISSION, TEXTS, narrowing
from opendata.tables import Part, Table
from partners.models import Agency, Country
from research.filters import InstrumentFilter


def of_public_missions(model):
    """The rows of a model that belong to missions which the public can see."""
    return lambda: model.objects.filter(Exists(Mission.objects.published().filter(pk=OuterRef("mission"))))


PARTICIPATIONS = Table(
    "participations",
    _("Participations"),
    _("Which agency takes or took part in which mission, in which role, with what, from when to when."),
    Participation,
    Participation.objects.public,
    (
        key(),
        *of(Participation, "mission__slug", "agency__slug", "role", "contribution", "joined", "left"),
        *of(Participation, "reason_left"),
        sources(Participation),
    ),
    narrowing(
        "ParticipationFilter",
        choices={"role": (_("Role"), Participation.Role.choices)},
        mission=MISSION,
        agency=AGENCY,
    ),
    by_key=True,
)

INSTRUMENTS = Table(
    "instruments",
    _("Instruments"),
    _("The instruments and payloads of the missions, and who built them."),
    Instrument,
    Instrument.objects.public,
    (
        key(),
        *of(Instrument, "mission__slug", "acronym", "name", "kind", "builder"),
        through(Instrument.countries, "iso3", Country.objects.all),
        sources(Instrument),
    ),
    InstrumentFilter,
)

AGREEMENTS = Table(
    "agreements",
    _("Agreements"),
    _("The agreements under which missions fly."),
    Agreement,
    of_public_missions(Agreement),
    (key(), *of(Agreement, "mission__slug", "title", "kind", "signed", "treaty__slug"), sources(Agreement)),
    narrowing("AgreementFilter", words=("title__icontains",), mission=MISSION),
    by_key=True,
)

MILESTONES = Table(
    "milestones",
    _("Milestones"),
    _("What happened in the lives of the missions."),
    Milestone,
    of_public_missions(Milestone),
    (key(), *of(Milestone, "mission__slug", "date", "event"), sources(Milestone)),
    narrowing("MilestoneFilter", words=("event__icontains",), mission=MISSION),
    by_key=True,
)

MISSIONS = Table(
    "missions",
    _("Missions"),
    _("Missions flown by several nations or organisations together."),
    Mission,
    Mission.objects.published,
    (
        key(),
        *of(Mission, "slug", "name", "alternative_names", "summary", "programme__slug", "category"),
        *of(Mission, "destination", "status", "launched", "ended", "cospar_id", "norad_id"),
        *of(Mission, "launch_vehicle", "launch_site", "website"),
        names(
            "partners",
            _("The agencies that take or took part."),
            Participation,
            "mission",
            "agency__slug",
            Agency.objects.published,
        ),
        *of(Mission, "verified_on"),
        page("/missions/", "slug"),
        sources(Mission),
    ),
    MissionFilter,
    key="slug",
    parts=(
        Part("participations", PARTICIPATIONS, "mission"),
        Part("instruments", INSTRUMENTS, "mission"),
        Part("agreements", AGREEMENTS, "mission"),
        Part("milestones", MILESTONES, "mission"),
        Part("data_access", DATA_ACCESS, "mission"),
    ),
)

SETS = Table(
    "sets",
    _("Sets of missions"),
    _("Named selections of missions: what the filters of their list choose."),
    MissionSet,
    MissionSet.objects.published,
    (
        key(),
        *of(MissionSet, "slug", "name", "summary", "introduction", "selection", "verified_on"),
        page("/missions/sets/", "slug"),
    ),
    narrowing("SetFilter", words=TEXTS),
    key="slug",
)

PROGRAMMES = Table(
    "programmes",
    _("Programmes"),
    _("Series of missions under one name."),
    Programme,
    Programme.objects.published,
    (
        key(),
        *of(Programme, "slug", "name", "summary", "website", "verified_on"),
        page("/programmes/", "slug"),
        sources(Programme),
    ),
    narrowing("ProgrammeFilter", words=TEXTS),
    key="slug",
)
