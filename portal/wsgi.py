"""The WSGI application, with finished pages in front of it; production settings unless told otherwise."""

import gc
import os

# Nothing of what is loaded here is ever garbage, and the collector would walk through all of it again and again.
gc.disable()

from django.core.wsgi import get_wsgi_application  # noqa: E402 -- after the collector is off

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- after django.setup
from django.urls import get_resolver  # noqa: E402 -- the same
from django.utils import translation  # noqa: E402 -- the same

from portal.page_cache.lending import Lender  # noqa: E402 -- the same

# Whatever every process needs sooner or later is loaded before it takes requests, so that a fault in it shows at once.
with translation.override(settings.LANGUAGE_CODE):
    translation.gettext("Search")
    _ = get_resolver().reverse_dict

lender = Lender()

if settings.DRAWING_SLOTS:
    from portal.page_cache.admission import Admission

    application = Admission(  # type: ignore[assignment]  # a WSGI application as well
        application,
        slots=settings.DRAWING_SLOTS,
        most_waiting=settings.MOST_WAITING,
        apart=("/healthz", "/readyz", settings.STATIC_URL, settings.MEDIA_URL),
        page=settings.BASE_DIR / "deploy/pages/unavailable.html",
        lender=lender,
    )

if settings.PAGE_CACHE_MEGABYTES:
    from portal.page_cache.boundary import PageCache

    application = PageCache(  # type: ignore[assignment]  # a WSGI application as well
        application, most_bytes=settings.PAGE_CACHE_MEGABYTES * 1024 * 1024, lender=lender
    )

# What stands now stays, and is looked through no more; what requests leave behind is found early, because there is little beside it.
gc.collect()
gc.freeze()
gc.collect()
gc.enable()
