"""Which record a page is about."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve

from opendata import catalogue
from opendata.tables import Table


@dataclass(frozen=True)
class Subject:
    """The pages of the records of one table: the name under which a template has the record, and its key."""

    table: Table
    name: str
    key: str = "slug"

    def of(self, arguments):
        """The public record that the arguments of an address name. Raises Http404."""
        return get_object_or_404(self.table.public(), **{self.table.key: arguments[self.key]})


SUBJECTS = {
    "missions:mission": Subject(catalogue.MISSIONS, "mission"),
    "missions:set": Subject(catalogue.SETS, "set"),
    "programmes:programme": Subject(catalogue.PROGRAMMES, "programme"),
    "agencies:agency": Subject(catalogue.AGENCIES, "agency"),
    "countries:country": Subject(catalogue.COUNTRIES, "country", "iso3"),
    "treaties:treaty": Subject(catalogue.TREATIES, "treaty"),
    "research:consortium": Subject(catalogue.CONSORTIA, "consortium"),
    "research:archive": Subject(catalogue.ARCHIVES, "archive"),
    "faq:question": Subject(catalogue.QUESTIONS, "question"),
}
VIEWS = {subject.table.name: view for view, subject in SUBJECTS.items()}


def at(path):
    """(Subject, record) of the page at the path. Raises Http404 where it is about no public record."""
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Http404 from error
    if match.view_name not in SUBJECTS:
        raise Http404
    subject = SUBJECTS[match.view_name]
    return subject, subject.of(match.kwargs)


def title_of(record):
    """What the record is called where its acronym alone would not do."""
    full = getattr(record, "name", "") or str(record)
    acronym = getattr(record, "acronym", "")
    return f"{full} ({acronym})" if acronym and acronym != full else full


def summary_of(record):
    return getattr(record, "summary", "") or getattr(record, "note", "")
