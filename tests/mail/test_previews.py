"""Every mail has a preview that renders in both languages, and nobody sends but the mail room."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines

from portal.kernel.languages import Language
from portal.mail import previews
from portal.mailroom import gallery

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "portal",
    "home",
    "news",
    "exhibitors",
    "experts",
    "showcase",
    "registration",
    "events",
    "awards",
    "search",
    "plan",
)
SENDERS = {"portal/mail/domain.py"}
"""Where a message is given to the mail server."""


def kinds_in_templates() -> set[str]:
    """Return the kinds of all templates of mails: those with a subject, and whatever else stands in a folder of mails."""
    found = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("templates/**/*.txt"):
            name = str(path).rpartition("/templates/")[2]
            if name.endswith("_subject.txt"):
                found.add(name.removesuffix("_subject.txt"))
            elif "/emails/" in name and "/parts/" not in name:
                found.add(name.removesuffix(".txt"))
    return found


def test_every_mail_in_the_repository_has_a_preview() -> None:
    kinds = kinds_in_templates()
    assert len(kinds) > 70
    assert sorted(kinds - {preview.kind for preview in previews.every()}) == []


@pytest.fixture
def loud() -> Iterator[None]:
    engine = engines["django"].engine  # type: ignore[attr-defined]  # Django's own engine
    before = engine.string_if_invalid
    engine.string_if_invalid = "MISSING-%s"
    yield
    engine.string_if_invalid = before


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize("language", list(Language))
def test_every_preview_says_something_in_each_part(db: None, language: Language) -> None:
    for preview in previews.every():
        words = preview.render(language)
        for part in (words.subject, words.text, words.html):
            assert part.strip(), preview.kind
            assert "MISSING-" not in part, f"{preview.kind}: {part[part.index('MISSING-') :][:60]}"
            assert "{{" not in part, preview.kind
            assert "{%" not in part, preview.kind
        assert "\n" not in words.subject
        assert f'<html lang="{language.value}">' in words.html, preview.kind


def test_previews_differ_by_language(db: None) -> None:
    same = [
        preview.kind
        for preview in previews.every()
        if preview.render(Language.VIETNAMESE).text == preview.render(Language.ENGLISH).text
    ]
    assert same == []


def _sends(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {
            "django.core.mail",
            "django.core.mail.message",
            "smtplib",
        }:
            names = {alias.name for alias in node.names}
            if names & {
                "EmailMessage",
                "EmailMultiAlternatives",
                "get_connection",
                "mail_admins",
                "mail_managers",
                "send_mail",
                "send_mass_mail",
                "SMTP",
            }:
                return True
        if isinstance(node, ast.Attribute) and node.attr in {"send_mass_mail", "email_user", "mail_admins"}:
            return True
    return False


def test_only_the_mail_room_talks_to_the_mail_server() -> None:
    found = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts and _sends(ast.parse(path.read_text())):
                found.add(str(path.relative_to(ROOT)))
    # The backend is given messages and only reads them.
    assert found - {"portal/mail/backends.py"} == SENDERS


def test_in_service_a_library_that_sends_only_queues() -> None:
    text = (ROOT / "portal/settings/production.py").read_text()
    assert 'EMAIL_BACKEND = "portal.mail.backends.QueueBackend"' in text
    assert "EMAIL_BACKEND" not in (ROOT / "portal/settings/local.py").read_text().replace("MAIL_RELAY_BACKEND", "")


def test_rooms_of_mails_have_vietnamese_names() -> None:
    rooms = {preview.room for preview in previews.every()}
    assert [room for room in rooms if gallery.room_name(room) == room.title()] == []
