"""The desk's pages for tables: bring one, look at what it would do, apply it; take one away."""

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.imports import runs, tables
from editorial.imports.registry import resource_of
from editorial.models import ImportRun

EARLIER = 10  # imports listed below the form
PAUSE = 2  # seconds until the page of a run that is at work is loaded again


class TableForm(forms.Form):
    """A file, and what it is for."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV (UTF-8, commas) or XLSX, at most 10 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    comment = forms.CharField(
        label=gettext_lazy("What changes and why"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish at once"),
        required=False,
        help_text=gettext_lazy(
            "New records, and changes of published ones, become public when you apply. "
            "What is not published or was withdrawn stays so."
        ),
    )

    def __init__(self, *args, may_publish, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.name.lower().rpartition(".")[2] not in tables.FORMATS:
            raise ValidationError(_("Bring a file whose name ends with .csv or .xlsx."))
        if file.size > tables.MOST_BYTES:
            raise ValidationError(_("A file has at most 10 MB."))
        return file


class Importing:
    """For the admin of a model with a resource: its list can be brought and taken away as a table."""

    change_list_template = "admin/imports/list.html"

    def get_urls(self):
        pages = {
            "import": ("import/", self.import_view),
            "import_run": ("import/<int:run>/", self.run_view),
            "export": ("export/", self.export_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=self.page_name(page))
            for page, (route, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def page_name(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def page_address(self, page, *args):
        return reverse(f"admin:{self.page_name(page)}", args=args)

    def changelist_view(self, request, extra_context=None):
        may_bring = runs.may_bring(request.user, self.model)
        context = {
            "import_address": self.page_address("import") if may_bring else "",
            "export_addresses": [self.export_address(request, kind) for kind in tables.FORMATS],
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    # -- bringing

    def import_view(self, request):
        if not runs.may_bring(request.user, self.model):
            raise PermissionDenied
        publishes = runs.may_publish(request.user, self.model)
        form = TableForm(request.POST or None, request.FILES or None, may_publish=publishes)
        if request.method == "POST" and form.is_valid():
            return HttpResponseRedirect(self.page_address("import_run", self.brought(request, form).pk))
        title = _("Import %(kind)s") % {"kind": self.opts.verbose_name_plural}
        return self.table_page(
            request,
            "form",
            title,
            form=form,
            columns=self.table_columns(),
            earlier=[(self.page_address("import_run", run.pk), run) for run in self.earlier_runs(request)],
        )

    def brought(self, request, form):
        data = form.cleaned_data
        return runs.bring(
            self.model,
            data["file"].read(),
            by=request.user,
            file_name=data["file"].name,
            comment=data["comment"],
            publish=data.get("publish", False),
        )

    def table_columns(self):
        """(name, label, whether it tells records apart) of each column."""
        options = resource_of(self.model)._meta
        labels = ((name, self.opts.get_field(name).verbose_name) for name in options.fields)
        return [(name, label, name in options.import_id_fields) for name, label in labels]

    def runs_of_kind(self):
        kind = ContentType.objects.get_for_model(self.model)
        return ImportRun.objects.filter(content_type=kind).defer("file")

    def earlier_runs(self, request):
        return self.runs_of_kind().filter(user=request.user)[:EARLIER]

    # -- a run

    def run_view(self, request, run):
        run = get_object_or_404(self.runs_of_kind(), pk=run)
        if run.user != request.user and not runs.may_publish(request.user, self.model):
            raise PermissionDenied
        if request.method == "POST":
            return self.run_step(request, run)
        at_work = run.state in runs.TO_DO
        response = self.table_page(
            request,
            "run",
            run.file_name,
            run=run,
            at_work=at_work,
            own=run.user == request.user,
        )
        if at_work and "still" not in request.GET:
            response["Refresh"] = str(PAUSE)
        return response

    def run_step(self, request, run):
        step = request.POST.get("step")
        if step == "apply" and run.user == request.user:
            if not runs.agree(run):
                self.message_user(request, _("It does not wait to be applied."), messages.ERROR)
            return HttpResponseRedirect(request.path)
        if step == "discard":
            if runs.discard(run):
                self.message_user(request, _("The import was discarded."))
                return HttpResponseRedirect(self.page_address("import"))
            self.message_user(request, _("It is being applied: it cannot be discarded now."), messages.ERROR)
            return HttpResponseRedirect(request.path)
        raise PermissionDenied

    def table_page(self, request, template, title, **context):
        surroundings = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        surroundings["import_address"] = self.page_address("import")
        return render(request, f"admin/imports/{template}.html", {**surroundings, **context})

    # -- taking away

    def export_address(self, request, kind):
        """(label, address) of the list as it is narrowed now."""
        query = request.GET.copy()
        for name in ("p", "all", "e"):
            query.pop(name, None)
        query["format"] = kind
        address = f"{self.page_address('export')}?{query.urlencode()}"
        return _("Export as %(format)s") % {"format": kind.upper()}, address

    def export_view(self, request):
        """The list as narrowed by its filters and search; as readers have it, without drafts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.GET = query = request.GET.copy()
        kind = query.pop("format", [""])[-1]
        if kind not in tables.FORMATS:
            raise Http404
        try:
            found = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self.page_address('changelist')}?e=1")
        dataset = resource_of(self.model)().export(found)
        data = tables.write(dataset.headers, dataset, kind)
        name = f"{self.opts.model_name}-{timezone.localdate():%Y-%m-%d}.{kind}"
        disposition = f'attachment; filename="{name}"'
        return HttpResponse(data, tables.FORMATS[kind], headers={"Content-Disposition": disposition})
