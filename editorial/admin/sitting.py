"""One sitting at a record's form: what it shows, what it keeps, and when it refuses to save.

A published record is edited in a sandbox: the stock form is shown and saved upon its draft, what
came of it is kept as the new draft, and the live record stays as it was.
"""

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from editorial import drafts, followers, history, openings, unwritable
from editorial.models import Publishable, Revision
from editorial.snapshots import DoesNotFit, digest, sandbox, snapshot
from editorial.wording import Wording, row_at

LENGTH_OF_WHY = Revision._meta.get_field("why").max_length


def typed(request, name):
    """What a person said about a step, as far as the history can hold it."""
    return request.POST.get(name, "").replace("\0", "").strip()[:LENGTH_OF_WHY]


class Sitting:
    """`record`: the record whose page is edited, None for a new one; `path`: to its row that has the
    form, () for the whole. `form(context)` is the stock view of the admin.
    """

    def __init__(self, desk, request, record, path, form):
        self.desk, self.request, self.record, self.path, self.form = desk, request, record, path, form
        self.drafted = record is not None and drafts.is_drafted(record)
        self.saved = self.refused = False
        request.sitting = self

    @property
    def is_new(self):
        """Whether the form is that of something not there yet, over which nobody can quarrel."""
        return self.record is None or self.request.resolver_match.kwargs.get("object_id") is None

    @property
    def is_trial(self):
        """Whether all that the form saves now is taken back again."""
        return self.drafted or self.refused

    @property
    def why(self):
        return typed(self.request, "_why")

    def answer(self):
        try:
            return self.save() if self.request.method == "POST" else self.show()
        except DoesNotFit as error:
            text = _("The draft no longer fits what is live: %(error)s") % {"error": error}
            self.desk.message_user(self.request, text, messages.ERROR)
            return HttpResponseRedirect(self.desk.address(self.record, "compare"))
        except (DatabaseError, OSError) as error:
            refusal = unwritable.refusal(error)
            if refusal is None or self.request.method != "POST":
                raise
            return self.unsaved(refusal)

    # -- what is shown

    def show(self):
        opening, refusal = self.opening()
        context = {"opening": opening, "closed": refusal and refusal.reason}
        if opening and opening.typed and "typed" in self.request.GET:
            return self.show_typed(opening, context)
        return self.rendered(context)

    def opening(self):
        """(the note that the form is open, None) or, where nothing can be noted, (None, the Refusal)."""
        try:
            return openings.open_form(self.request, self.desk.model, self.record), None
        except DatabaseError as error:
            if (refusal := unwritable.refusal(error)) is None:
                raise
            return None, refusal

    def show_typed(self, opening, context):
        """The form as it was typed and not saved: checked again, and saved only by its buttons."""
        data = QueryDict(mutable=True)
        for name, value in opening.typed:
            data.appendlist(name, value)
        self.request.method, self.request.POST, self.request.only_shown = "POST", data, True
        return self.rendered(context | {"opened": data.get("_opened", ""), "brought_back": True})

    def rendered(self, context):
        """The form upon the draft, if there is one, drawn before the draft is put away again."""
        context = {**self.surroundings(), **context}
        context = {"opened": self.version(), **context}
        if not self.drafted:
            return self.form(context)
        with sandbox():
            drafts.take_up(self.record)
            response = self.form(context)
            draw(response)
        return response

    def surroundings(self):
        """What the page says around the form."""
        about = self.desk.surroundings(self.request, self.record) if self.record else {}
        return {**about, "why": self.why}

    def version(self):
        """What tells the state that this form shows from any other."""
        return "" if self.is_new else self.of_part(drafts.shown(self.record))

    def of_part(self, data):
        return digest(row_at(data, self.path)) if self.path else digest(data)

    # -- what is saved

    def save(self):
        with transaction.atomic():
            self.take_hold()
            if self.is_stale():
                return self.refuse()
            if not self.drafted:
                return self.saved_at_once()
            response, data = self.tried()
            if data is None:
                return response
            draft = drafts.store(self.record, data, by=self.request.user, comment=self.why)
        openings.close_form(self.request)
        return self.desk.draft_saved(self.request, self.record, draft, response)

    def saved_at_once(self):
        """What the form answers; what has no states is public as soon as it is saved."""
        response = self.form({**self.surroundings(), "opened": self.request.POST.get("_opened", "")})
        if not issubclass(self.desk.model, Publishable):
            followers.let_follow()
        return response

    def take_hold(self):
        """Nobody else writes the record now: from here on its state is what it is."""
        if self.record is None:
            return
        self.record = drafts.locked(self.record)
        self.drafted = drafts.is_drafted(self.record)
        if not self.drafted:
            history.begin(self.record)

    def form_saved(self, record):
        """The form has saved; `record` is the one whose page it is part of."""
        self.saved = True
        if not self.drafted:
            record = type(record)._base_manager.get(pk=record.pk)
            drafts.saved(record, by=self.request.user, why=self.why)
            openings.close_form(self.request)

    def is_stale(self):
        """Whether somebody saved since this form was opened."""
        return not self.is_new and self.request.POST.get("_opened") != self.version()

    def tried(self):
        """(the answer of the form, the snapshot of what it saved or None), all taken back."""
        data = None
        with sandbox():
            drafts.take_up(self.record)
            response = self.form({**self.surroundings(), "opened": self.request.POST.get("_opened", "")})
            if self.saved:
                data = snapshot(self.record)
            else:
                draw(response)
        return response, data

    def refuse(self):
        """The form as typed, with what somebody else has saved meanwhile; nothing is written."""
        self.refused = True
        theirs = drafts.shown(self.record)
        _response, mine = self.tried()
        differences = Wording(type(self.record)).differences(theirs, mine) if mine else []
        latest = Revision.objects.of(self.record).defer("data").order_by("-pk").first()
        self.request.only_shown = True
        context = {"clash": differences, "refused": True, "latest": latest, "opened": self.of_part(theirs)}
        return self.rendered(context)

    def unsaved(self, refusal):
        """The form as typed, and why it could not be saved."""
        self.refused = self.request.only_shown = True
        context = {"unsaved": refusal.reason, "opened": self.request.POST.get("_opened", "")}
        response = self.rendered(context)
        response.status_code = refusal.status
        return response


def draw(response):
    if hasattr(response, "render"):
        response.render()
