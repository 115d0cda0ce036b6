"""The complete, safe settings of a portal in service; the other modules import this one and loosen it by name."""

from pathlib import Path

from portal import env
from portal.settings.accounts import *  # noqa: F403 -- Django settings are module names
from portal.settings.apps import *  # noqa: F403 -- Django settings are module names
from portal.settings.languages import *  # noqa: F403 -- Django settings are module names
from portal.settings.security import *  # noqa: F403 -- Django settings are module names
from portal.settings.wagtail import *  # noqa: F403 -- Django settings are module names

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = env.folder("VAR_DIR", default=BASE_DIR / "var", help="Folder of the database file, media and mails.")

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY", default=None, secret=True, help="Long random text that signs cookies and links.")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", default=(), help="Host names that the portal answers to.")
BASE_URL = env.url(
    "BASE_URL", default="https://localhost", help="Public address of the portal, used in mails and feeds."
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
WAGTAILADMIN_BASE_URL = BASE_URL

SITE_NAME_VI = env.text(
    "SITE_NAME_VI",
    default="Sàn khoa học và công nghệ Bắc Ninh",
    help="Name of the portal in Vietnamese.",
)
SITE_NAME_EN = env.text(
    "SITE_NAME_EN",
    default="Bắc Ninh Science and Technology Market",
    help="Name of the portal in English.",
)

WAGTAIL_SITE_NAME = SITE_NAME_VI

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

DATABASES = {
    "default": env.database(
        "DATABASE_URL",
        default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}",
        help="Database: sqlite:///path or postgresql://user:password@host:port/name.",
    )
}

_cache_url = env.url(
    "CACHE_URL", default="", secret=True, help="Redis address shared by all processes; empty = in memory."
)
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _cache_url}
        if _cache_url
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "portal"}
    )
}

PAGE_CACHE_MEGABYTES = env.integer(
    "PAGE_CACHE_MB",
    default=16,
    help="Memory in which each process keeps finished public pages; 0 = every page is drawn for every visitor.",
)
PAGE_CACHE_BELL = env.choice(
    "PAGE_CACHE_BELL",
    default="file",
    choices=("file", "redis", "database"),
    help="How processes hear that a page changed: file (one host), redis (several hosts, PORTAL_CACHE_URL) or database (several hosts without Redis).",
)
PAGE_CACHE_REDIS = _cache_url
DRAWING_SLOTS = env.integer(
    "DRAWING_SLOTS",
    default=4,
    help="Requests that each process works on at once; below the server's threads, so that finished pages and files never wait. 0 = no limit.",
)
MOST_WAITING = env.integer(
    "MOST_WAITING",
    default=10,
    help="Requests that may wait in each process for one of them; more are told to come back in a few seconds (503).",
)
PAGE_CACHE_PROXY_SECONDS = env.integer(
    "PAGE_CACHE_PROXY_SECONDS",
    default=1,
    help="Seconds for which the web server in front may give a public page to others without asking again; 0 = never.",
)

OPENSEARCH_URL = env.url(
    "OPENSEARCH_URL",
    default="",
    secret=True,
    help="OpenSearch server for the public search, https://user:password@host:9200; empty = the database searches.",
)
OPENSEARCH_INDEX = env.text(
    "OPENSEARCH_INDEX", default="portal", help="Name under which the index stands there; each portal needs its own."
)
OPENSEARCH_CA = env.text(
    "OPENSEARCH_CA",
    default="",
    help="File with the certificate that signed the OpenSearch server's; empty = the system's.",
)
OPENSEARCH_TIMEOUT = env.integer(
    "OPENSEARCH_TIMEOUT", default=1500, minimum=50, help="Milliseconds after which the database searches instead."
)

COUNTS_WRITTEN_AFTER = 20  # seconds for which figures of readings and searches wait in a process

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "mail"],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.ui.finders.BundleFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_MEDIA_ROOT = VAR_DIR / "private"
CALENDAR_SNAPSHOTS = VAR_DIR / "calendars"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SERVE_MEDIA = env.flag("SERVE_MEDIA", default=False, help="Let Django serve media files; a web server should do it.")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "portal.media.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640

# Whatever a library sends goes into the queue; the worker alone talks to the relay.
EMAIL_BACKEND = "portal.mail.backends.QueueBackend"
MAIL_RELAY_BACKEND: str | None = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", default="localhost", help="Mail relay.")
REPLY_DAYS = env.integer(
    "REPLY_DAYS",
    default=5,
    minimum=1,
    help="Days within which a newsroom answers a request for a correction or a reply. The default stands in no law: the Press Law and what is issued under it set the term, and the office must enter the one that binds it.",
)
REPLY_WORKING_DAYS = env.flag(
    "REPLY_WORKING_DAYS", default=True, help="Count these days as working days, without weekends and public holidays."
)
EMAIL_PORT = env.integer("EMAIL_PORT", default=25, help="Port of the mail relay.", minimum=1)
EMAIL_HOST_USER = env.text("EMAIL_USER", default="", help="User at the mail relay.")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", default="", secret=True, help="Password at the mail relay.")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False, help="Use STARTTLS with the mail relay.")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", default="no-reply@example.org", help="Sender of the portal's mails.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_KEEP_BODIES = False

UI_CATALOGUE_ENABLED = env.flag("CATALOGUE", default=False, help="Show the catalogue of interface components.")
IS_DEMO = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "portal.kernel.log_safety.SecretsFilter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    # Django's own handlers would write the same lines once more, with the secrets of links in them.
    "loggers": {"django": {"handlers": []}, "wagtail": {"level": "WARNING"}},
    "root": {
        "handlers": ["console"],
        "level": env.text("LOG_LEVEL", default="INFO", help="Least level that is logged."),
    },
}
