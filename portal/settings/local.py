"""What every run on one's own machine loosens: no TLS, loopback hosts, mails as files."""

import os

os.environ.setdefault("PORTAL_SECRET_KEY", "only-for-runs-on-ones-own-machine-never-in-service")
# The demo's people have a public password and no telephones; PORTAL_ADMIN_SECOND_FACTOR=yes shows what service asks.
os.environ.setdefault("PORTAL_ADMIN_SECOND_FACTOR", "no")

from portal.settings.production import *  # noqa: F403 -- the key must be there first
from portal.settings.production import STORAGES, VAR_DIR

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver", "[::1]"]
BASE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
WAGTAILADMIN_BASE_URL = BASE_URL
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None  # type: ignore[assignment]  # Django takes None for "no such header"
ALLAUTH_TRUSTED_PROXY_COUNT = 0
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_SECURE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
SERVE_MEDIA = True
UI_CATALOGUE_ENABLED = True
MAIL_RELAY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
# The demo shows its mails, and tests read them.
MAIL_KEEP_BODIES = True
EMAIL_FILE_PATH = VAR_DIR / "mails"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Nothing is collected: files are served from where they stand.
STATIC_ROOT = None  # type: ignore[assignment]  # Django takes None for "no such folder"
WHITENOISE_USE_FINDERS = True
