"""The site as it will be: what waits, and which of it a preview shows together."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from editorial import kept, previews
from editorial.models import Publishable


class Together:
    """For one person: what waits of the kinds whose list they may view."""

    most = previews.MOST

    def __init__(self, request, site):
        self.request, self.desks = request, kept.desks(request, site)
        self.kinds = {model for model in site._registry if issubclass(model, Publishable)}

    @cached_property
    def waiting(self):
        return [record for record in previews.waiting() if type(record) in self.desks]

    @property
    def rows(self):
        """(name, record, kind), kind by kind."""
        found = [(previews.name_of(r), r, capfirst(r._meta.verbose_name)) for r in self.waiting]
        return sorted(found, key=lambda row: (row[2], str(row[1])))

    @property
    def may_show_all(self):
        """One address can show all that waits, as long as nothing of it is kept from the person."""
        return self.kinds <= self.desks.keys() and len(self.waiting) <= self.most

    @property
    def may_end(self):
        """Who may approve may end what was given out."""
        return bool(kept.open_to(self.request.user, "approve", self.desks))

    @property
    def chosen(self):
        """The address of a preview of everything or of the chosen records; None if none is chosen."""
        if "everything" in self.request.GET and self.may_show_all and self.waiting:
            return reverse("preview", args=[previews.token()])
        names = set(self.request.GET.getlist("of"))
        records = [record for record in self.waiting if previews.name_of(record) in names]
        return reverse("preview", args=[previews.token(records[: self.most])]) if records else None
