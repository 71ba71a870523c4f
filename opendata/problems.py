"""What went wrong, told to programs as RFC 9457 says."""

from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"


def problem(status, title, detail, **more):
    """The body of an answer; `more` are members of its own, such as `errors`."""
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}


def not_understood(error):
    """The body that names each parameter that was not understood and why."""
    errors = [
        {"parameter": name, "detail": str(message)}
        for name, messages in error.errors.items()
        for message in messages
    ]
    return problem(400, "Bad Request", "The request names what is not known here.", errors=errors)


def answer(body):
    return JsonResponse(body, status=body["status"], content_type=MEDIA_TYPE)
