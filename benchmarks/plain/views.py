"""The list of missions, a mission, a question, countries against treaties, the search."""

import datetime
from collections import Counter, defaultdict

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, Prefetch, Q, Value, When
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from benchmarks.plain import export
from benchmarks.plain.filters import MissionFilter, StatusFilter
from faq.models import Question, Term
from missions.models import Agreement, Instrument, Milestone, Mission, Participation, Programme
from partners.models import Agency, Country
from treaties.models import Action, Status, Treaty, status_on

PER_PAGE = 20
ROLES = Case(
    *(When(role=role, then=number) for number, role in enumerate(Participation.Role.values)),
    output_field=IntegerField(),
)
KINDS = {  # what is searched: the model, and the fields with its name and its text
    "mission": (Mission, "name", "summary"),
    "programme": (Programme, "name", "summary"),
    "agency": (Agency, "name", "summary"),
    "treaty": (Treaty, "short_name", "summary"),
    "question": (Question, "question", "answer"),
}
PAGES = {
    "mission": "missions:mission",
    "programme": "programmes:programme",
    "agency": "agencies:agency",
    "treaty": "treaties:treaty",
    "question": "faq:question",
}


def partners():
    found = Participation.objects.filter(agency__state="published")
    return found.select_related("agency__successor").order_by(ROLES, "agency__acronym")


def missions(request):
    narrowed = MissionFilter(request.GET, Mission.objects.published())
    if request.GET.get("format") == "csv":
        return export.answer(narrowed.qs)
    narrowed.show_counts()
    parts = Prefetch("participations", partners(), to_attr="partners")
    cards = narrowed.qs.defer("body").prefetch_related(parts, "citations")
    pages = Paginator(cards, PER_PAGE)
    return render(request, "missions/index.html", {"filter": narrowed, **shown(pages, request)})


def shown(pages, request):
    page = pages.get_page(request.GET.get("page"))
    return {"page": page, "numbers": pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1)}


def mission(request, slug):
    sourced = "citations__source"
    records = Mission.objects.published().select_related("programme")
    parts = partners().select_related("agency__country", "agency__successor").prefetch_related(sourced)
    records = records.prefetch_related(
        Prefetch("participations", parts, to_attr="partners"),
        Prefetch("instruments", Instrument.objects.prefetch_related("countries", sourced)),
        Prefetch("agreements", Agreement.objects.select_related("treaty").prefetch_related(sourced)),
        Prefetch("milestones", Milestone.objects.prefetch_related(sourced)),
        Prefetch("questions", Question.objects.published()),
        "data_access__archive",
        sourced,
    )
    record = get_object_or_404(records, slug=slug)
    near = record.destination in Mission.EARTH_ORBITS
    orbits = [place for place in Mission.Destination if (place in Mission.EARTH_ORBITS) == near]
    context = {"mission": record, "orbits": orbits, "terms": terms()}
    return render(request, "missions/mission.html", context)


def terms():
    """{word in small letters: the term that explains it}"""
    return {word: term.slug for term in Term.objects.published() for word in term.words}


def question(request, slug):
    records = Question.objects.published().select_related("topic")
    linked = ("missions", "programmes", "treaties", "agencies")
    record = get_object_or_404(records.prefetch_related(*linked, "citations__source"), slug=slug)
    others = Question.objects.published().filter(topic=record.topic).exclude(pk=record.pk)
    links = [(name, [one for one in getattr(record, name).all() if one.is_published]) for name in linked]
    return render(request, "question.html", {"question": record, "others": others, "links": links})


def status(request):
    narrowed = StatusFilter(request.GET, Country.objects.all())
    treaties = list(narrowed.treaties())
    day = narrowed.chosen.get("as_of") or datetime.date.today()
    acts = defaultdict(list)
    for act in Action.objects.filter(treaty__in=treaties).select_related("country", "organisation"):
        acts[act.country_id or act.organisation_id, act.treaty_id].append(act)
    bodies = Agency.objects.published().filter(treaty_actions__treaty__in=treaties).distinct()
    parties = [*narrowed.qs, *bodies]
    table = [(party, [cell(acts[party.pk, treaty.pk], day) for treaty in treaties]) for party in parties]
    table = [(party, cells) for party, cells in table if any(cells)]
    columns = zip(*(cells for _party, cells in table), strict=True)
    context = {
        "filter": narrowed,
        "treaties": treaties,
        "rows": [(party, list(zip(treaties, cells, strict=True))) for party, cells in table],
        "totals": [Counter(cell["label"] for cell in column if cell).items() for column in columns],
    }
    return render(request, "status.html", context)


def cell(acts, day):
    """What stands in the table about one party and one treaty; None for nothing."""
    found = status_on(acts, day)
    if not found:
        return None
    wanted = Action.Kind.signing() if found == Status.SIGNATORY else Action.Kind.binding()
    counted = [act for act in acts if act.kind in wanted and not act.disputed]
    days = [act.date for act in counted if act.date]
    unsure = bool(counted) and all(act.confidence == Action.Confidence.LOW for act in counted)
    return {"status": found, "label": found.label, "since": min(days, default=None), "unsure": unsure}


def search(request):
    words = request.GET.get("q", "").split()
    found = {kind: holding(words, *described) for kind, described in KINDS.items()} if words else {}
    counts = {kind: records.count() for kind, records in found.items()}
    wanted = request.GET.get("kind")
    chosen = [records for kind, records in found.items() if wanted in (None, kind)]
    pages = Paginator(chosen[0].union(*chosen[1:]).order_by("called") if chosen else [], PER_PAGE)
    pages.count = sum(number for kind, number in counts.items() if wanted in (None, kind))  # known already
    context = {"words": " ".join(words), "counts": counts, **shown(pages, request)}
    for find in context["page"]:
        find["address"] = reverse(PAGES[find["is_a"]], args=[find["slug"]])
    return render(request, "search.html", context)


def holding(words, model, name, text):
    """The public records that hold each of the words in their name or their text."""
    records = model.objects.published().order_by()
    for word in words:
        records = records.filter(Q(**{f"{name}__icontains": word}) | Q(**{f"{text}__icontains": word}))
    described = {"is_a": Value(model._meta.model_name), "called": F(name), "says": F(text)}
    return records.annotate(**described).values("is_a", "slug", "called", "says")
