"""Who may write dossiers, change nominations and look after editions."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from awards.dossiers import parts
from awards.dossiers.enums import WRITERS, MemberRole, MemberState
from awards.enums import UNSENT_STATES, NominationState
from awards.models import DossierMember, EditionSecretary, Nomination

TOOK_NO_PART = UNSENT_STATES | {NominationState.WITHDRAWN}
MANAGE = "awards.change_nomination"
NAME = "awards.change_editionsecretary"
WITHDRAWABLE = frozenset(
    {
        NominationState.DRAFT,
        NominationState.AWAITING,
        NominationState.SUBMITTED,
        NominationState.NEEDS_CHANGES,
        NominationState.ELIGIBLE,
    }
)
"""Until then its people may take a dossier back by themselves; a finalist is public, and the secretariat takes its page down."""


def can_manage_nominations(user: Any) -> bool:
    """The secretariat, and operators, may screen, shortlist, decide and publish."""
    return bool(user is not None and user.is_active and user.has_perm(MANAGE))


def can_manage_edition(user: Any, award_key: UUID) -> bool:
    """The secretaries named for an edition may; where nobody is named, the whole secretariat may. Operators always may."""
    if not can_manage_nominations(user):
        return False
    if user.is_superuser:
        return True
    named = set(EditionSecretary.objects.filter(award_key=award_key).values_list("user_id", flat=True))
    return not named or user.pk in named


def handed_in(user: Any) -> "QuerySet[Nomination]":
    """Return the nominations that a person of the secretariat sees: drafts are their people's, an edition is its secretaries'."""
    if not can_manage_nominations(user):
        return Nomination.objects.none()
    found = Nomination.objects.exclude(state__in=UNSENT_STATES)
    if user.is_superuser:
        return found
    own = EditionSecretary.objects.filter(user=user.pk).values("award_key")
    others = EditionSecretary.objects.exclude(award_key__in=own)
    return found.exclude(award_key__in=others.values("award_key"))


def can_name_secretaries(user: Any) -> bool:
    """Operators, and whom they gave the right, say who looks after an edition; the secretariat does not say it of itself."""
    return bool(user is not None and user.is_active and user.has_perm(NAME))


def may_edit_page(user: Any, award_key: UUID) -> bool:
    """Return whether rights on the page tree count for the page of an edition: where secretaries are named, for them only.

    Lists ask this for each of their rows, so the names of all editions are read once for one person's request.
    """
    if user.is_superuser:
        return True
    named: dict[UUID, set[int]] | None = getattr(user, "secretaries_by_edition", None)
    if named is None:
        named = {}
        for key, person in EditionSecretary.objects.values_list("award_key", "user_id"):
            named.setdefault(key, set()).add(person)
        user.secretaries_by_edition = named
    return award_key not in named or user.pk in named[award_key]


def is_writer(member: DossierMember | None) -> bool:
    """Whoever accepted to work on a dossier reads all of it."""
    return member is not None and member.state == MemberState.ACCEPTED and member.role in WRITERS


def can_write(member: DossierMember | None, part: str = "") -> bool:
    """Both roles write a draft, all of it; afterwards only a ``part`` that the secretariat's running request names.

    Whether there is still time for it, the domain asks the database's clock.
    """
    if member is None or not is_writer(member):
        return False
    return member.nomination.state == NominationState.DRAFT or (bool(part) and part in parts.asked(member.nomination))


def can_appeal(member: DossierMember | None) -> bool:
    """Who is responsible for a dossier that took part may appeal; whoever did not take part has nothing to appeal against."""
    return member is not None and can_lead(member) and member.nomination.state not in TOOK_NO_PART


def can_lead(member: DossierMember | None) -> bool:
    """Only who is responsible hands in, takes back and asks people."""
    return member is not None and is_writer(member) and member.role == MemberRole.LEAD


def can_withdraw(member: DossierMember | None) -> bool:
    """Who is responsible may take a dossier back until it is a finalist."""
    return member is not None and can_lead(member) and member.nomination.state in WITHDRAWABLE
