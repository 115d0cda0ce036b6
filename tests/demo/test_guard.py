"""The demo never takes a real portal's database for its own."""

import io
from typing import ClassVar

import pytest
from django.conf import settings
from django.core.management.base import OutputWrapper
from django.db import OperationalError

from portal.accounts.models import User
from portal.demo import builder, service
from portal.demo.processes import Processes

pytestmark = pytest.mark.django_db


def prepare(*, reset: bool) -> None:
    service.prepare(
        reset=reset, out=OutputWrapper(io.StringIO()), children=Processes(environment={}, folder=settings.BASE_DIR)
    )


@pytest.fixture
def citizen() -> User:
    return User.objects.create_user("nguoi-that@example.org")


def test_demo_is_not_built_over_a_real_portal(citizen: User) -> None:
    with pytest.raises(SystemExit, match="no demo's"):
        builder.build(seed=1, say=str)
    assert list(User.objects.all()) == [citizen]


@pytest.mark.usefixtures("citizen")
def test_reset_does_not_touch_a_real_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_reset", lambda: pytest.fail("The database was emptied."))
    with pytest.raises(SystemExit, match="no demo's"):
        prepare(reset=True)


def test_an_empty_database_may_become_a_demo() -> None:
    builder.require_no_foreign_data()


@pytest.mark.parametrize("vendor", ["postgresql", "sqlite"])
def test_a_database_that_does_not_answer_is_named_in_one_line_with_a_remedy(
    vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        settings_dict: ClassVar = {
            "NAME": "portal",
            "HOST": "db.example.org",
            "PORT": "5433",
            "PASSWORD": "secret-word",
        }

        def ensure_connection(self) -> None:
            raise OperationalError(
                'connection to "db.example.org" failed: Connection refused\n\tIs the server running?'
            )

    Away.vendor = vendor  # type: ignore[attr-defined]
    monkeypatch.setattr(service, "connection", Away())
    with pytest.raises(SystemExit) as stopped:
        prepare(reset=False)
    line = str(stopped.value)
    assert "Connection refused" in line
    assert ("PORTAL_DATABASE_URL" if vendor == "postgresql" else "PORTAL_VAR_DIR") in line
    assert "\n" not in line
    assert "secret-word" not in line
