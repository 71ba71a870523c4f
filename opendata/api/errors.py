"""Whatever fails under the interface is told as a problem."""

from http import HTTPStatus

from rest_framework.views import exception_handler

from opendata import problems
from opendata.tables import NotUnderstood

TOLD = {
    404: "There is no such record or page.",
    405: "This address can only be read.",
    406: "Answers are JSON.",
    429: "Too many requests from this address: wait as long as Retry-After says.",
}


def told(error, context):
    """The answer to an exception; None where it is a fault of ours."""
    if isinstance(error, NotUnderstood):
        return problems.answer(problems.not_understood(error))
    response = exception_handler(error, context)
    if response is None:
        return None
    status = response.status_code
    body = problems.problem(
        status, HTTPStatus(status).phrase, TOLD.get(status, HTTPStatus(status).description)
    )
    answer = problems.answer(body)
    for name in ("Retry-After", "Allow"):
        if name in response.headers:
            answer[name] = response.headers[name]
    return answer
