import pytest

from tests.accounts.signing import CountingHasher


@pytest.fixture(autouse=True)
def quick_hasher(settings):
    settings.PASSWORD_HASHERS = [f"{CountingHasher.__module__}.{CountingHasher.__qualname__}"]
