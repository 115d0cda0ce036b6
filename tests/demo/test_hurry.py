"""Migrating in a hurry leaves nothing behind; whether its tables are the same, ``make soak-hurry`` compares."""

import gc
from typing import Any

import pytest
from django.apps import apps
from django.db.migrations.state import ProjectState

from portal.demo import hurry


def _patched() -> tuple[Any, ...]:
    drawing = ProjectState.add_model, ProjectState._find_reload_model  # type: ignore[attr-defined]
    return *drawing, gc.get_threshold(), vars(apps).get("get_swappable_settings_name")


def _begin_and_fail() -> None:
    with hurry.hurried():
        raise ZeroDivisionError


@pytest.mark.django_db
@pytest.mark.parametrize("fails_at", ["the work", "freeze", "collect"])
def test_nothing_is_left_behind_wherever_it_fails(fails_at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    before = _patched()
    if fails_at != "the work":
        monkeypatch.setattr(gc, fails_at, fail)
    with pytest.raises(ZeroDivisionError):
        _begin_and_fail()
    assert _patched() == before
