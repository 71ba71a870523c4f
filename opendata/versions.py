"""The versions of a page that the public has seen, numbered from 1, each with its address for good."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Window
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from editorial import history
from editorial.models import Publishable, Revision
from editorial.sentences import Sentences
from editorial.snapshots import empty
from editorial.wording import Wording
from opendata.changes import visible
from opendata.subjects import title_of


@dataclass(frozen=True)
class Version:
    """One of them; `revision` is the key of what is kept of it, None where nothing was kept apart yet."""

    number: int
    day: date
    revision: int | None = None


def of(record):
    """[Version], the oldest first; nothing of a record that has no history."""
    if not isinstance(record, Publishable):
        return []
    kept = history.publications(record).order_by("pk").values_list("at", "pk")
    found = [Version(number, timezone.localdate(at), key) for number, (at, key) in enumerate(kept, 1)]
    return found or [Version(1, timezone.localdate(record.changed_at))]


def present(record):
    """The last of them, whose number says how many there are; one question, however many."""
    if not isinstance(record, Publishable):
        return None
    kept = history.publications(record).annotate(number=Window(Count("pk")))
    number, at, key = kept.values_list("number", "at", "pk").first() or (1, record.changed_at, None)
    return Version(number, timezone.localdate(at), key)


def answer(request, record):
    """The version that was asked for, in words; None for the present one, which is the page itself.

    Raises Http404 for a version that there is not.
    """
    text = request.GET.get("version", "")
    found = {str(version.number): version for version in of(record)}
    if text not in found:
        raise Http404
    version = found[text]
    if version.number == len(found):
        return None
    context = {"record": record, "title": title_of(record), "version": version, "versions": len(found)}
    context["facts"] = in_words(type(record), Revision.objects.get(pk=version.revision).data)
    return render(request, "opendata/version.html", context)


def in_words(model, data):
    """[Difference] of a state against nothing: every fact of it, without what names hidden records."""
    nothing = empty(data["lists"], data["rows"])
    wording = Wording(model)
    sentences = Sentences(model, nothing, data)
    facts = [(fact, sentences.names(fact.path)) for fact in wording.differences(nothing, data)]
    allowed = visible({name for _fact, names in facts for name in names})
    return [fact for fact, names in facts if fact.after and allowed.issuperset(names)]
