"""Files that editors brought, shown to readers while a published page shows them."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse

from editorial.pictures import FOLDER, NAME
from missions.models import Mission
from opendata.sharing import open_to_all

DAY = 86_400  # seconds


def picture(request, name):
    """A picture of a published page; those at the desk see the pictures of drafts too."""
    path = f"{FOLDER}/{name}"
    if not NAME.fullmatch(path):
        raise Http404
    public = Mission.objects.published().filter(picture=path).exists()
    if not (public or is_at_the_desk(request)) or not default_storage.exists(path):
        raise Http404
    with default_storage.open(path) as file:
        response = HttpResponse(file.read(), content_type="image/webp")
    response["Cache-Control"] = f"public, max-age={DAY}" if public else "private, no-store"
    return open_to_all(response) if public else response


def is_at_the_desk(request):
    return hasattr(request, "user") and request.user.is_staff
