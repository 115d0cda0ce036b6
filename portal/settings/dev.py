"""Development: the local settings with tracebacks."""

from portal.settings.local import *  # noqa: F403 -- Django settings are module names

DEBUG = True
