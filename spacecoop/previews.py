"""The preview of what waits at the desk, for whoever holds its address."""

from functools import wraps

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from editorial import previews
from editorial.snapshots import DoesNotFit

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}
EXPIRED = _("This link was good for a limited time, which has passed. Ask for a new one.")
ENDED = _("The editors have ended this link. Ask for a new one.")
OVER = _("What it showed has been published or given up since.")
WHY = {previews.Expired: EXPIRED, previews.Ended: ENDED, previews.Over: OVER}


def kept_apart(view):
    """No cache, search engine or other site learns of the answer; what went wrong is said in plain words."""

    @wraps(view)
    def wrapped(request, token, address=""):
        try:
            response = view(request, token, f"/{address}")
        except (Http404, previews.Unknown):
            response = render(request, "404.html", status=404)
        except tuple(WHY) as error:
            response = render(request, "preview_over.html", {"why": WHY[type(error)]}, status=410)
        except DoesNotFit as error:
            response = render(request, "preview_unfit.html", {"why": error}, status=409)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return require_safe(wrapped)


@kept_apart
def start(request, token, path):
    return HttpResponseRedirect(previews.start(token))


@kept_apart
def page(request, token, path):
    return previews.answer(request, token, path)
