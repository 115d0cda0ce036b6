"""Wagtail: names, models, limits; nothing that calls out unless the operator names a machine translator."""

import zoneinfo

from portal import env

# Day first, as in every other form; portal.kernel.locale_formats reads what they write.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILIMAGES_IMAGE_MODEL = "media.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAILDOCS_EXTENSIONS = [
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "csv",
    "txt",
    "vtt",
    "mp3",
    "m4a",
    "mp4",
    "webm",
]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.pages.document_forms.DocumentForm"
# Tells the admin's script; portal.media.recordings has the limits of each kind.
WAGTAILDOCS_MAX_UPLOAD_SIZE = 150 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
# Half the bytes of JPEG on a phone. What others fetch who may not know it (networks, podcasts, the press) names its format in the template.
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "webp", "jpeg": "webp", "png": "webp", "webp": "webp"}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64 * 1024 * 1024
# The admin may propose "xưởng-nhỏ"; PortalPage turns it into "xuong-nho", where Wagtail's script would drop letters.
WAGTAIL_ALLOW_UNICODE_SLUGS = True
# Off until a browser has shown that it works with our forms; what it needs on the server is there (docs/adr/0016-autosave.md).
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Without what is no place: the server's own zone, which no browser knows by this name, and the mark of a machine without one.
WAGTAIL_USER_TIME_ZONES = sorted(zoneinfo.available_timezones() - {"Factory", "localtime"})
WAGTAILADMIN_LOGIN_URL = "admin-gate"
WAGTAIL_FRONTEND_LOGIN_URL = "page-gate"
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "pages/password_required.html"  # noqa: S105 -- a template
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "news.desk.finish.publish"
# Who reviews may mend: a check recorded or a typo corrected while approving does not send the page round again.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_TAG_LIMIT = 12
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}}
WAGTAILEMBEDS_FINDERS = [{"class": "wagtail.embeds.finders.oembed", "providers": []}]
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# None by default. A class of wagtail-localize's kind, named by the operator; what it writes is marked as a machine's and published by people only.
_MACHINE_TRANSLATOR = env.text(
    "MACHINE_TRANSLATOR",
    default="",
    help="Class that translates for editors (wagtail-localize), by its full name; empty = none.",
)
_MACHINE_OPTIONS = env.mapping(
    "MACHINE_TRANSLATOR_OPTIONS", help="Options of that class as JSON, such as an address and a key.", secret=True
)
if _MACHINE_TRANSLATOR:
    WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": _MACHINE_TRANSLATOR, "OPTIONS": _MACHINE_OPTIONS}
