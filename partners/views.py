"""The names of agencies from A to Z. What they fly together is told on a higher floor."""

from django.shortcuts import render

from partners import lookup
from partners.models import Agency


def a_to_z(request):
    return render(request, "partners/a_to_z.html", {"letters": lookup.letters(Agency.objects.published())})
