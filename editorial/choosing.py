"""Widgets of a list's filters: the same controls as Django's, written out at once.

Django draws each option by a template of its own; a form with three hundred takes 20 ms.
"""

import html
from functools import lru_cache

from django import forms
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

escape = lru_cache(maxsize=10_000)(html.escape)  # much the same names on each page
AT_ONCE = 10  # boxes before the rest is folded away


class Pairs(BaseChoiceIterator):
    """Values with their labels, as they are: Django looks through every choice that it is given otherwise."""

    def __init__(self, pairs):
        self.pairs = list(pairs)

    def __iter__(self):
        return iter(self.pairs)

    def __deepcopy__(self, memo):
        """Itself, for each form that is made: nothing changes it."""
        return self


def marked(on, mark):
    return f" {mark}" if on else ""


class Line:
    """Of an input that is one tag."""

    def render(self, name, value, attrs=None, renderer=None):  # noqa: ARG002 (as Django calls it)
        drawn = self.get_context(name, value, attrs)["widget"]
        given = {part: drawn[part] for part in ("type", "name", "value") if drawn[part] is not None}
        return mark_safe(f"<input{flatatt(given | drawn['attrs'])}>")  # noqa: S308 (every part is escaped)


class Typed(Line, forms.TextInput):
    pass


class Day(Line, forms.DateInput):
    """A date, as browsers let one choose it."""

    def __init__(self):
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class Choice(forms.Select):
    """One of the choices."""

    def render(self, name, value, attrs=None, renderer=None):  # noqa: ARG002 (as Django calls it)
        chosen = {str(item) for item in self.format_value(value)}
        options = "".join(
            f'<option value="{escape(str(key))}"{marked(str(key) in chosen, "selected")}>'
            f"{escape(str(label))}</option>"
            for key, label in self.choices
        )
        given = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return mark_safe(f"<select{given}>{options}</select>")  # noqa: S308 (every part is escaped)


class Boxes(forms.CheckboxSelectMultiple):
    """Any of the choices; `names` are longer names by value, if there are any."""

    names = {}

    def render(self, name, value, attrs=None, renderer=None):  # noqa: ARG002 (as Django calls it)
        chosen, choices = {str(item) for item in value or ()}, list(self.choices)
        identity = escape((attrs or {}).get("id", f"id_{name}"))
        drawn = self.boxes(identity, name, chosen, choices[:AT_ONCE])
        if len(choices) > AT_ONCE:
            rest = self.boxes(identity, name, chosen, choices[AT_ONCE:])
            label = _("All %(number)s") % {"number": len(choices)}
            drawn += f'<details id="{identity}-all"><summary>{escape(label)}</summary>{rest}</details>'
        return mark_safe(drawn)  # noqa: S308 (every part is escaped)

    def boxes(self, identity, name, chosen, choices):
        items = (
            f'<li><label><input type="checkbox" id="{identity}_{escape(str(key))}" name="{escape(name)}" '
            f'value="{escape(str(key))}"{marked(str(key) in chosen, "checked")}> '
            f"<span>{escape(str(label))}{self.longer(key)}</span></label></li>"
            for key, label in choices
        )
        return f'<ul class="boxes">{"".join(items)}</ul>'

    def longer(self, key):
        return f' <span class="small">{escape(str(self.names[key]))}</span>' if key in self.names else ""
