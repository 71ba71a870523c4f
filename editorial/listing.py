"""A list page: what is on, what to drop, which page, and addresses that keep every filter."""

from copy import copy
from dataclasses import dataclass
from functools import reduce
from operator import or_

import django_filters
from crispy_forms.helper import FormHelper
from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from editorial import counting
from editorial.addresses import present_slugs
from editorial.choosing import Boxes, Choice, Day, Pairs, Typed
from editorial.controls import Controls

PER_PAGE = 20
MOST_WORDS = 10
YES_NO = [("yes", _("yes")), ("no", _("no"))]


class KnownChoice(forms.ChoiceField):
    """One of the choices; an unknown value is named in the message."""

    widget = Choice
    default_error_messages = {"invalid_choice": _("“%(value)s” is not one of the choices.")}

    def validate(self, value):
        try:
            super().validate(value)
        except forms.ValidationError as error:
            error.params = {"value": Truncator(value).chars(60)}
            raise


class KnownChoices(forms.MultipleChoiceField):
    """Any of the choices; an unknown value is named, and the known ones beside it still count."""

    widget = Boxes

    def validate(self, value):
        known = [item for item in value if self.valid_value(item)]
        unknown = [Truncator(item).chars(60) for item in value if item not in known]
        if unknown:
            error = forms.ValidationError(
                _("Not known here: %(values)s. It is left out."), params={"values": ", ".join(unknown[:5])}
            )
            error.known = known
            raise error


class Settled(django_filters.Filter):
    """A filter of which each request has its own, and all have the same settings: nothing changes these."""

    def __deepcopy__(self, memo):
        return copy(self)


class OneOf(Settled):
    field_class = KnownChoice

    def __init__(self, choices=(), empty=_("any"), **options):
        super().__init__(choices=Pairs([("", empty), *choices] if empty else choices), **options)


class Words(Settled, django_filters.CharFilter):
    """What is typed to be found."""

    def __init__(self, label=_("Words"), **options):
        super().__init__(label=label, max_length=200, widget=Typed, **options)


class Date(Settled, django_filters.DateFilter):
    def __init__(self, label):
        super().__init__(label=label, widget=Day)


class Number(Settled):
    """A whole number, typed: no wheel and no arrows, which change it by accident."""

    field_class = forms.IntegerField

    def __init__(self, max_value, **options):
        plain = Typed(attrs={"inputmode": "numeric", "maxlength": len(str(max_value))})
        super().__init__(max_value=max_value, widget=plain, **options)


class Year(Number):
    def __init__(self, **options):
        super().__init__(min_value=1957, max_value=2100, **options)


class SomeOf(Settled):
    field_class = KnownChoices

    def __init__(self, choices=(), **options):
        super().__init__(choices=Pairs(choices), **options)


class ListForm(forms.Form):
    """The form of a list: whatever is not understood is left out, and the rest applies."""

    controls = None  # how they are laid out; one after the other where it is not said

    @property
    def helper(self):
        helper = FormHelper()
        helper.layout = self.controls or Controls(*self.fields)
        return helper

    def _clean_fields(self):
        super()._clean_fields()
        for name, errors in self.errors.items():
            known = [item for error in errors.as_data() for item in getattr(error, "known", [])]
            if known:
                self.cleaned_data[name] = known


