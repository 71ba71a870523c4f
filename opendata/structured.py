"""What a page says to programs, in the words of schema.org."""

from django.urls import reverse
from django.utils.html import strip_tags

from editorial import dates, markdown
from opendata.formats import LICENCE
from opendata.subjects import summary_of, title_of
from partners.models import Agency

CONTEXT = "https://schema.org"
ABOUT = (
    "How nations and organisations work together in space: who flies with whom, under which agreements, "
    "who shares what data, who is bound by which treaty."
)
KINDS = {Agency.Kind.COMPANY: "Corporation", Agency.Kind.NATIONAL: "GovernmentOrganization"}
KINDS |= {Agency.Kind.GOVERNMENT: "GovernmentOrganization"}


def known(**values):
    """Without what is not known."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def day(record, name):
    return dates.machine(getattr(record, name), getattr(record, f"{name}_precision"))


def of_record(record, site, kind, **more):
    """What every record has, and what only this kind of it has."""
    address = f"{site}{record.get_absolute_url()}"
    return {"@type": kind, "@id": address} | known(
        url=address, name=title_of(record), description=summary_of(record), **more
    )


def mission(record, site):
    names = [name.strip() for name in record.alternative_names.split(";") if name.strip()]
    numbers = {"COSPAR": record.cospar_id, "NORAD": record.norad_id}
    members = {part.agency.slug: organisation(part.agency, site) for part in getattr(record, "partners", ())}
    return of_record(
        record,
        site,
        "ResearchProject",
        alternateName=names,
        sameAs=record.website,
        foundingDate=day(record, "launched") if record.has_flown else "",
        dissolutionDate=day(record, "ended"),
        member=list(members.values()),
        identifier=[
            {"@type": "PropertyValue", "propertyID": name, "value": str(value)}
            for name, value in numbers.items()
            if value
        ],
    )


def organisation(record, site):
    return {"@type": KINDS.get(record.kind, "Organization"), "name": record.name} | known(
        url=f"{site}{record.get_absolute_url()}"
    )


def agency(record, site):
    return of_record(
        record,
        site,
        KINDS.get(record.kind, "Organization"),
        alternateName=record.acronym,
        sameAs=[address for address in (record.website, record.ror_id) if address],
        foundingDate=day(record, "founded"),
        dissolutionDate=day(record, "dissolved"),
    )


def treaty(record, site):
    return of_record(
        record,
        site,
        "Legislation",
        alternateName=[record.short_name, record.abbreviation],
        legislationType=record.get_kind_display(),
        legislationIdentifier=record.unts_reference,
        legislationDate=day(record, "adopted"),
        legislationDateVersion=day(record, "in_force"),
        sameAs=record.official_url,
    ) | {"name": record.title}


def country(record, site):
    return of_record(record, site, "Country", alternateName=record.formal_name, identifier=record.iso3)


def programme(record, site):
    return of_record(record, site, "ResearchProject", sameAs=record.website)


def mission_set(record, site):
    return of_record(record, site, "CollectionPage")


def consortium(record, site):
    return of_record(record, site, "Organization", sameAs=record.website, foundingDate=day(record, "founded"))


def archive(record, site):
    return of_record(record, site, "DataCatalog", sameAs=record.website)


def question(record, site):
    address = f"{site}{record.get_absolute_url()}"
    return {"@type": "FAQPage", "@id": address, "url": address, "mainEntity": [answered(record)]}


def answered(record):
    text = " ".join(strip_tags(markdown.render(record.answer)).split())
    return {
        "@type": "Question",
        "name": record.question,
        "acceptedAnswer": {"@type": "Answer", "text": text},
    }


def questions(featured, site):
    address = f"{site}{reverse('faq:index')}"
    return {"@type": "FAQPage", "@id": address, "mainEntity": [answered(record) for record in featured]}


def website(name, site):
    found = f"{site}{reverse('search:search')}?q={{words}}"
    return {
        "@type": "WebSite",
        "@id": f"{site}/",
        "url": f"{site}/",
        "name": str(name),
        "license": LICENCE,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": found},
            "query-input": "required name=words",
        },
    }


def dataset(name, site, bundles, tables):
    """The data set, with what can be downloaded of it."""
    address = f"{site}{reverse('opendata:index')}"
    files = [
        {
            "@type": "DataDownload",
            "encodingFormat": "application/zip",
            "contentUrl": f"{site}{reverse('opendata:bundle', args=[bundle.day])}",
            "dateModified": bundle.day.isoformat(),
            "sha256": bundle.checksum,
        }
        for bundle in bundles
    ]
    return known(
        name=f"{name}: data",
        description=ABOUT,
        url=address,
        license=LICENCE,
        isAccessibleForFree=True,
        distribution=files,
        variableMeasured=[str(table.title) for table, _number in tables],
    ) | {"@type": "Dataset", "@id": address}


def breadcrumbs(steps, site):
    """Of [(label, path)], the way from the home page to here."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": str(label), "item": f"{site}{path}"}
            for number, (label, path) in enumerate(steps, 1)
        ],
    }


def document(*things):
    return {"@context": CONTEXT, "@graph": [thing for thing in things if thing]}


RECORDS = {
    "mission": mission,
    "programme": programme,
    "set": mission_set,
    "agency": agency,
    "country": country,
    "treaty": treaty,
    "consortium": consortium,
    "archive": archive,
    "question": question,
}
