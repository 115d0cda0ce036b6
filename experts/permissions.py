"""Who may do what with experts' profiles and the messages to them: pure predicates."""

from typing import TYPE_CHECKING, Any

from experts.enums import READABLE_STATES

if TYPE_CHECKING:
    from experts.models import ExpertProfile, ExpertRequest

OFFICER_PERMISSION = "experts.review_expertprofile"


def owns(user: Any, profile: "ExpertProfile") -> bool:
    """A person may change their own profile and nobody else's."""
    return bool(user.is_active and user.pk == profile.user_id)


def can_review(user: Any) -> bool:
    """Officers of the experts' network, and operators, may approve, return and take down."""
    return bool(user.is_active and user.has_perm(OFFICER_PERMISSION))


def can_answer(user: Any, request: "ExpertRequest") -> bool:
    """Only the expert reads and answers what was sent to them, once its sender has confirmed it; officers do not.

    What a blocked sender wrote is for nobody.
    """
    return owns(user, request.profile) and request.state in READABLE_STATES and not request.is_withheld
