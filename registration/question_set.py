"""Questions as plain values: read from a frozen version, asked of a kind of place, shown or hidden by conditions. No database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.kernel import languages
from portal.kernel.languages import Language
from registration.enums import QuestionKind

FIELD_PREFIX = "q_"
POOL_PREFIX = "option-"
LONGEST_KEEPING_DAYS = 730
"""As long as the registration itself is kept."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Vietnamese and, where there is one, in English."""

    vi: str
    en: str = ""

    def __str__(self) -> str:
        return self.en if languages.current() is Language.ENGLISH and self.en else self.vi


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from; ``places`` None means as many as want it."""

    key: str
    label: Words
    places: int | None = None

    @property
    def pool_code(self) -> str:
        """The code of the pool that counts its places."""
        return f"{POOL_PREFIX}{self.key}"


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only where an earlier question was answered with one of these options."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``kinds`` are codes of kinds of place, empty for all; ``keep_days`` count from the end of the subject."""

    key: str
    kind: QuestionKind
    label: Words
    help: Words
    required: bool
    options: tuple[Option, ...]
    condition: Condition | None
    kinds: tuple[str, ...]
    is_personal: bool
    purpose: Words
    keep_days: int

    @property
    def field_name(self) -> str:
        """The name of its field in forms."""
        return f"{FIELD_PREFIX}{self.key}"

    def option(self, key: str) -> Option | None:
        """Return the option of this key."""
        return next((each for each in self.options if each.key == key), None)

    def is_for(self, kind: str) -> bool:
        """Return whether people who register for the kind of place of this code are asked."""
        return not self.kinds or kind in self.kinds


def _words(data: Mapping[str, str]) -> Words:
    return Words(vi=data.get("vi", ""), en=data.get("en", ""))


def question_of(data: Mapping[str, Any]) -> Question:
    """Return a question from its frozen form."""
    condition = data.get("condition")
    return Question(
        key=data["key"],
        kind=QuestionKind(data["kind"]),
        label=_words(data["label"]),
        help=_words(data["help"]),
        required=data["required"],
        options=tuple(Option(each["key"], _words(each["label"]), each["places"]) for each in data["options"]),
        condition=Condition(condition["question"], tuple(condition["options"])) if condition else None,
        kinds=tuple(data["kinds"]),
        is_personal=data["is_personal"],
        purpose=_words(data["purpose"]),
        keep_days=data["keep_days"],
    )


def frozen(question: Question) -> dict[str, Any]:
    """Return a question as it is kept in a version."""

    def words(said: Words) -> dict[str, str]:
        return {"vi": said.vi, "en": said.en}

    condition = question.condition
    return {
        "key": question.key,
        "kind": question.kind.value,
        "label": words(question.label),
        "help": words(question.help),
        "required": question.required,
        "options": [{"key": each.key, "label": words(each.label), "places": each.places} for each in question.options],
        "condition": {"question": condition.question, "options": list(condition.options)} if condition else None,
        "kinds": list(question.kinds),
        "is_personal": question.is_personal,
        "purpose": words(question.purpose),
        "keep_days": question.keep_days,
    }


def for_kinds(questions: Sequence[Question], kinds: Sequence[str]) -> tuple[Question, ...]:
    """Return the questions that can be asked for any of these kinds of place.

    Not one that hangs on an answer which nobody of the kind can give, because the earlier question is not asked there.
    """
    asked: dict[str, set[str]] = {}
    for each in questions:
        asked[each.key] = {kind for kind in kinds if each.is_for(kind)}
        if each.condition is not None:
            asked[each.key] &= asked.get(each.condition.question, set())
    return tuple(each for each in questions if asked[each.key])


def chosen(value: Any) -> tuple[str, ...]:
    """Return the keys of the options in an answer to a question with options."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()


def is_asked(question: Question, *, kind: str, answers: Mapping[str, Any]) -> bool:
    """Return whether a question is asked after the earlier ``answers`` (by key); those that were hidden are not among them."""
    if not question.is_for(kind):
        return False
    condition = question.condition
    return condition is None or bool(set(condition.options) & set(chosen(answers.get(condition.question))))


def _as_read(question: Question) -> tuple[object, ...]:
    return (
        question.key,
        question.kind,
        question.label,
        question.help,
        question.required,
        tuple((each.key, each.label) for each in question.options),
        question.condition,
        question.is_personal,
        question.purpose,
        question.keep_days,
    )


def read_alike(first: Sequence[Question], second: Sequence[Question], *, kind: str) -> bool:
    """Return whether two versions ask for this kind of place the same in the same words; places of options do not count."""
    one, other = ([_as_read(each) for each in for_kinds(questions, [kind])] for questions in (first, second))
    return one == other
