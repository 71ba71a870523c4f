"""What can be taken about treaties."""

from django.utils.translation import gettext_lazy as _

from opendata.columns import key, of, page, sources
from opendata.filters import COUNTRY, ORGANISATION, TREATY, narrowing
from opendata.tables import Part, Table
from treaties.models import Action, Article, Treaty

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
        organisation=ORGANISATION,
    ),
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
