"""Questions of one fair and one course, drafted as in the admin and published."""

import uuid
from collections.abc import Collection
from typing import Any, Final

from portal.demo.builders.common import Build
from portal.demo.specs.questions import QUESTIONS
from portal.demo.specs.shapes import OptionSpec, QuestionSpec
from registration import question_queries
from registration.answered import Answered
from registration.domain import answers, questions
from registration.models import PlaceKind, QuestionSheet

NAMES: Final = uuid.UUID("5f2f7dd6-8f5c-4d7c-9a6e-2b1f1f0e7c11")


def build(context: Build) -> None:
    """Draft and publish every sheet."""
    for spec in QUESTIONS:
        subject = context.pages[spec.event].translation_key
        QuestionSheet.objects.create(
            subject=subject, draft=[_block(question) for question in spec.questions], changed_at=context.now
        )
        questions.publish(subject=subject, by=context.people["operator"], now=context.now)


def answered(kind: PlaceKind, options: Collection[str]) -> Answered | None:
    """Return answers that choose these options, by their keys in the specs; None where nothing is asked."""
    version = question_queries.current(kind.subject)
    if version is None:
        return None
    wanted = {uuid.uuid5(NAMES, key).hex for key in options}
    given = {
        question.key: next((option.key for option in question.options if option.key in wanted), "")
        for question in version.read()
    }
    return answers.check(version=version, place_kind=kind, given=given)


def _block(spec: QuestionSpec) -> dict[str, Any]:
    value = {
        "label_vi": spec.label.vi,
        "label_en": spec.label.en,
        "help_vi": spec.help.vi,
        "help_en": spec.help.en,
        "required": spec.is_required,
        "asked_of": spec.asked_of.vi if spec.asked_of else "",
        "only_if_question": spec.condition[0].vi if spec.condition else "",
        "only_if_option": spec.condition[1].vi if spec.condition else "",
        "is_personal": spec.purpose is not None,
        "purpose_vi": spec.purpose.vi if spec.purpose else "",
        "purpose_en": spec.purpose.en if spec.purpose else "",
        "keep_days": spec.keep_days,
    }
    if spec.options:
        value["options"] = [_option(option) for option in spec.options]
    return {"type": spec.kind.value, "id": str(uuid.uuid5(NAMES, spec.key)), "value": value}


def _option(spec: OptionSpec) -> dict[str, Any]:
    return {
        "type": "item",
        "id": str(uuid.uuid5(NAMES, spec.key)),
        "value": {"label_vi": spec.label.vi, "label_en": spec.label.en, "places": spec.places},
    }
