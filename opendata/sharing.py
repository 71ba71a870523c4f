"""Letting the programs and pages of other sites read what is public."""

from functools import wraps


def open_to_all(response):
    """Let pages of other sites read the answer: it holds nothing that is not public."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Retry-After, Content-Disposition"
    return response


def opened(view):
    """The view, whose answers are open to all."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        return open_to_all(view(request, *args, **kwargs))

    return answer
