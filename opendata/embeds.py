"""Parts of pages that other sites may show in a frame, and how their programs ask for them (oEmbed)."""

from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from missions import pictures as missions_pictures
from missions.models import Mission
from missions.together import Together, all_parts
from opendata.sharing import open_to_all, opened
from opendata.subjects import title_of
from partners.lineage import Lineage
from treaties import pictures as treaties_pictures
from treaties.models import Treaty, standings_of

FRAMED = {  # the pages that have a framed part: its view, width and height
    "missions:mission": ("embed-mission", 560, 260),
    "treaties:treaty": ("embed-treaty", 720, 420),
    "agencies:network": ("embed-network", 900, 760),
}


def framed(view):
    """Let any site show the answer in a frame; its links lead out of the frame to the page."""
    anywhere = csp_replace({"frame-ancestors": ["*"], "base-uri": ["'self'"]})
    return opened(xframe_options_exempt(anywhere(view)))


@framed
def mission(request, slug):
    record = get_object_or_404(Mission.objects.published().for_listing(), slug=slug)
    return render(
        request, "opendata/embed_mission.html", {"mission": record, "page": record.get_absolute_url()}
    )


@framed
def treaty(request, slug):
    record = get_object_or_404(Treaty.objects.published(), slug=slug)
    context = {
        "treaty": record,
        "map": treaties_pictures.map_of(standings_of(record)),
        "page": record.get_absolute_url(),
    }
    return render(request, "opendata/embed_treaty.html", context)


@framed
def network(request):
    shared = Together(all_parts(), Lineage())
    context = {"matrix": missions_pictures.matrix(shared), "page": reverse("agencies:network")}
    return render(request, "opendata/embed_network.html", context)


def oembed(request):
    """What to put where a link to one of our pages stands. 404 for a page without a part to show."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only JSON is to be had here.\n", status=501, content_type="text/plain")
    name, width, height, arguments = asked(request)
    address = request.build_absolute_uri(reverse(name, kwargs=arguments))
    width, height = (bounded(request, *size) for size in (("maxwidth", width), ("maxheight", height)))
    about = {"address": address, "title": title(name, arguments), "width": width, "height": height}
    body = {
        "version": "1.0",
        "type": "rich",
        "provider_name": "International Space Cooperation",
        "provider_url": request.build_absolute_uri("/"),
        "title": about["title"],
        "width": width,
        "height": height,
        "html": render_to_string("opendata/_frame.html", about).strip(),
    }
    return open_to_all(JsonResponse(body))


def asked(request):
    """(view, width, height, arguments) of the framed part of the page whose address was given."""
    try:
        address = urlsplit(request.GET.get("url", ""))
        match = resolve(address.path)
    except (ValueError, Resolver404) as error:
        raise Http404 from error
    if address.netloc != request.get_host():
        raise Http404
    if match.view_name not in FRAMED:
        raise Http404
    return *FRAMED[match.view_name], match.kwargs


def title(name, arguments):
    """The name of the record that is framed. Raises Http404 for one that is not public."""
    if name == "embed-network":
        return "Who flies with whom"
    model = Mission if name == "embed-mission" else Treaty
    return title_of(get_object_or_404(model.objects.published(), **arguments))


def bounded(request, name, length):
    text = request.GET.get(name, "")
    return min(length, int(text)) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else length
