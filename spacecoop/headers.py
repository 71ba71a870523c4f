"""What every answer tells the browser: that of a page, a file, an error, and of what Django never saw."""

from csp.utils import build_policy
from django.conf import settings

OPEN = "Access-Control-Allow-Origin"  # only what `opendata.sharing` and WhiteNoise open to all has it
ANYWHERE, HERE = "cross-origin", "same-origin"
OF_EVERY_ANSWER = {
    "Cross-Origin-Opener-Policy": HERE,
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "X-Content-Type-Options": "nosniff",
}


class EveryAnswer:
    """The outermost middleware: what those within left out, as they do where they refuse a request.

    What programs of other sites may read, their pages may show; everything else is for our own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in OF_EVERY_ANSWER.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cross-Origin-Resource-Policy", ANYWHERE if OPEN in response else HERE)
        return response


def without_django():
    """The headers, for WSGI, of a refusal in plain text that is made before Django is asked."""
    return [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", build_policy()),
        ("Cross-Origin-Resource-Policy", HERE),
        *OF_EVERY_ANSWER.items(),
    ]
