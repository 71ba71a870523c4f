"""What every page shows: the site's name and the way round it."""

from django.conf import settings
from django.urls import get_script_prefix, reverse
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
    """The context of every template: `site_name`, `contact`, and `sections`.

    Also `section`, the address of the one here, and `root`, with which all addresses of the page begin.
    """
    addresses = [(label, reverse(name)) for name, label in SECTIONS]
    here = next((url for _label, url in addresses if request.path.startswith(url)), "")
    sections = [{"label": label, "url": url, "here": url == here} for label, url in addresses]
    return {
        "site_name": settings.SITE_NAME,
        "contact": settings.CONTACT_ADDRESS,
        "sections": sections,
        "section": here,
        "root": get_script_prefix(),  # another in a preview
    }
