"""The rush through the whole stack: as in service, but on one's own machine without TLS.

Nothing that guards the form is loosened. Clients say whose request they pass on, as the proxy in front of a portal in service
does, so that the limit of each connection counts visitors; and they wait between showing and sending a form as people do.
"""

from portal.settings.local import *  # noqa: F403 -- Django settings are module names
from portal.settings.local import PROXY_COUNT

ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
