"""Makes sheets of questions for tests, as the admin's form would keep them, and publishes them."""

import uuid
from typing import Any, Final

from portal.accounts.models import User
from portal.kernel import clock
from registration.domain import questions
from registration.models import QuestionSheet, QuestionVersion
from tests.factories.registration import make_organiser

NAMES: Final = uuid.UUID("7f0c7a51-6d0c-4d0a-9a34-000000000000")
FIELDS: Final[dict[str, Any]] = {
    "label_en": "",
    "help_vi": "",
    "help_en": "",
    "required": False,
    "asked_of": "",
    "only_if_question": "",
    "only_if_option": "",
    "is_personal": False,
    "purpose_vi": "",
    "purpose_en": "",
    "keep_days": None,
}


def key_of(name: str) -> str:
    """Return the key of the question or option that a test calls so."""
    return uuid.uuid5(NAMES, name).hex


def field_of(name: str) -> str:
    """Return the name of a question's field in forms."""
    return f"q_{key_of(name)}"


def option(name: str, places: int | None = None, *, en: str = "") -> dict[str, Any]:
    """Return an option; its key comes from its Vietnamese words."""
    return {
        "type": "item",
        "id": str(uuid.uuid5(NAMES, name)),
        "value": {"label_vi": name, "label_en": en, "places": places},
    }


def question(kind: str, name: str, *options: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a question; its key comes from its Vietnamese words."""
    value = {**FIELDS, "label_vi": name, **fields}
    if options:
        value["options"] = list(options)
    return {"type": kind, "id": str(uuid.uuid5(NAMES, name)), "value": value}


LUNCH: Final = "Bữa trưa"
BUS: Final = "Xe đưa đón"


def lunch(places: int | None = 2, **fields: Any) -> dict[str, Any]:
    """Return a question about lunch; the meal has places, no meal has none to count."""
    return question("choice", LUNCH, option("Cơm chay", places, en="Vegetarian"), option("Không ăn"), **fields)


def make_draft(subject: uuid.UUID, *blocks: dict[str, Any]) -> QuestionSheet:
    """Keep a draft of questions, in place of an earlier one."""
    sheet, _made = QuestionSheet.objects.update_or_create(
        subject=subject, defaults={"draft": list(blocks), "changed_at": clock.now()}
    )
    return QuestionSheet.objects.get(pk=sheet.pk)


def publish(subject: uuid.UUID, *blocks: dict[str, Any], by: User | None = None) -> QuestionVersion:
    """Publish these questions as the next version."""
    make_draft(subject, *blocks)
    who = by or User.objects.filter(email="questions@example.org").first() or make_organiser("questions@example.org")
    return questions.publish(subject=subject, by=who, now=clock.now())
