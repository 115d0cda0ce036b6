"""From the blocks of a draft to questions; says in sentences what is not ready to be published."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal.kernel import text
from portal.kernel.errors import DomainError
from registration.enums import CHOICE_KINDS, QuestionKind
from registration.models import PlaceKind
from registration.question_set import LONGEST_KEEPING_DAYS, Condition, Option, Question, Words


def _key(block_id: str) -> str:
    return block_id.replace("-", "")


def _options(value: Any) -> tuple[Option, ...]:
    return tuple(
        Option(
            key=_key(child.id),
            label=Words(text.line(child.value["label_vi"]), text.line(child.value["label_en"] or "")),
            places=child.value["places"],
        )
        for child in value["options"].bound_blocks
    )


def _named(words: str | None) -> list[str]:
    return [said for each in (words or "").split(";") if (said := text.line(each))]


def _kinds(value: Any, kinds: Sequence[PlaceKind], label: str) -> tuple[str, ...]:
    codes = []
    for said in _named(value["asked_of"]):
        kind = next((each for each in kinds if text.fold(each.name_vi) == text.fold(said)), None)
        if kind is None:
            raise DomainError(
                _("“%(label)s” is asked only for “%(kind)s”, but there is no such kind of place.")
                % {"label": label, "kind": said}
            )
        codes.append(kind.code)
    return tuple(codes)


def _condition(value: Any, earlier: list[Question], label: str) -> Condition | None:
    wanted = text.line(value["only_if_question"] or "")
    if not wanted:
        return None
    asked = next((each for each in earlier if text.fold(each.label.vi) == text.fold(wanted)), None)
    if asked is None or asked.kind not in CHOICE_KINDS:
        raise DomainError(
            _("“%(label)s” depends on “%(wanted)s”, but no earlier question with options has these words.")
            % {"label": label, "wanted": wanted}
        )
    keys = []
    for said in _named(value["only_if_option"]):
        option = next((each for each in asked.options if text.fold(each.label.vi) == text.fold(said)), None)
        if option is None:
            raise DomainError(
                _("“%(label)s” depends on the option “%(option)s”, but “%(wanted)s” has no such option.")
                % {"label": label, "option": said, "wanted": asked.label.vi}
            )
        keys.append(option.key)
    if not keys:
        raise DomainError(_("“%(label)s” does not say on which option it depends.") % {"label": label})
    return Condition(asked.key, tuple(keys))


def _question(child: Any, earlier: list[Question], kinds: Sequence[PlaceKind]) -> Question:
    value, kind = child.value, QuestionKind(child.block_type)
    label = text.line(value["label_vi"])
    if not label:
        raise DomainError(_("A question has no words."))
    if any(text.fold(each.label.vi) == text.fold(label) for each in earlier):
        raise DomainError(_("Two questions say “%(label)s”. Give each its own words.") % {"label": label})
    options = _options(value) if kind in CHOICE_KINDS else ()
    names = [text.fold(each.label.vi) for each in options]
    if kind in CHOICE_KINDS and len(set(names)) < max(2, len(names)):
        raise DomainError(_("“%(label)s” needs at least two options, each with words of its own.") % {"label": label})
    is_personal = bool(value["is_personal"])
    if is_personal and not (value["purpose_vi"] and value["keep_days"]):
        raise DomainError(
            _("“%(label)s” does not say why it is asked and how long the answer is kept.") % {"label": label}
        )
    return Question(
        key=_key(child.id),
        kind=kind,
        label=Words(label, text.line(value["label_en"] or "")),
        help=Words(text.line(value["help_vi"] or ""), text.line(value["help_en"] or "")),
        required=bool(value["required"]),
        options=options,
        condition=_condition(value, earlier, label),
        kinds=_kinds(value, kinds, label),
        is_personal=is_personal,
        purpose=Words(text.line(value["purpose_vi"] or ""), text.line(value["purpose_en"] or "")),
        keep_days=value["keep_days"] or LONGEST_KEEPING_DAYS,
    )


def read(draft: Any, kinds: Sequence[PlaceKind]) -> tuple[Question, ...]:
    """Return the questions of a draft (the value of its stream) in their order; ``kinds`` are those of its subject.

    Raises DomainError with a sentence for the first thing that is not ready: words that are missing or stand twice,
    conditions on what does not come earlier, unknown kinds of place, personal answers without a purpose.
    """
    questions: list[Question] = []
    for child in draft:
        questions.append(_question(child, questions, kinds))
    return tuple(questions)
