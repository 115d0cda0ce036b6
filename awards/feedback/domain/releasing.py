"""The jury's remarks as the secretariat edits them, and the moment at which scores and remarks go to the entrants."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.dossiers import calls
from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.feedback import emails
from awards.models import AwardEdition, FeedbackRelease, Nomination, ReleasedRemark
from portal.kernel import errors, text

AFTER_DECISION: Final = frozenset({EditionState.DECIDED, EditionState.CLOSED})
UNTOLD: Final = frozenset({NominationState.DRAFT, NominationState.AWAITING, NominationState.WITHDRAWN})
"""Never handed in, or taken back: nobody judged it."""
LONGEST_REMARK: Final = 4000


def _call(award_key: UUID, by: Any) -> calls.Call:
    if not permissions.can_manage_edition(by, award_key):
        raise errors.NotAllowedError
    edition = AwardEdition.objects.select_for_update().filter(award_key=award_key).first()
    call = calls.of(edition)
    if call is None or call.state not in AFTER_DECISION:
        raise errors.DomainError(_("Remarks are edited and released after the decision."))
    return call


@transaction.atomic
def save_remarks(*, nomination: Nomination, texts: dict[str, str], by: Any, now: datetime) -> None:
    """Keep the remarks for an entrant by criterion, "" being the whole dossier; an empty one is taken away.

    They can be mended after the release too: a name that slipped through must not stay. Raises NotAllowedError for others
    than the edition's secretaries, DomainError before the decision, for a criterion that the rules do not know, and for a
    dossier that was erased.
    """
    call = _call(nomination.award_key, by)
    found = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    if found.erased_at is not None:
        raise errors.DomainError(_("The contents of this dossier were erased."))
    if not set(texts) <= {"", *(criterion.key for criterion in call.rules.criteria)}:
        raise errors.DomainError(_("The rules have no such criterion."))
    for key, typed in texts.items():
        words = text.paragraphs(typed)
        if len(words) > LONGEST_REMARK:
            raise errors.DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST_REMARK}, field=key)
        kept = ReleasedRemark.objects.filter(nomination=found, key=key).first()
        if not words:
            if kept is not None:
                kept.delete()
        elif kept is None or kept.text != words:
            ReleasedRemark.objects.update_or_create(
                nomination=found, key=key, defaults={"text": words, "edited_at": now, "edited_by": by}
            )


@transaction.atomic
def release(*, award_key: UUID, by: Any, now: datetime) -> FeedbackRelease:
    """Give scores and remarks to all entrants of an edition and tell them by mail; return the record.

    Raises NotAllowedError for others than the edition's secretaries, DomainError before the decision and the second time.
    """
    _call(award_key, by)
    if FeedbackRelease.objects.filter(award_key=award_key).exists():
        raise errors.DomainError(_("Scores and remarks were released already."))
    made = FeedbackRelease.objects.create(award_key=award_key, released_at=now, released_by=by)
    for nomination in Nomination.objects.filter(award_key=award_key, erased_at=None).exclude(state__in=UNTOLD):
        emails.released(nomination=nomination)
    return made
