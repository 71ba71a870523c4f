"""What an open form tells the desk by itself: that it is open, and what is typed in it."""

import json

from django.http import HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from editorial import openings
from editorial.models import Opening

MOST = 2_000_000  # characters of a form that are kept


def entries(text):
    """The [name, value] pairs of a form. Raises ValueError for anything else."""
    pairs = json.loads(text)
    if not isinstance(pairs, list) or not all(is_pair(pair) for pair in pairs):
        raise ValueError("no pairs of texts")
    "".join(map("".join, pairs)).encode()  # half of a character is a ValueError too
    return pairs


def is_pair(pair):
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) for text in pair)


def address_of(request):
    """The address of the form; no database keeps a text with a zero in it."""
    return request.POST.get("address", "").replace("\0", "")


@require_POST
def watch(request):
    """Keep what is typed; who else is there and who saved meanwhile, as JSON."""
    text = request.POST.get("typed")
    try:
        typed = None if text is None or len(text) > MOST or "\\u0000" in text else entries(text)
    except (ValueError, RecursionError):
        return HttpResponseBadRequest()
    opening = openings.watch(request.user, address_of(request), typed)
    if opening is None or opening.object_id is None:
        return JsonResponse({"others": [], "by": ""})
    saved = openings.saved_since(opening)
    return JsonResponse({"others": openings.others_at(opening), "by": saved.by if saved else ""})


@require_POST
def forget(request):
    """Forget what was typed in a form and not saved; back to the form."""
    address = address_of(request)
    Opening.objects.filter(user=request.user, address=address).update(typed=None, typed_at=None)
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return HttpResponseRedirect(address if safe and address.startswith("/") else reverse("admin:index"))
