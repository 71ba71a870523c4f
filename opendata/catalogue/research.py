"""What can be taken about research."""

from django.utils.translation import gettext_lazy as _

from missions.models import Mission
from opendata.columns import key, of, page, sources, through
from opendata.filters import TEXTS, narrowing
from opendata.tables import Part, Table
from partners.models import Agency, Country
from research.filters import DataAccessFilter
from research.models import Archive, Consortium, DataAccess

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
