"""Who looks at the screens of meetings and cases, when, and at which address."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.kernel import clock
from portal.operations import db_clock
from tests.factories.deliberation import Council

BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_(person: User | None) -> Client:
    own = Client()
    if person is not None:
        own.force_login(person, backend=BACKEND)
    return own


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    """Let the portal's clock and the database's show a moment."""
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(db_clock, "now", lambda: moment)


def admin(name: str, council: Council, *more: Any) -> str:
    return reverse(f"awards-{name}", args=[council.key, *more])
