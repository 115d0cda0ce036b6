"""What a dossier still lacks, by the frozen rules."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from awards.dossiers import calls
from awards.editions.rules import EditionRules
from awards.models import Nomination
from portal.kernel import languages


class Part(Enum):
    """Which page of the dossier a gap is filled on."""

    BASICS = "basics"
    ANSWER = "answer"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: a sentence, the page to fill it on, and which criterion or document it is."""

    part: Part
    sentence: str
    key: str = ""


def gaps(
    *, nomination: Nomination, rules: EditionRules, answers: Mapping[str, str], files: Collection[tuple[str, bool]]
) -> tuple[Gap, ...]:
    """Return everything that is missing at once; ``files`` are documents' keys with whether it is the version without names."""
    language = languages.current()
    found: list[Gap] = []
    if nomination.category_code not in {category.code for category in rules.categories}:
        found.append(Gap(Part.BASICS, str(_("Choose a category of this edition."))))
    if not nomination.summary.strip():
        found.append(Gap(Part.BASICS, str(_("Write the merits in brief."))))
    for criterion in rules.criteria:
        if not answers.get(criterion.key, "").strip():
            words = {"criterion": calls.told(criterion.title, language)}
            found.append(Gap(Part.ANSWER, str(_("Answer to “%(criterion)s”.") % words), criterion.key))
    for document in rules.documents:
        words = {"document": calls.told(document.title, language)}
        has_file = (document.key, False) in files
        if document.required and not has_file:
            found.append(Gap(Part.DOCUMENT, str(_("Upload “%(document)s”.") % words), document.key))
        if document.anonymise and (has_file or document.required) and (document.key, True) not in files:
            sentence = str(_("Upload the version without names of “%(document)s”.") % words)
            found.append(Gap(Part.DOCUMENT, sentence, document.key))
    return tuple(found)
