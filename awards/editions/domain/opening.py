"""Opening the call of an edition: everything that decides is frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from awards import permissions
from awards.editions import rules as edition_rules
from awards.editions import snapshot
from awards.editions.domain import recording
from awards.editions.enums import MOVES, EditionState
from awards.editions.faults import Fault, faults, missing_english
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, AwardPage, EditionStep
from portal.kernel import errors
from portal.kernel.languages import Language


class NotReadyError(errors.DomainError):
    """The rules have faults; all of them are named."""

    def __init__(self, found: Sequence[Fault]) -> None:
        self.faults = tuple(found)
        super().__init__(" ".join(str(fault.sentence) for fault in found))


@dataclass(frozen=True, slots=True)
class Readiness:
    """What an edition would freeze now: its rules, what forbids to open, and what only should be looked at."""

    rules: edition_rules.EditionRules | None
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]


def pages_of(award_key: UUID) -> dict[str, AwardPage]:
    """Return the pages of an edition by language, as readers see them; copies that only mirror another page are left out."""
    rows = AwardPage.objects.filter(translation_key=award_key, alias_of=None).select_related("locale")
    return {page.locale.language_code: page for page in rows}


def readiness(*, award_key: UUID, now: datetime) -> Readiness:
    """Return whether an edition can be opened now, with every fault and warning."""
    pages = pages_of(award_key)
    page, english = pages.get(Language.VIETNAMESE.value), pages.get(Language.ENGLISH.value)
    if page is None:
        return Readiness(None, (Fault(_("The edition has no Vietnamese page.")),), ())
    found = []
    if not page.live:
        found.append(Fault(_("The page is not published.")))
    for name, one in pages.items():
        if one.live and one.has_unpublished_changes:
            words = _("The English page has changes that are not published: publish or discard them.")
            if name == Language.VIETNAMESE:
                words = _("The page has changes that are not published: publish or discard them.")
            found.append(Fault(words))
    public_english = english if english is not None and english.live else None
    rules = snapshot.of_pages(page, public_english)
    found += faults(rules, now)
    if public_english is not None:
        found += _different(rules, public_english)
    warnings = []
    if public_english is None:
        warnings.append(_("There is no published English page: readers of English will find Vietnamese rules."))
    elif number := missing_english(rules):
        warnings.append(_("%(number)d texts have no English words.") % {"number": number})
    return Readiness(rules, tuple(found), tuple(warnings))


def _different(rules: edition_rules.EditionRules, english: AwardPage) -> list[Fault]:
    """Return what the English page says otherwise than the Vietnamese one: numbers, dates and codes are the same in both."""
    found = [
        Fault(_("The English page says something else here."), name)
        for name, wanted in snapshot.field_values(rules, Language.ENGLISH).items()
        if not snapshot.same(name, getattr(english, name), wanted)
    ]
    for relation, by_key in snapshot.row_values(rules, Language.ENGLISH).items():
        rows = {str(getattr(row, snapshot.KEY_FIELDS[relation])): row for row in getattr(english, relation).all()}
        if rows.keys() != by_key.keys() or any(
            not snapshot.same(name, getattr(rows[key], name), wanted)
            for key, values in by_key.items()
            for name, wanted in values.items()
        ):
            found.append(Fault(_("The English page has other rows here."), relation))
    return found


@transaction.atomic
def locked_edition(award_key: UUID) -> AwardEdition:
    """Return the record of an edition, locked until the transaction ends; it is made where there is none.

    Its pages are locked first, as a page does that is saved: nobody publishes other words while rules are read or written.
    """
    list(Page.objects.select_for_update().filter(translation_key=award_key).order_by("pk").values_list("pk"))
    AwardEdition.objects.get_or_create(award_key=award_key)
    return AwardEdition.objects.select_for_update().get(award_key=award_key)


@transaction.atomic
def open_edition(*, award_key: UUID, by: Any, now: datetime) -> AwardEdition:
    """Freeze the rules that the published pages state, open the call, and return the edition.

    Raises NotAllowedError for others than its secretaries, IllegalMoveError where it has opened already, and
    NotReadyError with every fault.
    """
    if not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError
    edition = locked_edition(award_key)
    source = EditionState(edition.state)
    MOVES.check(source, EditionState.OPEN)
    ready = readiness(award_key=award_key, now=now)
    if ready.faults or ready.rules is None:
        raise NotReadyError(ready.faults)
    edition.rules = edition_rules.to_json(ready.rules)
    edition.rules_digest = edition_rules.digest(edition.rules)
    edition.state, edition.opened_at, edition.opened_by = EditionState.OPEN, now, by
    edition.save(update_fields=["rules", "rules_digest", "state", "opened_at", "opened_by"])
    EditionStep.objects.create(edition=edition, at=now, by=by, from_state=source, to_state=EditionState.OPEN)
    recording.state_rules(edition=edition, kind=LedgerKind.OPENING, now=now)
    return edition
