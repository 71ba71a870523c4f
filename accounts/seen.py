"""Forms of the desk without drafts: nobody saves over what they have not seen."""

from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

NOT_TYPED = {"password", "last_login"}  # change without anybody at the form
LATE = _(
    "Somebody else has saved this while you had it open, and nothing of yours was saved. Open it once more "
    "beside this page to see what they wrote; if you save here again, what you typed replaces it."
)


class SavedAsSeen:
    """For an admin: its form carries the state that it shows, and is refused once that has changed."""

    change_form_template = "accounts/seen_form.html"

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST":
            return record
        self.model._base_manager.select_for_update().get(pk=record.pk)  # nobody else saves it meanwhile
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        if not change or request.method != "POST" or request.POST.get("_opened") == version(obj):
            return form
        return type(form.__name__, (Late, form), {})

    def render_change_form(self, request, context, *args, obj=None, **options):
        kept = obj and self.model._base_manager.get(pk=obj.pk)  # without what was typed and not saved
        context = {**context, "opened": version(kept) if kept else ""}
        return super().render_change_form(request, context, *args, obj=obj, **options)


class Late:
    def clean(self):
        super().clean()
        raise ValidationError(LATE, code="late")


def version(record):
    """What tells what is typed in the form of this record from any other state."""
    values = model_to_dict(record)
    kept = {name: value for name, value in values.items() if name not in NOT_TYPED}
    lists = {
        name: sorted(item.pk for item in value) for name, value in kept.items() if isinstance(value, list)
    }
    return salted_hmac("accounts.seen", repr(sorted((kept | lists).items())), algorithm="sha256").hexdigest()
