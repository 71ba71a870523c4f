"""The forms of the editors' desk: messages at their fields, rows told apart, no hidden references."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.forms.utils import ErrorDict

from editorial.snapshots import passing_text, step_aside


class Paragraph(forms.Textarea):
    """Several lines to write in, one line of text to keep."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return None if value is None else " ".join(value.split())


class KnownChoices:
    """An autocomplete that shows the records its form has loaded, instead of asking for each again."""

    known = {}

    def optgroups(self, name, value, attrs=None):
        chosen = [text for text in map(str, value) if text]
        if not all(text in self.known for text in chosen):
            return super().optgroups(name, value, attrs)
        blank = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        labels = [(text, self.choices.field.label_from_instance(self.known[text])) for text in chosen]
        options = [
            self.create_option(name, text, label, bool(text), number)
            for number, (text, label) in enumerate(blank + labels)
        ]
        return [(None, options, 0)]


class KnownSelect(KnownChoices, AutocompleteSelect):
    pass


class KnownSelectMultiple(KnownChoices, AutocompleteSelectMultiple):
    pass


def loaded(instance, name):
    """The records behind a key or many-to-many field, as far as the instance holds them."""
    field = instance._meta.get_field(name)
    if field.many_to_many:
        found = getattr(instance, "_prefetched_objects_cache", {}).get(name, [])
    else:
        found = [getattr(instance, name)] if field.is_cached(instance) else []
    return {str(target.pk): target for target in found if target}


class ContentForm(forms.ModelForm):
    """Keeps constraints' messages at the fields they are about."""

    only_shown = False  # what was typed is looked at again, and not saved however right it is

    def is_valid(self):
        return super().is_valid() and not self.only_shown

    def _update_errors(self, errors):
        super()._update_errors(self.at_their_fields(errors))

    def at_their_fields(self, errors):
        """A constraint names the field it is about in its code: its message goes there."""
        placed = {}
        for name, found in errors.error_dict.items():
            for error in found:
                about = error.code if name == NON_FIELD_ERRORS and error.code in self.fields else name
                placed.setdefault(about, []).append(error)
        return ValidationError(placed)


class RowForm(ContentForm):
    """A row among others on its owner's page. One that nobody touched costs no query."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnownChoices):
                widget.known = loaded(self.instance, name)

    def full_clean(self):
        if self.is_bound and not self.instance._state.adding and not self.has_changed():
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        else:
            super().full_clean()


class CitationForm(RowForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fact, choices = self.instance.fact, self.fields["fact"].widget.choices
        if fact not in dict(choices):  # of a field that was renamed, or written by an import
            self.fields["fact"].widget.choices = [*choices, (fact, fact)]


class DistinctRows:
    """Rows that repeat one another are told so themselves.

    Stock formsets know neither conditional constraints nor, in generic relations, any constraint
    that contains the key to the owner: such rows would reach the database and fail there. So would
    rows that take each other's place.
    """

    def validate_unique(self):
        rows = [form for form in self.forms if self.counts(form)]
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                self.refuse_repeated(constraint, rows)
                if passing_text(self.model, constraint.fields) is None:
                    self.refuse_taken(constraint, rows)

    def save_existing_objects(self, commit=True):
        """Rows that change or go make room for one another at first."""
        if commit:
            for form in self.initial_forms:
                if form in self.deleted_forms:
                    step_aside(form.instance, {field.name for field in self.model._meta.fields})
                elif form.has_changed():
                    step_aside(form.instance, set(form.changed_data))
        return super().save_existing_objects(commit)

    def counts(self, form):
        blank = form.instance._state.adding and not form.has_changed()
        return not blank and form.is_valid() and not self._should_delete_form(form)

    def refuse_repeated(self, constraint, rows):
        alike = {}
        for form in rows:
            alike.setdefault(self.key(constraint, form.instance), []).append(form)
        alike.pop(None, None)
        for forms_alike in alike.values():
            if len(forms_alike) > 1 and any(form.has_changed() for form in forms_alike):
                self.refuse_all_but_one(constraint, forms_alike)

    def refuse_all_but_one(self, constraint, alike):
        covered = [form for form in alike if holds(constraint.condition, form.instance)]
        untouched_first = sorted(covered, key=lambda form: form.has_changed())
        for form in untouched_first[1:]:
            form.add_error(None, constraint.get_violation_error_message())

    def refuse_taken(self, constraint, rows):
        """Where rows cannot make room for one another, none takes the place of another one of them."""
        names = self.compared(constraint)
        taken = {tuple(form.initial.get(name) for name in names): form for form in self.initial_forms}
        for form in rows:
            if not form.errors and taken.get(self.key(constraint, form.instance), form) is not form:
                form.add_error(None, constraint.get_violation_error_message())

    def compared(self, constraint):
        """The fields that the constraint compares, without the owner."""
        return [name for name in constraint.fields if name not in self.owner_fields()]

    def key(self, constraint, row):
        """What the constraint compares in the row; None if a part is unknown."""
        names = self.compared(constraint)
        values = tuple(getattr(row, row._meta.get_field(name).attname) for name in names)
        return None if None in values else values


def holds(condition, row):
    return condition is None or condition.check(row._get_field_expression_map(meta=row._meta))


class RowFormSet(DistinctRows, forms.BaseInlineFormSet):
    def owner_fields(self):
        return {self.fk.name}


class CitationFormSet(DistinctRows, BaseGenericInlineFormSet):
    def owner_fields(self):
        return {self.ct_field.name, self.ct_fk_field.name}
