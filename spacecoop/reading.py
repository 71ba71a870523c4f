"""Public pages are read from the replica where there is one, and from the primary where that fails."""

import logging

from django.utils.cache import patch_cache_control

from editorial import replica

log = logging.getLogger("spacecoop.reading")


class ReadsReplica:
    """A request that fails on the replica is answered once more, from the primary."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with replica.reading(request.META) as database:
            response = self.get_response(request)
            # What says when to ask again has not failed: the primary would take as long.
            if response.status_code < 500 or database == replica.PRIMARY or "Retry-After" in response:
                return response
            log.warning("%s failed on the replica; reading the primary.", request.path)
            replica.read_primary()
            response = self.get_response(request)
            patch_cache_control(response, private=True)  # it may be newer than the generation that was read
            return response
