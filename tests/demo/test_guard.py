"""The demo never takes a real portal's database for its own."""

import pytest

from portal.accounts.models import User
from portal.demo import builder, service

pytestmark = pytest.mark.django_db


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
        service.prepare(reset=True, say=str)


def test_an_empty_database_may_become_a_demo() -> None:
    builder.require_no_foreign_data()
