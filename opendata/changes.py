"""What has changed on the site, in words: all of it, and the history of one page.

The sentences are those that were kept at each publication. One that names a record which is not
public now is left out, and so is a publication without a sentence left: before the list is cut
into pages.
"""

from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.listing import ListFilter, Listing, OneOf
from editorial.models import Revision
from faq.models import Question, Term, Topic
from missions.models import Instrument, Mission, MissionSet, Programme
from partners.models import Agency, Country
from research.models import Archive, Consortium
from treaties.models import Treaty

PER_PAGE = 50
FEW = 500  # keys that are looked for one by one
KINDS = (Mission, Programme, MissionSet, Agency, Treaty, Consortium, Archive, Question, Topic, Term)
PAGES = {  # the kind of record whose page each address is
    "missions:mission": Mission,
    "programmes:programme": Programme,
    "missions:set": MissionSet,
    "agencies:agency": Agency,
    "countries:country": Country,
    "treaties:treaty": Treaty,
    "research:consortium": Consortium,
    "research:archive": Archive,
    "faq:question": Question,
}


@dataclass(frozen=True)
class Change:
    """One publication: the record as it is called now, and what was said of it."""

    at: object
    record: object
    sentences: list
    revision: int | None = None

    @property
    def kind(self):
        return capfirst(self.record._meta.verbose_name)

    @property
    def others(self):
        """How many sentences there are beside the first."""
        return max(0, len(self.sentences) - 1)

    @property
    def history(self):
        """The address of the whole history of the record's page."""
        page = self.record.get_absolute_url().partition("#")[0]
        return reverse("history", args=[page.removeprefix(reverse("home"))])


class ChangeFilter(ListFilter):
    kind = OneOf(
        label=gettext_lazy("Kind"),
        choices=[(kind._meta.model_name, capfirst(kind._meta.verbose_name)) for kind in KINDS],
    )

    def filter_queryset(self, queryset):
        chosen = [kind for kind in KINDS if kind._meta.model_name == self.chosen.get("kind")]
        return queryset.filter(of_kinds(chosen)) if chosen else queryset


def of_kinds(kinds):
    """The condition that a revision is of a record of these kinds that is public now."""
    return reduce(
        or_,
        (
            Q(
                content_type=ContentType.objects.get_for_model(kind),
                object_id__in=kind.objects.published().order_by().values("pk"),
            )
            for kind in kinds
        ),
    )


def publications(kinds=KINDS):
    """The publications of records that are public now, latest first. Never who, and never why."""
    found = Revision.objects.filter(of_kinds(kinds), step=Revision.Step.PUBLISHED).exclude(said=[])
    return found.only("content_type", "object_id", "at", "said").prefetch_related("record")


def speaking(found, naming=None):
    """Those of the publications of which a sentence is left, so that every page is full."""
    said = dict(found.order_by().values_list("pk", "said"))
    allowed = visible(named_in(said.values()))
    silent = [key for key, sentences in said.items() if not any(tellable(sentences, allowed, naming))]
    return found.exclude(pk__in=silent) if silent else found


def named_in(said):
    return {key for sentences in said for sentence in sentences for key in sentence["names"]}


def tellable(sentences, allowed, naming):
    """The sentences that name nothing hidden; `naming`: of those only what names this key."""
    for sentence in sentences:
        if allowed.issuperset(sentence["names"]) and (naming is None or naming in sentence["names"]):
            yield sentence["text"]


def in_words(revisions, naming=None):
    """[Change] of the revisions, without what may not be said; `naming`: only what names this key."""
    revisions = list(revisions)
    allowed = visible(named_in(revision.said for revision in revisions))
    told = [(r, list(tellable(r.said, allowed, naming))) for r in revisions]
    return [Change(r.at, r.record, sentences, r.pk) for r, sentences in told if sentences]


def visible(keys):
    """Those of the keys that belong to something a reader can see now; if they are many, with others."""
    public = [kind.objects.published() for kind in KINDS]
    public += [Country.objects.all(), Instrument.objects.filter(mission__in=Mission.objects.published())]
    if len(keys) <= FEW:
        public = [found.filter(pk__in=keys) for found in public]
    return {str(key) for found in public for key in found.order_by().values_list("pk", flat=True)}


def by_day(changes):
    """[(day, [Change])], the latest day first."""
    return [
        (day, list(found))
        for day, found in groupby(changes, key=lambda change: timezone.localdate(change.at))
    ]


def index(request):
    listing = Listing(request, ChangeFilter(request.GET, speaking(publications())), per_page=PER_PAGE)
    context = {"listing": listing, "days": by_day(in_words(listing.page))}
    return render(request, "changes.html", context)


def history(request, address):
    """What has changed on one page: that of a record, of a country, or all the questions."""
    page = page_at(f"/{address}")
    found = speaking(page.publications, page.naming)
    listing = Listing(request, ListFilter(request.GET, found), per_page=PER_PAGE)
    days = by_day(in_words(listing.page, page.naming))
    return render(request, "history.html", {"page": page, "listing": listing, "days": days})


@dataclass(frozen=True)
class Page:
    """A page that has a history; `naming`: the key that a sentence must name to be about it."""

    address: str
    name: str
    publications: object
    naming: str | None = None
    is_of_one: bool = False  # all of it is about the record whose page it is


def page_at(path):
    """The page at the path. Raises Http404 where none has a history."""
    match = resolve(path)
    if match.view_name == "faq:index":
        return Page(reverse("faq:index"), _("Questions and answers"), publications((Topic, Question)))
    if match.view_name == "glossary":
        return Page(reverse("glossary"), _("Glossary"), publications((Term,)))
    if match.view_name not in PAGES:
        raise Http404
    kind = PAGES[match.view_name]
    public = kind.objects.all() if kind is Country else kind.objects.published()
    record = get_object_or_404(public, **match.kwargs)
    address, name = record.get_absolute_url(), str(record)
    if kind is Country:
        return Page(address, name, naming(record), naming=str(record.pk))
    own = publications((kind,)).filter(object_id=record.pk)
    return Page(address, name, own, is_of_one=True)


def naming(record):
    """The publications whose sentences name the record."""
    texts = publications().annotate(text=Cast("said", TextField()))
    return texts.filter(text__contains=str(record.pk))
