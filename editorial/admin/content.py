"""Forms of content: every save guarded and kept in the history."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, TextField, When
from django.db.models.functions import Cast
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial import drafts, history, recovery
from editorial.admin import columns
from editorial.admin.past import PastViews
from editorial.admin.sitting import Sitting, typed
from editorial.forms import ContentForm
from editorial.inlines import CitationInline, EditorsFields
from editorial.loading import relation_field, relations
from editorial.models import Draft
from editorial.publishing import dependants
from editorial.wording import row_at


class ClosestFirst:
    """In a choice that is looked up while typing, what is or begins with the words comes first."""

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path == reverse("admin:autocomplete"):
            name = self.search_fields[0]
            found = found.order_by(*closeness(name, search_term), name, "pk")
        return found, may_repeat


def closeness(name, words):
    if words:
        beginning = When(**{f"{name}__istartswith": words}, then=1)
        yield Case(When(**{f"{name}__iexact": words}, then=0), beginning, default=2)


class GuardedAdmin(ClosestFirst, EditorsFields, PastViews, admin.ModelAdmin):
    """A form of content: no save is lost in another one, and every one is kept in the history."""

    form = ContentForm
    list_per_page = 50
    save_on_top = True
    change_form_template = "admin/desk/form.html"
    delete_confirmation_template = "admin/desk/delete.html"

    def address(self, record, page="change"):
        return columns.address(record, page)

    # What a form is about: for most the record itself, for a row the record on whose page it stands.

    def root(self, request, object_id):
        """The record whose page the form is part of, or None: a new one, or none of this key."""
        return self.get_object(request, object_id) if object_id else None

    def root_of(self, record):
        return record

    def path_of(self, object_id):
        """Where the form's part lies in the snapshot of the root: () for the whole."""
        return ()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        def form(context):
            present = {**(extra_context or {}), **context}
            return super(GuardedAdmin, self).changeform_view(request, object_id, form_url, present)

        if not self.may_use_form(request, object_id) or "_saveasnew" in request.POST:
            raise PermissionDenied
        root = self.root(request, object_id)
        if object_id and root is None:
            return form({})
        return Sitting(self, request, root, self.path_of(object_id), form).answer()

    def may_use_form(self, request, object_id):
        if object_id is None:
            return self.has_add_permission(request)
        if request.method == "POST":
            return self.has_change_permission(request)
        return self.has_view_or_change_permission(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.only_shown = getattr(request, "only_shown", False)
        return form

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.sitting.form_saved(self.root_of(form.instance))

    def response_change(self, request, obj):
        if request.sitting.is_trial and "_popup" not in request.POST:
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        if request.sitting.is_trial and "_popup" not in request.POST:
            return HttpResponseRedirect(request.path)
        return super().response_add(request, obj, post_url_continue)

    def draft_saved(self, request, record, draft, response):
        """The answer when a form upon a draft was saved; `draft` is None if it says nothing new."""
        if draft:
            text = _("Draft saved. The live page is unchanged.")
        else:
            text = _("Nothing differs from the live page: there is no draft.")
        self.log_change(request, record, str(text))
        if "_popup" in request.POST:
            return response
        self.message_user(request, text)
        return HttpResponseRedirect(request.path)

    # Deleting

    def delete_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, object_id)
        used = self.used(request, record) if record else {}
        return super().delete_view(request, object_id, {**used, **(extra_context or {})})

    def get_deleted_objects(self, objs, request):
        """Published records that refer to one of these stand in the way, as protected rows do."""
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        users = {user for record in objs for user in dependants(record)}
        return rows, counts, lacking, [*protected, *map(columns.link, sorted(users, key=str))]

    def delete_model(self, request, obj):
        recovery.delete(obj, by=request.user, why=typed(request, "_why"))

    def delete_queryset(self, request, queryset):
        for record in queryset:
            self.delete_model(request, record)


class ContentAdmin(GuardedAdmin):
    """A sourced record that is edited on a page of its own."""

    inlines = [CitationInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_sourced()

    @admin.display(description=_("sourced"), boolean=True, ordering="sourced")
    def sourced(self, record):
        return record.sourced


class RowAdmin(ContentAdmin):
    """A row of another record's page that also has a form of its own, for its sources.

    What is changed here is changed on that page: it becomes part of its draft, if it is published.
    """

    def root(self, request, object_id):
        if object_id is None:
            return self.owner(request.POST.get(self.model.belongs_to))
        row = self.get_object(request, object_id)
        return getattr(row, row.belongs_to) if row else self.owner_in_a_draft(object_id)

    def root_of(self, record):
        return getattr(record, record.belongs_to)

    def record_pages(self):
        """None of its own: they are those of the record that it is part of."""
        return []

    def history_view(self, request, object_id, extra_context=None):
        return self.back(self.allowed(request, object_id), "history")

    def recover_view(self, request):
        raise Http404

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"recover_address": "", **(extra_context or {})})

    @property
    def model_of_owner(self):
        return self.model._meta.get_field(self.model.belongs_to).related_model

    def owner(self, key):
        try:
            return self.model_of_owner._base_manager.filter(pk=key or None).first()
        except ValidationError:
            return None

    def owner_in_a_draft(self, key):
        """The record in whose draft alone the row stands."""
        try:
            path = self.path_of(key)
        except ValidationError:
            return None
        found = Draft.objects.of_model(self.model_of_owner).annotate(text=Cast("data", TextField()))
        likely = found.filter(text__contains=path[-1])
        return next((draft.record for draft in likely if row_at(draft.data, path)), None)

    def path_of(self, object_id):
        if object_id is None:
            return ()
        owner = self.model_of_owner
        found = (n for n in relations(owner) if relation_field(owner, n)[0].related_model is self.model)
        return (next(found), str(self.model._meta.pk.to_python(object_id)))

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A row stays where it is: to move one is to remove it here and to add it there."""
        form = super().get_form(request, obj, change, **kwargs)
        if obj and self.model.belongs_to in form.base_fields:
            form.base_fields[self.model.belongs_to].disabled = True
        return form

    def has_delete_permission(self, request, obj=None):
        """A row of a published page is removed on that page, in its draft, or goes with it."""
        allowed = super().has_delete_permission(request, obj)
        own_page = request.resolver_match.url_name.startswith(f"{self.opts.label_lower.replace('.', '_')}_")
        return allowed and not (obj and own_page and drafts.is_drafted(self.root_of(obj)))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        touch(self.root_of(obj))

    def delete_model(self, request, obj):
        with transaction.atomic():
            owner = drafts.locked(self.root_of(obj))
            if drafts.is_drafted(owner):
                raise PermissionDenied
            history.begin(owner)
            obj.delete()
            touch(owner)
            drafts.saved(owner, by=request.user)


def touch(owner):
    """The page of the owner has changed with its row."""
    type(owner)._base_manager.filter(pk=owner.pk).update(changed_at=timezone.now())
