"""How long an address and what comes with it may be: far more than any link or form of ours makes."""

from django.views.defaults import bad_request

from opendata import problems
from opendata.sharing import open_to_all

LONGEST = 8_000  # characters of an address, and of its cookies
MOST = 200  # parameters


class Limits:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_too_much(request.META):
            return refused(request)
        return self.get_response(request)


def refused(request):
    if request.path.startswith("/api/"):
        detail = f"An address, and its cookies, may have {LONGEST:,} characters, and {MOST} parameters."
        return open_to_all(problems.answer(problems.problem(400, "Bad Request", detail)))
    return bad_request(request, None)


def is_too_much(told):
    query = told.get("QUERY_STRING", "")
    return (
        len(query) + len(told.get("PATH_INFO", "")) > LONGEST
        or len(told.get("HTTP_COOKIE", "")) > LONGEST
        or query.count("&") >= MOST
    )
