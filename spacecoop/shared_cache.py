"""The cache that nodes share, which may fail: then nothing is found in it, and pages are made anew."""

import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

REST = 5  # seconds for which a cache that failed is left alone: each try could take two


class SharedCache(RedisCache):
    """Redis or Valkey. While it fails, reading finds nothing, and writing does nothing and says it did."""

    resting = 0.0

    def asked(self, ask, otherwise):
        """What the cache answers; the other where it does not."""
        if time.monotonic() < SharedCache.resting:
            return otherwise
        try:
            return ask()
        except RedisError:
            SharedCache.resting = time.monotonic() + REST
            return otherwise

    def get(self, key, default=None, version=None):
        return self.asked(lambda: super(SharedCache, self).get(key, default, version), default)

    def get_many(self, keys, version=None):
        return self.asked(lambda: super(SharedCache, self).get_many(keys, version), {})

    def has_key(self, key, version=None):
        return self.asked(lambda: super(SharedCache, self).has_key(key, version), False)

    def add(self, key, value, *args, **options):
        return self.asked(lambda: super(SharedCache, self).add(key, value, *args, **options), True)

    def set(self, key, value, *args, **options):
        return self.asked(lambda: super(SharedCache, self).set(key, value, *args, **options), None)

    def touch(self, key, *args, **options):
        return self.asked(lambda: super(SharedCache, self).touch(key, *args, **options), False)

    def delete(self, key, version=None):
        return self.asked(lambda: super(SharedCache, self).delete(key, version), False)

    def clear(self):
        return self.asked(super().clear, False)
