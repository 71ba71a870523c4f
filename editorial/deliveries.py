"""What newer shipped content changes on pages that the public sees is told and kept like any publication."""

from contextlib import contextmanager

from editorial import history, sentences
from editorial.models import Publishable, Revision
from editorial.snapshots import digest, snapshot


@contextmanager
def told(pages, *, by):
    """A block that may change these pages: those that it changed get a place in their history."""
    before = {page: snapshot(page) for page in pages}
    for page, data in before.items():
        history.begin(page, data)
    yield
    for page, data in before.items():
        present = type(page)._base_manager.filter(pk=page.pk, state=Publishable.State.PUBLISHED).first()
        if present and digest(after := snapshot(present)) != digest(data):
            said = sentences.about(type(page), data, after)
            history.record(present, Revision.Step.PUBLISHED, by=by, data=after, said=said)
