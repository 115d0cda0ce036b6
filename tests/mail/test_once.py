"""A task that runs again because its worker died writes no second mail."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from portal.kernel.languages import Language
from portal.mail import domain, once
from portal.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _queued_only(settings: Any) -> Iterator[None]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}
    yield
    once._RUNNING.set(())


def queue(recipient: str, kind: str = "registration/emails/changed") -> OutgoingMail:
    return domain.queue_rendered(
        recipient=recipient, subject="Đổi giờ", text="…", language=Language.VIETNAMESE, kind=kind
    )


def run(task_id: str) -> list[OutgoingMail]:
    """Write what a task writes: two mails to one person with two registrations, one to another."""
    task = SimpleNamespace(id=task_id)
    once.begin(task_result=task)
    try:
        return [queue("an@example.org"), queue("an@example.org"), queue("binh@example.org")]
    finally:
        once.end(task_result=task)


def test_the_same_task_finds_the_mails_that_it_wrote() -> None:
    first = run("one")
    assert run("one") == first
    assert OutgoingMail.objects.count() == 3
    assert run("two") != first
    assert OutgoingMail.objects.count() == 6


def test_outside_of_tasks_every_mail_is_a_new_one() -> None:
    assert queue("an@example.org") != queue("an@example.org")
    assert set(OutgoingMail.objects.values_list("once_key", flat=True)) == {None}


def test_a_task_inside_a_task_has_keys_of_its_own() -> None:
    outer, inner = SimpleNamespace(id="outer"), SimpleNamespace(id="inner")
    once.begin(task_result=outer)
    first = once.key_for(kind="a", recipient="b")
    once.begin(task_result=inner)
    assert once.key_for(kind="a", recipient="b") != first
    once.end(task_result=inner)
    again = once.key_for(kind="a", recipient="b")
    once.end(task_result=outer)
    assert again not in {None, first}
    assert once.key_for(kind="a", recipient="b") is None
