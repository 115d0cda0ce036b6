"""What every act on a jury begins with: the edition, locked, in a state that allows it; and who may act."""

from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.domain import reopened
from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules, from_json
from awards.models import AwardEdition, Juror
from portal.kernel import errors

COMPOSED: Final = frozenset({EditionState.OPEN, EditionState.SCREENING, EditionState.SCORING})
"""While people are asked, released and replaced."""
GIVING: Final = frozenset({EditionState.SCREENING, EditionState.SCORING})
"""While dossiers are given to jurors."""
UNDECIDED: Final = COMPOSED | {EditionState.DELIBERATION, EditionState.PUBLIC_COMMENT}
"""While a conflict of interest can still change the result."""
NOT_NOW = _("This is not possible in the present state of the edition.")


def locked_edition(
    award_key: UUID, states: frozenset[EditionState], *, or_anew: bool = False
) -> tuple[AwardEdition, EditionRules]:
    """Return the edition and its frozen rules, locked until the transaction ends; DomainError outside of some states.

    With ``or_anew`` an edition that is decided anew is taken too.
    """
    edition = AwardEdition.objects.select_for_update().filter(award_key=award_key).first()
    if edition is None or not edition.rules:
        raise errors.DomainError(NOT_NOW)
    if edition.state not in states and not (or_anew and reopened.is_reopened(edition)):
        raise errors.DomainError(NOT_NOW)
    return edition, from_json(edition.rules)


def locked_juror(juror: Juror) -> Juror:
    """Return the juror's row, locked; the caller holds the edition."""
    return Juror.objects.select_for_update(of=("self",)).select_related("user").get(pk=juror.pk)


def require_secretariat(by: Any, award_key: UUID) -> None:
    """Raise NotAllowedError for others than who looks after the edition."""
    if not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError
