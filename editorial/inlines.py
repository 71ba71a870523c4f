"""Fields and rows on the editors' forms: room to write, few queries."""

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.admin import GenericTabularInline
from django.db.models import CharField, TextField, URLField
from django.utils.translation import gettext_lazy as _

from editorial.forms import (
    CitationForm,
    CitationFormSet,
    KnownSelect,
    KnownSelectMultiple,
    Paragraph,
    RowForm,
    RowFormSet,
)
from editorial.models import Citation

MARKDOWN_HELP = _(
    "Markdown: an empty line between paragraphs, **bold**, *italic*, [words](https://address), "
    "lines that begin with “- ” for a list and with “## ” for a heading. HTML is shown as typed."
)


class EditorsFields:
    """Fields as editors like them: room for long texts, and keys that cost no query for each row."""

    markdown_fields = ("body",)
    paragraph_attrs = {"rows": 2, "class": "vLargeTextField"}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if type(db_field) is CharField and db_field.max_length >= 200 and not db_field.choices:
            kwargs["widget"] = Paragraph(attrs=self.paragraph_attrs)
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        if isinstance(db_field, TextField) and db_field.name in self.markdown_fields:
            kwargs["widget"] = admin.widgets.AdminTextareaWidget(attrs={"rows": 18})
            kwargs["help_text"] = MARKDOWN_HELP
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.is_relation:
            field.widget.can_delete_related = False  # a record is deleted on its own page
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def without_links(widget):
    """A row has no room for the links beside a key, but for “add”."""
    widget.can_change_related = widget.can_view_related = False


class OwnersRows(EditorsFields):
    """Rows on their owner's page, loaded together."""

    form = RowForm
    extra = 0
    loaded_with = ()  # keys that the rows show
    loaded_lists = ()  # many-to-many fields that the rows show
    paragraph_attrs = {"rows": 3, "cols": 20}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if type(db_field) is CharField and not db_field.choices and db_field.max_length < 200:
            kwargs["widget"] = forms.TextInput(attrs={"size": min(db_field.max_length, 16)})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.is_relation:
            without_links(field.widget)
        return field

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related(*self.loaded_with)
        return found.prefetch_related(*self.loaded_lists)


class RowInline(OwnersRows, admin.TabularInline):
    formset = RowFormSet
    show_change_link = True


class CitationInline(OwnersRows, GenericTabularInline):
    model = Citation
    formset = CitationFormSet
    ct_field = "content_type"
    ct_fk_field = "object_id"
    form = CitationForm
    autocomplete_fields = ["source"]
    loaded_with = ["source"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "fact":
            return CharField.formfield(db_field, widget=forms.Select(choices=facts(self.parent_model)))
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def facts(model):
    """The fields that a citation can be about, as choices."""
    fields = [field for field in model._meta.fields + model._meta.many_to_many if field.editable]
    stated = [field for field in fields if not field.name.endswith(("slug", "_precision"))]
    return [("", _("the whole record")), *((field.name, field.verbose_name) for field in stated)]
