"""What can be taken: every table, each with what its columns mean."""

from django.utils.translation import gettext_lazy as _

from faq.models import Question, Term, Topic
from missions.filters import MissionFilter
from missions.models import Agreement, Instrument, Milestone, Mission, MissionSet, Participation, Programme
from opendata.columns import Many, key, of, page, sources
from opendata.filters import narrowing
from opendata.tables import Part, Table
from partners.filters import AgencyFilter, CountryFilter
from partners.models import Agency, Country, Membership
from research.filters import DataAccessFilter, InstrumentFilter
from research.models import Archive, Consortium, DataAccess
from treaties.models import Action, Article, Treaty

MISSION = (_("Mission"), "mission__slug", Mission.objects.published)
AGENCY = (_("Agency"), "agency__slug", Agency.objects.published)
COUNTRY = (_("Country"), "country__iso3", Country.objects.all)
TREATY = (_("Treaty"), "treaty__slug", Treaty.objects.published)
TEXTS = ("name__icontains", "summary__icontains")
OF_PUBLISHED = ("state", "published_at")


def of_public_missions(model):
    """The rows of a model that belong to missions which the public can see."""
    return lambda: model.objects.filter(mission__in=Mission.objects.published())


def names(name, about, model, row, value, public):
    """A list column: of each row, the names of the public records that a relation's model joins to it."""
    return Many(
        name,
        about,
        lambda keys: (
            model.objects.filter(**{f"{row}__in": keys, f"{value.split('__')[0]}__in": public()})
            .order_by(value)
            .values_list(f"{row}_id", value)
            .distinct()
        ),
    )


def through(field, value, public):
    """The list column of a many-to-many field of ours, by its records' own names."""
    name = field.field.m2m_reverse_field_name()
    row = field.field.m2m_field_name()
    about = field.field.help_text or field.field.verbose_name.capitalize() + "."
    return names(field.field.name, about, field.through, row, f"{name}__{value}", public)


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
)

MILESTONES = Table(
    "milestones",
    _("Milestones"),
    _("What happened in the lives of the missions."),
    Milestone,
    of_public_missions(Milestone),
    (key(), *of(Milestone, "mission__slug", "date", "event"), sources(Milestone)),
    narrowing("MilestoneFilter", words=("event__icontains",), mission=MISSION),
)

