import pytest

from tests.admin.editing import superuser
from tests.trust import walk


@pytest.fixture
def stocked(db, tmp_path, settings):
    """A mission with a draft, of a site with records of every kind; media in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return walk.stocked()


@pytest.fixture
def chief(db):
    """A client of an administrator, to whom a fault of ours is an answer too."""
    client = superuser()
    client.raise_request_exception = False
    return client
