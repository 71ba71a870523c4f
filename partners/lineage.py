"""Which agencies one agency stands for: itself and those that it succeeded."""

from partners.models import Agency


class Lineage:
    """The successions among all published agencies, read once."""

    def __init__(self):
        rows = Agency.objects.published().values_list("id", "slug", "acronym", "name", "successor_id")
        self.slugs, self.acronyms, self.by_slug, self.successor = {}, {}, {}, {}
        self.names = {}
        self.forebears = {}
        for key, slug, acronym, name, successor in rows:
            self.names[slug] = name
            self.slugs[key], self.acronyms[key], self.by_slug[slug] = slug, acronym, key
            self.successor[key] = successor
            self.forebears.setdefault(successor, []).append(key)

    def ids(self, slug, predecessors=True):
        """The keys of the agency and, unless told otherwise, of all its predecessors.

        Raises KeyError for an unknown slug.
        """
        found = [self.by_slug[slug]]
        if predecessors:
            for key in found:  # grows while it is walked
                found.extend(k for k in self.forebears.get(key, ()) if k not in found)
        return set(found)

    def line(self, key, predecessors=True):
        """The keys of every agency that counts this one's missions: itself and its successors."""
        found = [key]
        while predecessors:
            heir = self.successor.get(found[-1])
            if heir not in self.slugs or heir in found:
                break
            found.append(heir)
        return found
