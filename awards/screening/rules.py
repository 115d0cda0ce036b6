"""The rules that every dossier is checked by. They follow from the frozen rules, and nobody adds one for a single dossier."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from awards.editions.rules import Document, EditionRules, Words
from awards.models import Nomination
from portal.kernel.languages import Language

ELIGIBILITY: Final = "eligibility"
DOCUMENT: Final = "document"
DOCUMENT_IS_THERE: Final = gettext_noop("“%(document)s” is there, of a kind that is allowed, and can be read.")
NOMINEE_AGREED: Final = gettext_noop("The nominee agreed to be nominated.")
RIGHT_CATEGORY: Final = gettext_noop("The dossier belongs in the category that it names.")


class Kind(Enum):
    """What a rule asks, and by that how the system can help."""

    ELIGIBILITY = "eligibility"
    DOCUMENT = "document"
    CONSENT = "consent"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One question to a dossier; ``subject`` is the key of the document where it is about one."""

    key: str
    kind: Kind
    title: Words
    subject: str = ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _eligibility(rules: EditionRules) -> list[CheckRule]:
    """Make a rule of each line of "Who can take part"; the English goes along where it has as many lines."""
    vietnamese, english = _lines(rules.eligibility.vi), _lines(rules.eligibility.en)
    if len(english) != len(vietnamese):
        english = [""] * len(vietnamese)
    found: list[CheckRule] = []
    for line, translated in zip(vietnamese, english, strict=True):
        key = key_of(line)
        again = sum(rule.title.vi == line for rule in found)
        found.append(CheckRule(f"{key}-{again + 1}" if again else key, Kind.ELIGIBILITY, Words(line, translated)))
    return found


def key_of(line: str) -> str:
    """Return the key of a rule that a line of "Who can take part" makes: by its words, so that what was said of it stays with it."""
    return f"{ELIGIBILITY}-{hashlib.sha256(line.encode()).hexdigest()[:12]}"


def dropped(rules: EditionRules, earlier: Iterable[EditionRules]) -> dict[str, Words]:
    """Return the lines that amendments took out of "Who can take part", by their keys."""
    asked = {rule.key for rule in _eligibility(rules)}
    return {rule.key: rule.title for one in earlier for rule in _eligibility(one) if rule.key not in asked}


def _in_both(sentence: str, name: Words | None = None) -> Words:
    """Return a sentence of ours, named by its English text, in both languages."""
    said = {}
    for language in Language:
        with translation.override(language.value):
            words = gettext(sentence)
            said[language] = words % {"document": name[language.value] or name.vi} if name is not None else words
    return Words(said[Language.VIETNAMESE], said[Language.ENGLISH])


def _document(document: Document) -> CheckRule:
    title = _in_both(DOCUMENT_IS_THERE, document.title)
    return CheckRule(f"{DOCUMENT}-{document.key}", Kind.DOCUMENT, title, document.key)


def of(rules: EditionRules, nomination: Nomination) -> tuple[CheckRule, ...]:
    """Return the rules for a dossier in the order in which they are asked.

    One for each line of "Who can take part", keyed by its words; one for each document that must be there; the nominee's consent where
    somebody else nominates; and the category that the dossier was handed in for.
    """
    found = _eligibility(rules)
    found += [_document(document) for document in rules.documents if document.required]
    if nomination.nominee_email:
        found.append(CheckRule("consent", Kind.CONSENT, _in_both(NOMINEE_AGREED)))
    found.append(CheckRule("category", Kind.CATEGORY, _in_both(RIGHT_CATEGORY)))
    return tuple(found)
