"""What every page shows: the site's name and the way round it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SECTIONS = [
    ("missions:index", _("Missions")),
    ("research:index", _("Research")),
    ("treaties:index", _("Governance")),
    ("agencies:index", _("Agencies")),
    ("countries:index", _("Countries")),
    ("faq:index", _("FAQ")),
]


def site(request):
    """The context of every template: `site_name`, `contact` and `sections`."""
    sections = [
        {"label": label, "url": url, "here": request.path.startswith(url)}
        for label, url in ((label, reverse(name)) for name, label in SECTIONS)
    ]
    return {"site_name": settings.SITE_NAME, "contact": settings.CONTACT_ADDRESS, "sections": sections}
