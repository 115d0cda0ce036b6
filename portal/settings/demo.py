"""The demo portal: behaves as in service, on one's own machine, with invented data marked as such."""

import os

# A reserved name at which nothing answers: addresses of live streams can be entered, and no reader's device is led anywhere.
os.environ.setdefault("PORTAL_STREAM_HOSTS", "stream.example.org")

from portal.settings.local import *  # noqa: F403 -- the server's name must be there first

IS_DEMO = True
WHITENOISE_AUTOREFRESH = False
