"""The demo portal: behaves as in service, on one's own machine, with invented data marked as such."""

from portal.settings.local import *  # noqa: F403 -- Django settings are module names

IS_DEMO = True
WHITENOISE_AUTOREFRESH = False
