"""Which records are found, and as what: one line for each kind that has a page.

What a document holds is named by paths from its record. The same paths say which rows are read
with it, and which changes of other tables mark it (`search/marks.py`).
"""

import html
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.db.models import Prefetch
from django.utils.html import strip_tags
from django.utils.text import capfirst

from editorial import markdown
from editorial.models import Publishable
from editorial.publishing import references
from faq.models import Question, Term
from missions.models import Mission, MissionSet, Programme
from partners.models import Agency, Country
from research.models import Archive, Consortium
from treaties.models import Treaty

PUBLIC = Publishable.State.PUBLISHED


@dataclass(frozen=True)
class Kind:
    """A kind of record: its title, how else it is called, its identifiers, and what it says."""

    model: type
    title: str
    acronym: str = ""
    names: tuple = ()  # several in one field stand between semicolons
    identifiers: tuple = ()
    text: tuple = ()
    weight: int = 0  # which comes first among equals

    @property
    def name(self):
        return self.model._meta.model_name

    @property
    def label(self):
        return capfirst(self.model._meta.verbose_name)

    @property
    def plural(self):
        return capfirst(self.model._meta.verbose_name_plural)

    def public(self):
        """Those of its records that a visitor may see, by the records themselves."""
        if issubclass(self.model, Publishable):
            return self.model.objects.published().order_by()
        return self.model._base_manager.all()

    @cached_property
    def relations(self):
        """The paths to the other records whose words stand in the document, each after what leads to it."""
        return list(steps(self.tree))

    @cached_property
    def tree(self):
        """The relations of the record to these, {name: those of its own}."""
        found = {}
        for path in (*self.names, *self.text):
            place = found
            for name in path.split("__")[:-1]:
                place = place.setdefault(name, {})
        return found

    def read(self, keys):
        """The public records of these keys, with all that their documents hold."""
        return loaded(self.public().filter(pk__in=keys), self.tree)


def steps(tree, before=""):
    """The paths of the tree, each after what leads to it."""
    for name, below in tree.items():
        yield f"{before}{name}"
        yield from steps(below, f"{before}{name}__")


def loaded(queryset, tree):
    """With the records of the tree: single ones in the same question, one more for each list."""
    for name, below in tree.items():
        field = queryset.model._meta.get_field(name)
        if field.many_to_one and not below:
            queryset = queryset.select_related(name)
        else:
            others = loaded(field.related_model._default_manager.all(), below)
            queryset = queryset.prefetch_related(Prefetch(name, others))
    return queryset


@dataclass
class Content:
    """What is known of a record: plain texts, each with the words of a field."""

    title: str
    acronym: str
    names: list = field(default_factory=list)
    identifiers: list = field(default_factory=list)
    text: list = field(default_factory=list)


KINDS = [
    Kind(
        Mission,
        title="name",
        names=("alternative_names",),
        identifiers=("cospar_id", "norad_id"),
        text=(
            *("summary", "body", "programme__name", "launch_vehicle", "launch_site"),
            *("participations__agency__acronym", "participations__agency__name"),
            *("participations__contribution", "instruments__acronym", "instruments__name"),
            *("agreements__title", "agreements__treaty__short_name", "milestones__event"),
        ),
        weight=4,
    ),
    Kind(Agency, title="name", acronym="acronym", names=("native_name",), text=("summary", "body"), weight=6),
    Kind(
        Country,
        title="name",
        names=("formal_name", "other_names__name"),
        identifiers=("iso3", "iso2"),
        text=("note",),
        weight=6,
    ),
    Kind(
        Treaty,
        title="short_name",
        acronym="abbreviation",
        names=("title",),
        identifiers=("unts_reference", "resolution"),
        text=("summary", "body", "depositaries", "articles__heading", "articles__summary"),
        weight=5,
    ),
    Kind(Programme, title="name", text=("summary", "body"), weight=5),
    Kind(MissionSet, title="name", text=("summary", "introduction"), weight=4),
    Kind(Term, title="name", names=("other_words",), text=("definition",), weight=3),
    Kind(Question, title="question", text=("answer",), weight=3),
    Kind(
        Consortium,
        title="name",
        text=("summary", "body", "members", "guaranteed_time", "missions__name", "agencies__acronym"),
        weight=2,
    ),
    Kind(
        Archive,
        title="name",
        acronym="acronym",
        text=("summary", "body", "operator__acronym", "operator__name", "data_access__mission__name"),
        weight=2,
    ),
]
BY_NAME = {kind.name: kind for kind in KINDS}


def content(kind, record):
    """The Content of a record that `kind.read` gave."""
    return Content(
        title=getattr(record, kind.title),
        acronym=getattr(record, kind.acronym) if kind.acronym else "",
        names=[name for text in said(record, kind.names) for name in divided(text)],
        identifiers=said(record, kind.identifiers),
        text=said(record, kind.text),
    )


def divided(text):
    return [part.strip() for part in text.split(";") if part.strip()]


def said(record, paths):
    """What stands at the paths, as plain texts without repetition."""
    return list(dict.fromkeys(text for path in paths for text in texts(record, path.split("__")) if text))


def texts(record, steps):
    *relations, name = steps
    for row in reached(record, relations):
        value, described = getattr(row, name), row._meta.get_field(name)
        yield plain(value) if isinstance(described, models.TextField) else str("" if value is None else value)


def reached(record, relations):
    """The rows at the end of the relations that a visitor may see: they name nothing hidden."""
    if not relations:
        return [record]
    target = getattr(record, relations[0])
    rows = target.all() if isinstance(target, models.Manager) else [target]
    return [end for row in rows if row and is_public(row) for end in reached(row, relations[1:])]


def is_public(row):
    if isinstance(row, Publishable):
        return row.is_published
    return all(target.is_published for target in references(row))


def plain(markup):
    """A text of Markdown without its marks."""
    return " ".join(html.unescape(strip_tags(markdown.render(markup))).split())
