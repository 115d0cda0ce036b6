"""The WSGI application, with finished pages in front of it; production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- after django.setup

if settings.DRAWING_SLOTS:
    from portal.page_cache.admission import Admission

    application = Admission(  # type: ignore[assignment]  # a WSGI application as well
        application,
        slots=settings.DRAWING_SLOTS,
        most_waiting=settings.MOST_WAITING,
        apart=("/healthz", "/readyz", settings.STATIC_URL, settings.MEDIA_URL),
        page=settings.BASE_DIR / "deploy/pages/unavailable.html",
    )

if settings.PAGE_CACHE_MEGABYTES:
    from portal.page_cache.boundary import PageCache

    application = PageCache(application, most_bytes=settings.PAGE_CACHE_MEGABYTES * 1024 * 1024)  # type: ignore[assignment]  # a WSGI application as well
