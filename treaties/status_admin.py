"""A status table brought to the desk: compared with what is held, then made part of the drafts."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from treaties import status_changes, status_table

MOST_BYTES = 2 * 2**20  # it travels in the form once more, which has 2.5 MB
SHOWN = 500  # messages and changes that are shown


class TableForm(forms.Form):
    """A file, or the text of one that was looked at already."""

    file = forms.FileField(label=gettext_lazy("Status table (CSV)"), required=False)
    table = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    as_of = forms.DateField(
        label=gettext_lazy("Day of the table"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Rows without a date count from this day; today without one."),
    )

    def clean(self):
        file = self.cleaned_data.get("file")
        if file and not file.name.lower().endswith(".csv"):
            raise forms.ValidationError(_("Bring a file whose name ends with .csv."))
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("A status table has at most 2 MB."))
        content = file.read() if file else self.cleaned_data.get("table", "").encode()
        if not content:
            raise forms.ValidationError(_("Choose a file."))
        self.content = content


class StatusTable:
    """For the admin of treaties: one page for bringing, looking and applying."""

    def record_pages(self):
        yield from super().record_pages()
        yield self.page("status-table/", self.status_table_view)

    def changelist_view(self, request, extra_context=None):
        address = reverse("admin:treaties_treaty_status_table") if self.has_change_permission(request) else ""
        return super().changelist_view(request, {"table_address": address, **(extra_context or {})})

    def status_table_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        form, checked, problem = TableForm(request.POST or None, request.FILES or None), None, ""
        if request.method == "POST" and form.is_valid():
            try:
                checked = status_table.check(form.content, form.cleaned_data["as_of"])
            except status_table.Refused as error:
                problem = str(error)
            if checked and not checked.messages and {"apply", "publish"} & request.POST.keys():
                try:
                    return self.apply_table(request, checked, form.cleaned_data["as_of"])
                except status_changes.NotApplied as error:
                    problem = str(error)
        may_publish = self.has_publish_permission(request)
        shown = self.shown(checked, form)
        context = {"form": form, "problem": problem, "may_publish": may_publish, **shown}
        return self.desk_page(request, "status_table", None, _("Status table"), **context)

    def shown(self, checked, form):
        if checked is None:
            return {}
        return {
            "checked": checked,
            "table": "" if checked.messages else form.content.decode("utf-8-sig"),
            "day": form.cleaned_data["as_of"],
            "table_messages": checked.messages[:SHOWN],
            "changes": checked.changes[:SHOWN],
            "most_shown": SHOWN,
        }

    def apply_table(self, request, checked, as_of):
        publish = "publish" in request.POST
        treaties = status_changes.apply(checked, by=request.user, as_of=as_of, publish=publish)
        for treaty in treaties:
            self.log_change(request, treaty, str(_("Status table.")))
        names = ", ".join(str(treaty) for treaty in treaties)
        done = _("Published: %s.") if publish else _("Drafts saved: %s. The live pages are unchanged.")
        text = done % names if treaties else _("Nothing differs.")
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:treaties_treaty_changelist"))
