"""The pages that belong to no single subject."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from faq.models import Question
from missions import figures, pictures
from missions.tally.present import present
from partners.lineage import Lineage
from spacecoop import overview


def home(request):
    lineage = Lineage()
    context = {
        "counts": overview.counts(),
        "launches": overview.latest_launches(5),
        "acts": overview.latest_acts(8),
        "pairs": figures.pairs(lineage, limit=8),
        "pairs_now": figures.pairs(lineage, limit=8, operating=True),
        "changes": overview.latest_changes(6),
        "questions": Question.objects.published().featured()[:5],
        "by_year": pictures.launches_by_year(present()),
    }
    return render(request, "home.html", context)


def about(request):
    return render(request, "about.html", {"counts": overview.counts()})


@never_cache
def alive(request):
    return HttpResponse("ok\n", content_type="text/plain")
