"""Tests: tasks run at once, passwords hash fast, mails stay in memory."""

from portal.settings.local import *  # noqa: F403 -- Django settings are module names
from portal.settings.local import DATABASES, LOGGING, TEMPLATES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_RELAY_BACKEND = None  # the same as EMAIL_BACKEND, which tests replace
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default", "mail"]}}
# Two lines for every task that runs at once, each kept by pytest, would cost more than many a task.
LOGGING["loggers"]["django_tasks"] = {"level": "WARNING"}  # type: ignore[index]  # Django's own loose shape
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # allauth takes False for "no limits"
BASE_URL = "http://testserver"
COUNTS_WRITTEN_AFTER = 0  # tests write them themselves
PAGE_CACHE_MEGABYTES = 0  # its own tests switch it on
WAGTAILADMIN_BASE_URL = BASE_URL
WHITENOISE_AUTOREFRESH = False
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""  # type: ignore[index]  # Django's own loose shape

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    # A file, so that tests with threads see one database, and --reuse-db works.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # type: ignore[typeddict-unknown-key]  # Django's own key
