"""Searching everything that has a page, and what is offered while one types."""

from django.http import JsonResponse
from django.shortcuts import render

from editorial.listing import Listing
from search.excerpts import Find, Sought
from search.filters import SearchFilter
from search.finding import Finds
from search.models import Document

MOST_SUGGESTED = 10
LONGEST = 200  # characters of what is typed that are looked at


def search(request):
    listing = Listing(request, SearchFilter(request.GET, Document.objects.none()))
    sought = Sought(listing.filter.finds.terms)
    finds = [Find(document, sought) for document in listing.page]
    return render(request, "search/search.html", {"listing": listing, "finds": finds})


def suggest(request):
    """Titles that begin as what was typed, in the form that browsers ask of a search engine too."""
    typed = request.GET.get("q", "")[:LONGEST]
    found = Finds(typed).named(MOST_SUGGESTED)
    answer = [
        typed,
        [document.name for document in found],
        [document.label for document in found],
        [request.build_absolute_uri(document.get_absolute_url()) for document in found],
    ]
    return JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")


def opensearch(request):
    """How a browser searches here from its address bar."""
    return render(request, "search/opensearch.xml", content_type="application/opensearchdescription+xml")
