"""Who had a part in the procedure of an edition: such a person does not handle an appeal against it."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from awards import permissions
from awards.deliberation.enums import PartKind
from awards.jury.enums import JurorState
from awards.models import (
    Assignment,
    AwardEdition,
    Conflict,
    CureRequest,
    Decision,
    DossierMember,
    EditionAmendment,
    EditionStep,
    Juror,
    MarkReturn,
    Meeting,
    MotionVote,
    Nomination,
    NominationLog,
    Objection,
    Rehearing,
    ScreeningCheck,
    Shortlist,
)


def _rows(award_key: UUID) -> dict[PartKind, list[Any]]:
    """Return for each kind of part who had it, as queries for the keys of accounts."""
    nomination = {"nomination__award_key": award_key}
    return {
        PartKind.STEPS: [
            AwardEdition.objects.filter(award_key=award_key).values("opened_by"),
            EditionStep.objects.filter(edition__award_key=award_key).values("by"),
            EditionAmendment.objects.filter(edition__award_key=award_key).values("by"),
            Shortlist.objects.filter(award_key=award_key).values("published_by"),
        ],
        PartKind.DOSSIERS: [
            NominationLog.objects.filter(**nomination).values("by"),
            ScreeningCheck.objects.filter(**nomination).values("by"),
            CureRequest.objects.filter(**nomination).values("asked_by"),
        ],
        PartKind.JURY: [
            Juror.objects.filter(award_key=award_key, state__in=[JurorState.ACCEPTED, JurorState.RELEASED]).values(
                "user"
            ),
            Juror.objects.filter(award_key=award_key).values("invited_by"),
            Assignment.objects.filter(juror__award_key=award_key).values("given_by"),
            Conflict.objects.filter(juror__award_key=award_key).values("by"),
        ],
        PartKind.MEETINGS: [
            Meeting.objects.filter(award_key=award_key).values("secretary"),
            Meeting.objects.filter(award_key=award_key, minutes__isnull=False).values("minutes__uploaded_by"),
            MotionVote.objects.filter(motion__meeting__award_key=award_key).values("recorded_by"),
        ],
        PartKind.DECISION: [
            Objection.objects.filter(award_key=award_key).values("handled_by"),
            Decision.objects.filter(award_key=award_key).values("recorded_by"),
            Rehearing.objects.filter(award_key=award_key).values("opened_by", "ended_by"),
            MarkReturn.objects.filter(rehearing__award_key=award_key).values("by"),
        ],
        PartKind.ENTRANT: [
            DossierMember.objects.filter(**nomination).values("user"),
            Nomination.objects.filter(award_key=award_key).values("nominated_by"),
        ],
    }


def takers(award_key: UUID) -> dict[int, set[PartKind]]:
    """Return everybody who had a part in an edition, by account, with the kinds of it; as many queries as there are acts."""
    found: dict[int, set[PartKind]] = {}
    for kind, queries in _rows(award_key).items():
        for rows in queries:
            for row in rows.distinct():
                for pk in row.values():
                    if pk is not None:
                        found.setdefault(pk, set()).add(kind)
    return found


def had_part(user: Any, award_key: UUID) -> bool:
    """Return whether somebody had a part in an edition."""
    return user.pk in takers(award_key)


def officers(award_key: UUID) -> Any:
    """Return who can handle an appeal against an edition: people of the secretariat and operators who had no part in it."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- a model, known once the apps are ready
    from django.contrib.auth.backends import ModelBackend  # noqa: PLC0415 -- the same

    people = ModelBackend().with_perm(permissions.MANAGE, is_active=True, include_superusers=True)
    free = Q(pk__in=people.values("pk")) & ~Q(pk__in=list(takers(award_key)))
    return get_user_model().objects.filter(free).order_by("full_name", "pk")
