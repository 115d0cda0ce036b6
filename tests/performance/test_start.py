"""A web worker starts without what few requests need, and leaves out of the collector what it starts with."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = """
import gc, json, sys
import portal.wsgi
from django.db import connection
print(json.dumps({
    "modules": sorted(sys.modules), "frozen": gc.get_freeze_count(), "watched": len(gc.get_objects()),
    "collects": gc.isenabled(), "is_connected": connection.connection is not None,
}))
"""


@cache
def started() -> dict[str, Any]:
    """Return what a process knows that has loaded the WSGI application as in service."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.production", "PORTAL_SECRET_KEY": "s" * 60}
    environment.pop("PORTAL_CACHE_URL", None)
    done = subprocess.run([sys.executable, "-c", START], cwd=ROOT, env=environment, capture_output=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("library", ["openpyxl", "typst", "redis", "pypdf"])
def test_libraries_for_files_and_redis_come_later(library: str) -> None:
    assert library not in started()["modules"]


def test_neither_tests_nor_the_demo_are_loaded() -> None:
    loaded = {name for name in started()["modules"] if name.split(".")[0] in {"tests", "pytest"}}
    loaded |= {name for name in started()["modules"] if name.startswith("portal.demo.")}
    # The app is installed everywhere for its commands; its configuration is all that is read.
    assert loaded == {"portal.demo.apps"}


def test_the_collector_looks_after_what_comes_later() -> None:
    told = started()
    assert told["collects"]
    assert told["frozen"] > 10 * told["watched"]


def test_nobody_asks_the_database_before_the_first_request() -> None:
    assert not started()["is_connected"]