class YearsForm(ListForm):
    """A form with a first and a last year, `year_min` and `year_max`."""

    def clean(self):
        data = super().clean()
        first, last = data.get("year_min"), data.get("year_max")
        if first and last and first > last:
            self.add_error("year_max", _("The last year lies before the first. It is left out."))
        return data


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it says, and the address of the list without it."""

    name: str
    value: str
    label: str
    without: str


class ListFilter(django_filters.FilterSet):
    """The filters of a list page, all of them optional, none of them an error to the visitor."""

    plain = ("sort", "match")  # how the list is shown, not what is in it
    pages = {}  # the filters whose values are slugs, each with the page that has them in its address

    class Meta:
        form = ListForm

    def get_form_class(self):
        """One for all requests: what a request changes are the fields of its own form."""
        known = vars(type(self))
        if "form_class" not in known:
            type(self).form_class = super().get_form_class()
        return type(self).form_class

    def lead_on(self):
        """Once all choices are known: take a slug that a record had before for the one that it has."""
        for name, page in self.pages.items():
            known = {str(value) for value, _label in self.form.fields[name].choices}
            given = self.data.getlist(name)
            former = present_slugs(page, set(given) - known).items()
            if now := {slug: present for slug, present in former if present in known}:
                self.data = self.form.data = self.data.copy()
                self.data.setlist(name, list(dict.fromkeys(now.get(value, value) for value in given)))

    @cached_property
    def chosen(self):
        """The values that are understood and not empty, by name."""
        self.errors  # noqa: B018 (validates)
        return {
            name: value
            for name, value in self.form.cleaned_data.items()
            if value not in (None, "", []) and name in self.data
        }

    @property
    def size(self):
        """How many records it leaves."""
        return self.qs.count()

    def address(self, drop=None, value=None):
        """The query string with one filter, or one value of it, dropped."""
        query = self.data.copy()
        query.pop("page", None)
        if drop:
            rest = [item for item in query.getlist(drop) if value is not None and item != value]
            query.setlist(drop, rest)
            if not rest:
                del query[drop]
        for name in [name for name in query if not any(query.getlist(name)) or name not in self.form.fields]:
            del query[name]
        return f"?{query.urlencode()}"

    def with_words(self, queryset, *lookups):
        """Those in which each word of the filter `q` is found by one of the lookups."""
        for word in self.chosen.get("q", "").split()[:MOST_WORDS]:
            queryset = queryset.filter(reduce(or_, (Q(**{lookup: word}) for lookup in lookups)))
        return queryset

    def label(self, name, value):
        """How a value of a filter reads on its chip."""
        field = self.form.fields[name]
        text = dict(getattr(field, "choices", ())).get(value, value)
        return f"{field.label}: {text}"

    @cached_property
    def chips(self):
        chips = []
        for name, value in self.chosen.items():
            if name in self.plain:
                continue
            for item in value if isinstance(value, list) else [value]:
                text = str(item)
                chips.append(
                    Chip(
                        name,
                        text,
                        self.label(name, item),
                        self.address(drop=name, value=self.raw(name, text)),
                    )
                )
        return chips

    def raw(self, name, text):
        """The value as it stands in the address, which may be written differently."""
        values = self.data.getlist(name)
        return text if text in values else values[-1]


class Pages(Paginator):
    """A paginator that counts a query once for each generation."""

    @cached_property
    def count(self):
        listed = self.object_list
        return counting.count(listed) if isinstance(listed, QuerySet) else super().count


class Listing:
    """One page of a filtered list: of `listed`, where that is something quicker than the filter's query.

    Raises Http404 for a page that is no number or does not exist.
    """

    def __init__(self, request, filterset, per_page=PER_PAGE, listed=None):
        self.filter = filterset
        self.pages = Pages(filterset.qs if listed is None else listed, per_page)
        number = request.GET.get("page", "1")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Http404(_("There is no such page."))
        if not 1 <= int(number) <= self.pages.num_pages:
            raise Http404(_("There is no such page."))
        self.page = self.pages.page(int(number))

    @property
    def total(self):
        return self.pages.count

    @cached_property
    def ways_out(self):
        """For an empty list: each filter with how many records there were without it."""
        ways = []
        for chip in self.filter.chips if not self.total else ():
            data = self.filter.data.copy()
            data.setlist(
                chip.name, [v for v in data.getlist(chip.name) if v != self.filter.raw(chip.name, chip.value)]
            )
            without = type(self.filter)(data, self.filter.queryset)
            ways.append((chip, without.size))
        return sorted(ways, key=lambda way: -way[1])

    @cached_property
    def links(self):
        """(label, address or None for this page or a gap) of the pages round this one."""
        base = self.filter.address()
        joiner = "" if base == "?" else "&"
        return [
            (number, f"{base}{joiner}page={number}" if number not in (self.page.number, "…") else None)
            for number in self.pages.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        ]

    def _beside(self, step):
        number = self.page.number + step
        return next((address for label, address in self.links if label == number), None)

    @property
    def previous(self):
        return self._beside(-1)

    @property
    def next(self):
        return self._beside(+1)
