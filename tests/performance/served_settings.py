"""The demo portal with its static files as in service: collected, compressed, with hashes in their names."""

import os
from pathlib import Path

from portal.settings.bench import *  # noqa: F403 -- the demo's key must be there first
from portal.settings.bench import VAR_DIR
from portal.settings.production import STORAGES  # noqa: F401 -- the demo's settings have others

STATIC_ROOT = Path(os.environ.get("PORTAL_BENCH_STATIC", VAR_DIR / "static"))
WHITENOISE_USE_FINDERS = False
