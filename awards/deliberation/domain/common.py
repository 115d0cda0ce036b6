"""What every act of the council begins with: the edition, locked, its frozen rules, and the right to act."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from awards import permissions
from awards.domain import reopened
from awards.editions.enums import EditionState
from awards.editions.rules import EditionRules, from_json
from awards.models import AwardEdition
from portal.kernel import errors

SITTING = frozenset({EditionState.DELIBERATION, EditionState.PUBLIC_COMMENT})
"""While the edition is in one of these the council meets: first on the shortlist, then on what the public's vote and objections changed."""


def locked(award_key: UUID) -> tuple[AwardEdition, EditionRules]:
    """Return an edition, locked until the transaction ends, with its rules; DomainError where nothing was frozen."""
    edition = AwardEdition.objects.select_for_update().filter(award_key=award_key).first()
    if edition is None or not edition.rules:
        raise errors.DomainError(_("There is no such edition."))
    return edition, from_json(edition.rules)


def managed(award_key: UUID, by: Any) -> tuple[AwardEdition, EditionRules]:
    """Return an edition as ``locked`` does; NotAllowedError for others than its secretaries."""
    if not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError
    return locked(award_key)


def require_state(edition: AwardEdition, states: frozenset[EditionState]) -> None:
    """Raise DomainError unless the edition is in one of the states, or decided anew."""
    if EditionState(edition.state) not in states and not reopened.is_reopened(edition):
        words = _("This is not possible while the edition is in the state “%(state)s”.")
        raise errors.DomainError(words % {"state": edition.get_state_display()})