DATA_ACCESS = Table(
    "data-access",
    _("Data access"),
    _("When, where and under which terms the data of missions are open."),
    DataAccess,
    DataAccess.objects.public,
    (
        key(),
        *of(DataAccess, "mission__slug", "archive__slug", "period", "proprietary_months", "policy", "note"),
        sources(DataAccess),
    ),
    DataAccessFilter,
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

MEMBERSHIPS = Table(
    "memberships",
    _("Memberships"),
    _("Which country belongs to which organisation, from when to when."),
    Membership,
    Membership.objects.public,
    (
        key(),
        *of(Membership, "organisation__slug", "country__iso3", "kind", "since", "until"),
        sources(Membership),
    ),
    narrowing(
        "MembershipFilter",
        choices={"kind": (_("Kind"), Membership.Kind.choices)},
        organisation=(_("Organisation"), "organisation__slug", Agency.objects.published),
        country=COUNTRY,
    ),
)

AGENCIES = Table(
    "agencies",
    _("Agencies"),
    _("The bodies that fly together: agencies, ministries, institutes, companies and organisations."),
    Agency,
    lambda: Agency.objects.published().for_listing(),
    (
        key(),
        *of(Agency, "slug", "acronym", "name", "native_name", "kind", "country__iso3", "parent__slug"),
        *of(Agency, "successor__slug", "founded", "dissolved", "website", "ror_id", "summary", "verified_on"),
        page("/agencies/", "slug"),
        sources(Agency),
    ),
    AgencyFilter,
    key="slug",
    parts=(
        Part("memberships", MEMBERSHIPS, "organisation"),
        Part("participations", PARTICIPATIONS, "agency"),
    ),
)

ACTIONS = Table(
    "actions",
    _("Treaty actions"),
    _("Who signed, ratified, acceded to, declared or left which treaty, and when."),
    Action,
    Action.objects.public,
    (
        key(),
        *of(Action, "treaty__slug", "country__iso3", "organisation__slug", "kind", "date", "attested_on"),
        *of(Action, "depositary", "confidence", "disputed", "note"),
        sources(Action),
    ),
    narrowing(
        "ActionFilter",
        choices={
            "kind": (_("Kind"), Action.Kind.choices),
            "confidence": (_("Confidence"), Action.Confidence.choices),
        },
        treaty=TREATY,
        country=COUNTRY,
        organisation=(_("Organisation"), "organisation__slug", Agency.objects.published),
    ),
)

COUNTRIES = Table(
    "countries",
    _("Countries"),
    _("States, present and former."),
    Country,
    Country.objects.for_listing,
    (
        key(),
        *of(Country, "iso3", "iso2", "name", "formal_name", "region", "subregion", "un_member"),
        *of(Country, "copuos_member", "copuos_since", "until", "successor__iso3", "note"),
        page("/countries/", "iso3"),
        sources(Country),
    ),
    CountryFilter,
    key="iso3",
    parts=(Part("memberships", MEMBERSHIPS, "country"), Part("actions", ACTIONS, "country")),
)

ARTICLES = Table(
    "articles",
    _("Articles"),
    _("The articles of treaties, summarised in our own words."),
    Article,
    lambda: Article.objects.filter(treaty__in=Treaty.objects.published()),
    (key(), *of(Article, "treaty__slug", "position", "number", "heading", "summary")),
    narrowing("ArticleFilter", words=("heading__icontains", "summary__icontains"), treaty=TREATY),
)

TREATIES = Table(
    "treaties",
    _("Treaties"),
    _("Treaties, declarations and other instruments by which states cooperate in space."),
    Treaty,
    Treaty.objects.published,
    (
        key(),
        *of(Treaty, "slug", "title", "short_name", "abbreviation", "kind", "adopted", "resolution", "opened"),
        *of(Treaty, "opened_places", "in_force", "depositaries", "unts_reference", "official_url", "summary"),
        *of(Treaty, "unsure", "verified_on"),
        page("/treaties/", "slug"),
        sources(Treaty),
    ),
    narrowing(
        "TreatyFilter",
        words=("title__icontains", "short_name__icontains", "abbreviation__iexact", "summary__icontains"),
        choices={"kind": (_("Kind"), Treaty.Kind.choices)},
    ),
    key="slug",
    parts=(Part("articles", ARTICLES, "treaty"), Part("actions", ACTIONS, "treaty")),
)

CONSORTIA = Table(
    "consortia",
    _("Consortia"),
    _("Institutes of several countries that build instruments or process data together."),
    Consortium,
    Consortium.objects.published,
    (
        key(),
        *of(Consortium, "slug", "name", "summary", "members", "guaranteed_time", "founded", "website"),
        through(Consortium.countries, "iso3", Country.objects.all),
        through(Consortium.agencies, "slug", Agency.objects.published),
        through(Consortium.missions, "slug", Mission.objects.published),
        *of(Consortium, "verified_on"),
        page("/research/consortia/", "slug"),
        sources(Consortium),
    ),
    narrowing("ConsortiumFilter", words=TEXTS),
    key="slug",
)

ARCHIVES = Table(
    "archives",
    _("Archives"),
    _("Where mission data are kept and given out."),
    Archive,
    Archive.objects.published,
    (
        key(),
        *of(
            Archive,
            "slug",
            "acronym",
            "name",
            "operator__slug",
            "summary",
            "access",
            "website",
            "verified_on",
        ),
        page("/research/data/", "slug"),
        sources(Archive),
    ),
    narrowing(
        "ArchiveFilter",
        words=("acronym__icontains", *TEXTS),
        choices={"access": (_("Access"), Archive.Access.choices)},
    ),
    key="slug",
    parts=(Part("data_access", DATA_ACCESS, "archive"),),
)

TERMS = Table(
    "terms",
    _("Glossary"),
    _("The words of the field, as they are used here."),
    Term,
    Term.objects.published,
    (
        key(),
        *of(Term, "slug", "name", "other_words", "kind", "definition"),
        through(Term.see_also, "slug", Term.objects.published),
        *of(Term, "verified_on"),
    ),
    narrowing("TermFilter", words=("name__icontains", "definition__icontains")),
    key="slug",
)

TOPICS = Table(
    "topics",
    _("Topics"),
    _("The groups of questions."),
    Topic,
    Topic.objects.published,
    (key(), *of(Topic, "slug", "name", "summary", "position")),
    narrowing("TopicFilter", words=TEXTS),
    key="slug",
)

QUESTIONS = Table(
    "questions",
    _("Questions"),
    _("Questions that people ask, with their answers (Markdown)."),
    Question,
    lambda: Question.objects.published().filter(topic__in=Topic.objects.published()),
    (
        key(),
        *of(Question, "slug", "topic__slug", "question", "answer"),
        through(Question.missions, "slug", Mission.objects.published),
        through(Question.programmes, "slug", Programme.objects.published),
        through(Question.treaties, "slug", Treaty.objects.published),
        through(Question.agencies, "slug", Agency.objects.published),
        *of(Question, "verified_on"),
        page("/faq/", "slug"),
        sources(Question),
    ),
    narrowing(
        "QuestionFilter",
        words=("question__icontains", "answer__icontains"),
        topic=(_("Topic"), "topic__slug", Topic.objects.published),
    ),
    key="slug",
)

TABLES = {
    table.name: table
    for table in (
        MISSIONS,
        SETS,
        PARTICIPATIONS,
        INSTRUMENTS,
        AGREEMENTS,
        MILESTONES,
        PROGRAMMES,
        AGENCIES,
        MEMBERSHIPS,
        COUNTRIES,
        TREATIES,
        ARTICLES,
        ACTIONS,
        CONSORTIA,
        ARCHIVES,
        DATA_ACCESS,
        TERMS,
        TOPICS,
        QUESTIONS,
    )
}
