"""`make demo` serves what is prepared, and hands everything else over to the command that prepares it."""

import os
from pathlib import Path
from typing import Any

import pytest

from portal.demo import again, serving, stamp


class HandedOverError(Exception):
    """Stands in for the program that takes this one's place."""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    found: list[Any] = []

    def take_over(_program: str, command: list[str], environment: dict[str, str]) -> None:
        found.append((command[1:], environment))
        raise HandedOverError

    monkeypatch.setattr(os, "execve", take_over)
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    monkeypatch.setattr(serving, "serve", lambda **given: found.append(given["mails"]))
    monkeypatch.setenv("PORTAL_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return found


@pytest.mark.parametrize(("fits", "wishes"), [(False, []), (False, ["--reset"]), (True, ["--reset"])])
def test_what_is_not_prepared_or_not_wanted_is_prepared(
    calls: list[Any], monkeypatch: pytest.MonkeyPatch, fits: bool, wishes: list[str]
) -> None:
    monkeypatch.setattr(stamp, "fits", lambda _environment: fits)
    monkeypatch.setattr("sys.argv", ["again", *wishes])
    with pytest.raises(HandedOverError):
        again.main()
    [(command, environment)] = calls
    assert command == ["manage.py", "serve_demo", "--settings=portal.settings.demo", *wishes]
    assert environment[serving.VARIABLES] == stamp.variables(os.environ)
    assert "PYTHONDONTWRITEBYTECODE" not in environment


def test_what_is_prepared_is_served(calls: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stamp, "fits", lambda _environment: True)
    monkeypatch.setattr("sys.argv", ["again"])
    again.main()
    assert calls == [tmp_path / "mails"]
