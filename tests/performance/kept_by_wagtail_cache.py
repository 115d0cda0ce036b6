"""The portal without its own page cache and with the package wagtail-cache, to measure beside."""

from portal.settings.bench import *  # noqa: F403 -- Django settings are module names
from portal.settings.bench import INSTALLED_APPS, MIDDLEWARE

PAGE_CACHE_MEGABYTES = 0
INSTALLED_APPS = [*INSTALLED_APPS, "wagtailcache"]
MIDDLEWARE = ["wagtailcache.cache.UpdateCacheMiddleware", *MIDDLEWARE, "wagtailcache.cache.FetchFromCacheMiddleware"]
