"""Countries by whatever name a source writes: codes, everyday and formal names, other names."""

import unicodedata

from partners.models import Country, CountryName


def folded(text):
    """The name without case, marks, punctuation and a leading article."""
    letters = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = "".join(letter if letter.isalnum() else " " for letter in letters).split()
    return " ".join(word for word in words if word != "the")


class CountryNames:
    """Finds countries by name, from one reading of all names."""

    def __init__(self):
        self.found = {}
        countries = Country.objects.in_bulk()
        for other in CountryName.objects.values_list("name", "country_id"):
            self.found[folded(other[0])] = countries[other[1]]
        for country in countries.values():
            for name in (country.formal_name, country.name, country.iso3):
                self.found[folded(name)] = country

    def get(self, text):
        """The country of this name, or None."""
        return self.found.get(folded(text)) if text.strip() else None
