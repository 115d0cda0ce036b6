"""A portal of the tests served with its page cache, as in service."""

from portal.settings.local import *  # noqa: F403 -- Django settings are module names

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
PAGE_CACHE_MEGABYTES = 8
