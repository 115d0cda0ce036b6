"""Headers, cookies and the content security policy (design.md section 8)."""

from csp.constants import NONE, SELF

from portal import env

SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Wagtail previews pages in a frame of its own; public pages forbid frames by their content security policy.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
PROXY_COUNT = env.integer("PROXY_COUNT", default=1, help="Number of proxies whose X-Forwarded-For entries are trusted.")
ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT

SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.ui.views.csrf_failure"

ADMIN_PATH = "admin/"

# Embeds are frames of named providers, loaded on a click (design.md section 8).
EMBED_FRAME_SOURCES = ["https://www.youtube-nocookie.com"]

# A page that names a live stream at one of these servers may play from that server; every other page may not.
STREAM_HOSTS = env.hosts(
    "STREAM_HOSTS",
    help="Servers from which live streams of sound and film may be played, such as stream.example.org,stream.example.org:8443.",
)

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [f"/{ADMIN_PATH}"],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": EMBED_FRAME_SOURCES,
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Wagtail's admin still writes some inline script and style; nothing from outside is allowed there either.
ADMIN_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self'; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "frame-src 'self'; base-uri 'self'; frame-ancestors 'self'; worker-src 'self'; manifest-src 'self'"
)
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(self), payment=(), usb=()"
