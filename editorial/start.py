"""The editors’ start page: what waits for this person, what is planned, and what is to be kept true."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from editorial import kept, upkeep
from editorial.models import Draft, Opening, Report, Review, Schedule

SHOWN = 20  # entries of a section
NEXT = 10  # steps to come
NEWEST = 5  # reports, and forms with something typed


@dataclass(frozen=True)
class Entry:
    """One thing that waits: what it is called, what is to be said of it, and where to go."""

    title: str
    address: str
    said: str
    comment: str = ""
    problem: str = ""
    links: Sequence = ()  # (label, address)


@dataclass(frozen=True)
class Section:
    """Entries of one sort; `total` counts those too that are not shown."""

    name: str
    title: str
    entries: list
    total: int
    links: Sequence = ()

    @property
    def more(self):
        return self.total - len(self.entries)


class Start:
    """The sections of one person’s start page, those with nothing in them left out."""

    def __init__(self, request, site):
        self.request, self.user, self.site = request, request.user, site
        self.name = self.user.get_username()
        self.desks = kept.desks(request, site)

    @cached_property
    def sections(self):
        found = [*self.reviews(), *self.drafts(), self.planned(), self.reports(), self.typed()]
        return [section for section in found if section.entries]

    def section(self, name, title, rows, entry, shown=SHOWN, **more):
        """A section of the rows of a list or queryset."""
        entries = [entry(row) for row in rows[:shown]]
        total = rows.count() if hasattr(rows, "model") else len(rows)
        return Section(name, title, entries, total, **more)

    def who(self, name):
        return _("you") if name == self.name else name

    def entry(self, row, said, **more):
        """An entry about a record, by what is kept about it."""
        said = " · ".join([str(row.content_type.name), said])
        return Entry(row.title, kept.address(row), said, **more)

    # On the way to the public

    @cached_property
    def in_review(self):
        """Every review that the person may see, with whether a draft is what it is about."""
        same = Draft.objects.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
        return list(kept.about(Review.objects.annotate(has_draft=Exists(same)), self.desks))

    @cached_property
    def to_act_on(self):
        """The reviews that wait for the person, by state: each record stands on the page once."""
        may_publish = kept.open_to(self.user, "publish", self.desks)
        found = {state: [r for r in self.in_review if r.state == state] for state in Review.State}
        returned, approved = found[Review.State.RETURNED], found[Review.State.APPROVED]
        return found | {
            Review.State.RETURNED: [r for r in returned if r.submitted_by == self.name],
            Review.State.APPROVED: [r for r in approved if r.content_type.model_class() in may_publish],
        }

    def reviews(self):
        submitted, returned, approved = (self.to_act_on[state] for state in Review.State)
        yield self.section("submitted", _("Waits for review"), submitted, self.submitted)
        yield self.section("returned", _("Returned to you"), returned, self.answered)
        yield self.section("approved", _("Approved: waits to be published"), approved, self.answered)

    def submitted(self, review):
        told = {"who": self.who(review.submitted_by), "at": kept.moment(review.submitted_at)}
        said = _("submitted by %(who)s, %(at)s") % told
        return self.entry(review, said, comment=review.comment, links=self.views(review))

    def answered(self, review):
        told = {"who": self.who(review.answered_by), "at": kept.moment(review.answered_at)}
        state = {Review.State.RETURNED: _("returned by %(who)s, %(at)s")}
        said = state.get(review.state, _("approved by %(who)s, %(at)s")) % told
        return self.entry(review, said, comment=review.comment, links=self.views(review))

    def views(self, review):
        """Of a draft, what it changes; of what is not published yet, how it will look."""
        if review.has_draft:
            return [(_("What changes"), kept.address(review, "compare"))]
        return [(_("Preview"), kept.address(review, "preview"))]

    # Drafts

    def drafts(self):
        listed = [review.object_id for found in self.to_act_on.values() for review in found]
        drafts = Draft.objects.defer("base", "data").exclude(object_id__in=listed)
        found = list(kept.about(drafts, self.desks))
        mine = [draft for draft in found if self.name in {draft.begun_by, draft.saved_by}]
        others = [draft for draft in found if draft not in mine]
        yield self.section("mine", _("Your drafts"), mine, self.draft)
        yield self.section("drafts", _("Other drafts"), others, self.draft)

    @cached_property
    def states(self):
        return {review.object_id: str(review.get_state_display()) for review in self.in_review}

    def draft(self, draft):
        told = {"who": self.who(draft.saved_by), "at": kept.moment(draft.saved_at)}
        parts = [_("saved by %(who)s, %(at)s") % told, self.states.get(draft.object_id, "")]
        links = [(_("What changes"), kept.address(draft, "compare"))]
        return self.entry(draft, " · ".join(filter(None, parts)), comment=draft.comment, links=links)

    # Steps to come, reports, and what was typed

    def planned(self):
        steps = kept.about(Schedule.objects.all(), self.desks).order_by("at", "pk")
        refused = self.section("refused", "", steps.exclude(problem=""), self.step)
        coming = self.section("coming", "", steps.filter(problem=""), self.step, NEXT)
        entries, total = refused.entries + coming.entries, refused.total + coming.total
        return Section(
            "planned", _("Scheduled"), entries, total, [(_("Calendar"), reverse("admin:calendar"))]
        )

    def step(self, step):
        told = {
            "step": step.get_step_display(),
            "at": kept.moment(step.at),
            "who": self.who(step.by),
        }
        said = _("%(step)s on %(at)s, scheduled by %(who)s") % told
        return self.entry(step, said, problem=step.problem)

    def reports(self):
        title, address = _("Readers’ reports"), "admin:editorial_report_changelist"
        if not self.user.has_perm("editorial.view_report"):
            return Section("reports", title, [], 0)
        opened = Report.objects.filter(state=Report.State.OPEN)
        links = [(_("All open reports"), f"{reverse(address)}?state__exact={Report.State.OPEN}")]
        return self.section("reports", title, opened, self.report, NEWEST, links=links)

    def report(self, report):
        said = _("on %(page)s, %(at)s") % {"page": report.path, "at": kept.moment(report.at)}
        title = Truncator(" ".join(report.text.split())).chars(120)
        return Entry(title, reverse("admin:editorial_report_change", args=[report.pk]), said)

    def typed(self):
        records = GenericPrefetch("record", [listed(*pair) for pair in self.desks.items()])
        own = Opening.objects.filter(user=self.user, typed__isnull=False)
        found = kept.about(own, self.desks).order_by("-typed_at", "-pk").prefetch_related(records)
        return self.section("typed", _("Typed and not saved"), found, self.opening, NEWEST)

    def opening(self, opening):
        new = _("New: %(kind)s") % {"kind": opening.content_type.name}
        said = _("typed %(at)s") % {"at": kept.moment(opening.typed_at)} if opening.typed_at else ""
        return Entry(str(opening.record) if opening.record else new, opening.address, said)

    @cached_property
    def upkeep(self):
        """[(kind, [Figure])]: what each list has to be looked after for, the zeros left out."""
        found = [(desk.opts.verbose_name_plural, self.wanting(desk)) for desk in self.desks.values()]
        return [(capfirst(kind), figures) for kind, figures in found if figures]

    def wanting(self, desk):
        return [figure for figure in upkeep.figures(desk, self.request) if figure.number]


def listed(model, desk):
    """The records with what their names speak of."""
    related = desk.list_select_related or []
    return model.objects.select_related(*related) if related else model.objects.all()
