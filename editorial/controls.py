"""What the layout of a list's form is made of, in django-crispy-forms.

Most fields of most requests are as in an empty form: nothing is chosen, and the choices are those that
the field always has. These are drawn once for each language and kept.
"""

from crispy_forms import layout
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

drawn = {}  # {(form's class, field, language): as in an empty form}: no more than the lists have fields


class Controls(layout.Layout):
    """Fields and groups of fields, by name."""

    def get_rendered_fields(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        parts = (control(part, form, context, template_pack=template_pack, **kwargs) for part in self.fields)
        return mark_safe("".join(parts))  # noqa: S308 (templates made them)


class Group(Controls, layout.Fieldset):
    """Controls under a legend."""

    def __init__(self, legend, *fields):
        layout.Fieldset.__init__(self, legend, *fields)

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """As crispy's does, but for the legend: it is no template to be compiled for each request."""
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        found = {"fieldset": self, "legend": self.legend, "fields": fields}
        return render_to_string(self.get_template_name(template_pack), found)


def control(part, form, context, **kwargs):
    if not (isinstance(part, str) and is_as_always(part, form)):
        return render_field(part, form, context, **kwargs)
    name = (type(form), part, get_language())
    if name not in drawn:
        drawn[name] = render_field(part, form, context, **kwargs)
    return drawn[name]


def is_as_always(name, form):
    field, always = form.fields[name], form.base_fields[name]
    same_choices = getattr(field, "choices", None) is getattr(always, "choices", None)
    return same_choices and name not in form.data and name not in form.errors
