"""The WSGI application, with finished pages in front of it; production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- after django.setup

if settings.PAGE_CACHE_MEGABYTES:
    from portal.page_cache.boundary import PageCache

    application = PageCache(application, most_bytes=settings.PAGE_CACHE_MEGABYTES * 1024 * 1024)  # type: ignore[assignment]  # a WSGI application as well
