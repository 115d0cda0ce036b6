"""What jurors get of a dossier: never a name of a person, an organisation or a file as its people typed it."""

from dataclasses import dataclass
from pathlib import PurePath

from awards.dossiers import calls
from awards.editions.rules import EditionRules
from awards.models import DossierFile, Nomination
from portal.kernel import languages
from portal.kernel.languages import Language


@dataclass(frozen=True, slots=True)
class JuryFile:
    """A file that jurors may open; ``name`` is made of alias and document, and is what the download must be called."""

    pk: int
    key: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class JuryDossier:
    """A dossier as jurors see it; ``title`` is empty where the rules ask for a version without names."""

    alias: str
    category_code: str
    title: str
    summary: str
    answers: tuple[tuple[str, str], ...]
    files: tuple[JuryFile, ...]


def anonymises(rules: EditionRules) -> bool:
    """Return whether the jury must not know who is behind a dossier: so it is as soon as one document has a version without names."""
    return any(document.anonymise for document in rules.documents)


def shown(nomination: Nomination) -> JuryDossier:
    """Return ``queries.for_jury``'s answer; see there."""
    call = calls.find(nomination.award_key)
    if call is None:
        return JuryDossier(nomination.alias, nomination.category_code, "", "", (), ())
    is_blind = anonymises(call.rules)
    written = dict(nomination.answers.values_list("key", "text"))
    kept = {one.key: one for one in nomination.files.select_related("file").filter(is_twin=is_blind)}
    in_english = languages.current() is Language.ENGLISH
    title = (nomination.title_en if in_english else "") or nomination.title
    return JuryDossier(
        alias=nomination.alias,
        category_code=nomination.category_code,
        title="" if is_blind else title,
        summary=(nomination.summary_en if in_english else "") or nomination.summary,
        answers=tuple((one.key, written[one.key]) for one in call.rules.criteria if one.key in written),
        files=tuple(
            _file(nomination, kept[one.key])
            for one in call.rules.documents
            if one.key in kept and one.anonymise == is_blind
        ),
    )


def _file(nomination: Nomination, found: DossierFile) -> JuryFile:
    ending = PurePath(found.file.original_name).suffix
    return JuryFile(found.pk, found.key, f"{nomination.alias or 'ho-so'}-{found.key}{ending}", found.file.size)
