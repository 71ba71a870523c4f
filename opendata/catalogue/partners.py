"""What can be taken about agencies and countries."""

from django.utils.translation import gettext_lazy as _

from missions import totals
from opendata.catalogue.missions import PARTICIPATIONS
from opendata.catalogue.treaties import ACTIONS
from opendata.columns import key, of, page, sources
from opendata.filters import COUNTRY, ORGANISATION, narrowing
from opendata.tables import Part, Table
from partners.filters import AgencyFilter, CountryFilter
from partners.models import Agency, Country, Membership

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
        organisation=ORGANISATION,
        country=COUNTRY,
    ),
)

AGENCIES = Table(
    "agencies",
    _("Agencies"),
    _("The bodies that fly together: agencies, ministries, institutes, companies and organisations."),
    Agency,
    totals.agencies,
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

COUNTRIES = Table(
    "countries",
    _("Countries"),
    _("States, present and former."),
    Country,
    lambda: Country.objects.order_by("name"),
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
