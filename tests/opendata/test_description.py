"""The interface answers as its description says, whatever it is asked."""

import pytest
import schemathesis
from django.core.cache import cache
from django.test.client import ClientHandler
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from rest_framework.throttling import AnonRateThrottle
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

pytestmark = pytest.mark.slow


@pytest.fixture
def description(catalogue, monkeypatch):
    """The description as it is served; nobody waits here."""
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": None})
    cache.clear()
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", served)


def served(environ, start_response):
    """The site as a WSGI application that leaves the test's database connection open."""
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    response = ClientHandler(enforce_csrf_checks=False)(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


def failures_of(operation, mode):
    """What went wrong in 20 requests that the operation allows, or that it does not allow."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def asked(case):
        # A short name that no record has is refused with 400; a description cannot list all that there are.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    try:
        asked()
    except Unsatisfiable:  # nothing can be asked wrongly
        return []
    except FailureGroup as group:
        return [f"{operation.label}: {failure}" for failure in group.exceptions]
    return []


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"]
)
def test_every_answer_is_as_described(description, mode):
    operations = [result.ok() for result in description.get_all_operations()]

    assert len(operations) > 30
    assert [problem for operation in operations for problem in failures_of(operation, mode)] == []
