"""What is looked at in a database after work at its desk; run by `manage.py shell`."""

import hashlib
import json
from pathlib import Path

from django.conf import settings

from editorial.models import Draft, Revision
from editorial.pictures import FOLDER
from faq.models import Topic
from missions.models import Mission


def told(slug):
    """{"halves", "pictures", "reasons"}: drafts that are not what the history says last; pictures that
    are missing or damaged; the reasons, in order, of all that was saved of the topic.
    """
    topic = Topic.objects.get(slug=slug)
    return {
        "halves": [draft.title for draft in Draft.objects.all() if last(draft).data != draft.data],
        "pictures": [name for name in pictures() if not is_whole(Path(settings.MEDIA_ROOT) / name)],
        "reasons": [revision.why for revision in Revision.objects.of(topic).order_by("pk") if revision.why],
    }


def last(draft):
    rows = Revision.objects.filter(content_type=draft.content_type_id, object_id=draft.object_id)
    return rows.order_by("pk").last()


def pictures():
    """The names of all pictures that a record, a draft or a state mentions."""
    states = [*Draft.objects.all(), *Revision.objects.all()]
    names = {state.data["fields"].get("picture") for state in states}
    return {*names, *Mission.objects.values_list("picture", flat=True)} - {"", None}


def is_whole(path):
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    return path.parent.name == FOLDER and path.name.startswith(digest[:32] or "?")


def tell(slug):
    print(json.dumps(told(slug)))  # noqa: T201
