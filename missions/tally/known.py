"""What the filters of missions may name, read once for as many of them as there are."""

from missions.models.programme import Programme
from partners.lineage import Lineage
from partners.models import Agency, Country


class Known:
    def __init__(self):
        self.lineage = Lineage()
        slugs = sorted(self.lineage.by_slug, key=lambda slug: self.acronym(slug).casefold())
        self.partners = [(slug, self.acronym(slug)) for slug in slugs]
        self.countries = {country.iso3: country for country in Country.objects.only("iso3", "name", "region")}
        self.programmes = list(Programme.objects.published().values_list("slug", "name"))
        self.programme_keys = dict(Programme.objects.published().values_list("slug", "id"))
        agencies = Agency.objects.published().values_list("id", "country__iso3")
        self.country_of = {key.hex: iso3 for key, iso3 in agencies}
        self.region_of = {iso3: country.region for iso3, country in self.countries.items()}

    def acronym(self, slug):
        return self.lineage.acronyms[self.lineage.by_slug[slug]]
