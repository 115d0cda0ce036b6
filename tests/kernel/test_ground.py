"""Transitions, tokens, pagination, environment, language of a path."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import TextChoices

from portal import env
from portal.kernel import clock, errors, languages, pagination, tokens
from portal.kernel.models import SecretToken
from portal.kernel.transitions import TransitionTable


class Door(TextChoices):
    OPEN = "open"
    SHUT = "shut"
    GONE = "gone"


MOVES = TransitionTable({Door.OPEN: frozenset({Door.SHUT}), Door.SHUT: frozenset({Door.OPEN, Door.GONE})})


def test_transition_table_refuses_other_moves() -> None:
    MOVES.check(Door.OPEN, Door.SHUT)
    with pytest.raises(errors.IllegalMoveError):
        MOVES.check(Door.OPEN, Door.GONE)
    assert MOVES.final_states() == {Door.GONE}


@pytest.mark.django_db
def test_token_serves_only_its_purpose_and_time() -> None:
    now = clock.now()
    secret = tokens.issue(purpose="manage", subject="7", now=now, expires_at=now + timedelta(hours=1))
    assert tokens.subject_of(purpose="manage", secret=secret, now=now) == "7"
    assert tokens.subject_of(purpose="other", secret=secret, now=now) is None
    assert tokens.subject_of(purpose="manage", secret=secret, now=now + timedelta(hours=1)) is None
    assert secret not in SecretToken.objects.get().digest


@pytest.mark.django_db
def test_token_is_dead_once_revoked() -> None:
    now = clock.now()
    secret = tokens.issue(purpose="manage", subject="7", now=now)
    assert tokens.revoke_all(purpose="manage", subject="7", now=now) == 1
    assert tokens.subject_of(purpose="manage", secret=secret, now=now) is None


@pytest.mark.parametrize(("asked", "shown"), [(None, 1), ("3", 3), ("99", 5), ("x", 1), ("-1", 5), ("0", 5)])
def test_paginate_answers_any_number(asked: str | None, shown: int) -> None:
    page = pagination.paginate(list(range(50)), number=asked, size=10)
    assert page.number == shown


def test_paginate_shows_a_window_of_numbers() -> None:
    page = pagination.paginate(list(range(1000)), number="50", size=10)
    assert page.numbers == (1, None, 48, 49, 50, 51, 52, None, 100)
    assert (page.previous_number, page.next_number) == (49, 51)


@pytest.mark.parametrize(
    ("path", "language"),
    [("/", "vi"), ("/su-kien/", "vi"), ("/en/", "en"), ("/en", "en"), ("/english/", "vi"), ("/en/events/", "en")],
)
def test_language_is_in_the_path(path: str, language: str) -> None:
    assert languages.of_path(path) == language


@pytest.mark.parametrize(
    ("reader", "value", "words"),
    [
        (lambda: env.flag("TRIAL", default=False, help="x"), "perhaps", "PORTAL_TRIAL: 'perhaps' is not yes or no"),
        (lambda: env.integer("TRIAL", default=1, help="x"), "1.5", "PORTAL_TRIAL: '1.5' is not a whole number"),
        (lambda: env.integer("TRIAL", default=1, help="x", minimum=1), "0", "PORTAL_TRIAL: 0 is too small"),
        (lambda: env.url("TRIAL", default="", help="x"), "nonsense", "PORTAL_TRIAL: is not an address"),
        (
            lambda: env.database("TRIAL", default="sqlite:///x", help="x"),
            "mysql://x/y",
            "PORTAL_TRIAL: must start with",
        ),
        (lambda: env.text("TRIAL", default=None, help="The key."), "", "PORTAL_TRIAL: is not set"),
    ],
)
def test_environment_stops_with_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, reader: object, value: str, words: str
) -> None:
    monkeypatch.setenv("PORTAL_TRIAL", value)
    with pytest.raises(SystemExit) as stopped:
        reader()  # type: ignore[operator]
    assert str(stopped.value).startswith(words)
    assert "\n" not in str(stopped.value)
    env.VARIABLES.pop("TRIAL")


def test_environment_reads_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TRIAL", "postgresql://me:secret@db.example.org:5433/portal")
    settings = env.database("TRIAL", default="sqlite:///x", help="x")
    env.VARIABLES.pop("TRIAL")
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example.org", 5433, "portal")


def test_environment_folder_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORTAL_TRIAL", str(tmp_path / "a" / ".." / "b"))
    assert env.folder("TRIAL", default=tmp_path, help="x") == tmp_path / "b"
    env.VARIABLES.pop("TRIAL")


def test_server_names_leave_out_the_port_that_https_implies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TRIAL", "Stream.example.org:443, stream.example.org:8443, [2001:db8::1]")
    with pytest.raises(env.BadEnvironmentError):
        env.hosts("TRIAL", help="x")
    monkeypatch.setenv("PORTAL_TRIAL", "Stream.example.org:443, stream.example.org:8443, other.example.org:4430")
    assert env.hosts("TRIAL", help="x") == [
        "stream.example.org",
        "stream.example.org:8443",
        "other.example.org:4430",
    ]
    env.VARIABLES.pop("TRIAL")
