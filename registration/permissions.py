"""Who may do what with registrations; pure predicates."""

from portal.accounts.models import User
from registration.models import Registration


def may_view(user: User) -> bool:
    """Whether the person may see registrations in the admin."""
    return user.is_active and user.has_perm("registration.view_registration")


def may_decide(user: User) -> bool:
    """Whether the person may approve, reject and cancel other people's registrations."""
    return user.is_active and user.has_perm("registration.decide_registration")


def may_run_gates(user: User) -> bool:
    """Whether the person may make gates, connect phones to them and undo what they read."""
    return may_decide(user)


def may_export(user: User) -> bool:
    """Whether the person may export registrations with their personal data."""
    return user.is_active and user.has_perm("registration.export_registration")


def is_own(user: User, registration: Registration) -> bool:
    """Whether the registration belongs to the person's account."""
    return registration.user_id is not None and registration.user_id == user.pk
