"""What the system can say about a rule by itself. It proposes; the secretary decides."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from awards.dossiers import calls
from awards.dossiers import queries as dossiers
from awards.editions.rules import EditionRules
from awards.models import DossierFile, Nomination
from awards.screening.enums import Outcome
from awards.screening.rules import CheckRule, Kind
from portal.kernel import clock, formats, languages

Files = Mapping[tuple[str, bool], DossierFile]
"""Files of a dossier by document and whether it is the version without names."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An outcome, and the sentence that says what it was seen from."""

    outcome: Outcome
    words: str


def of(*, rule: CheckRule, rules: EditionRules, nomination: Nomination, files: Files) -> Proposal | None:
    """Return what can be seen from the records; None where only a person can tell."""
    if rule.kind is Kind.DOCUMENT:
        return _document(rule.subject, rules, files)
    if rule.kind is Kind.CONSENT:
        return _consent(nomination)
    if rule.kind is Kind.CATEGORY:
        return _category(rules, nomination)
    return None


def _document(key: str, rules: EditionRules, files: Files) -> Proposal | None:
    document = next((one for one in rules.documents if one.key == key), None)
    if document is None:
        return None
    kept, twin = files.get((key, False)), files.get((key, True))
    if kept is None:
        return Proposal(Outcome.FAIL, _("The file is missing."))
    if document.anonymise and twin is None:
        return Proposal(Outcome.FAIL, _("The version without names is missing."))
    ending = kept.file.original_name.rpartition(".")[2].lower()
    if ending not in document.formats:
        return Proposal(Outcome.UNCLEAR, _("The file is of another kind than the rules allow."))
    found = dossiers.leaks_of(twin)
    if found is not None and found.names_somebody and found.report.accepted_at is None:
        return Proposal(Outcome.UNCLEAR, _("The version without names tells who is behind it."))
    return Proposal(Outcome.PASS, _("The file is there: %(name)s.") % {"name": kept.file.original_name})


def _consent(nomination: Nomination) -> Proposal:
    if nomination.nominee_consented_at is None:
        return Proposal(Outcome.FAIL, _("The nominee did not agree."))
    day = formats.short_date(clock.local(nomination.nominee_consented_at).date())
    return Proposal(Outcome.PASS, _("The nominee agreed on %(day)s.") % {"day": day})


def _category(rules: EditionRules, nomination: Nomination) -> Proposal:
    found = next((one for one in rules.categories if one.code == nomination.category_code), None)
    if found is None:
        return Proposal(Outcome.FAIL, _("This edition has no such category."))
    title = calls.told(found.title, languages.current())
    return Proposal(Outcome.PASS, _("The edition has this category: %(category)s.") % {"category": title})
