"""What somebody sent that could not be saved: the reason, and what was typed, to be sent again."""

from django.shortcuts import render

from editorial import unwritable

NOT_OURS = {"csrfmiddlewaretoken"}


class Unsaved:
    """Says in plain words that the disk or the database takes nothing, instead of failing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        refusal = unwritable.refusal(error)
        return refusal and unsaved(request, refusal)


def unsaved(request, refusal):
    """The reason, with what was typed; a form with a password in it is not shown again."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    if any("password" in name.lower() for name, _value in fields):
        fields = []
    context = {
        "refusal": refusal,
        "fields": [field for field in fields if field[0] not in NOT_OURS],
        "typed": [field for field in fields if field[1].strip() and field[0][:1] != "_" and is_text(field)],
        "has_files": bool(request.FILES),
    }
    response = render(request, "unsaved.html", context, status=refusal.status)
    response["Cache-Control"] = "private, no-store"
    return response


def is_text(field):
    """Whether somebody may have typed it: no count of rows, no mark of a form."""
    name = field[0]
    return name not in NOT_OURS and not name.endswith(("_FORMS", "-id", "-DELETE"))
