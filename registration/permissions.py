"""Who may do what with registrations; pure predicates."""

import uuid
from datetime import datetime

from portal.accounts.domain import personal_data
from portal.accounts.models import User
from registration.models import Registration, TrainerLink


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


def may_edit_questions(user: User) -> bool:
    """Whether the person may build and publish the questions of events and courses."""
    return user.is_active and user.has_perm("registration.change_questionsheet")


def is_own(user: User, registration: Registration) -> bool:
    """Whether the registration belongs to the person's account."""
    return registration.user_id is not None and registration.user_id == user.pk


def may_keep_attendance(by: User | TrainerLink, subject: uuid.UUID, session: uuid.UUID, now: datetime) -> bool:
    """Whether an organiser, or a trainer by a link that is alive, may note who was at a session."""
    if isinstance(by, TrainerLink):
        is_alive = by.revoked_at is None and now < by.expires_at
        return is_alive and by.subject == subject and by.session in {None, session}
    return may_decide(by)


def may_certify(user: User) -> bool:
    """Whether the person may issue, revoke and replace certificates."""
    return user.is_active and user.has_perm("registration.issue_certificate")


def is_holder(user: User, registration: Registration) -> bool:
    """Whether the registration is the person's: of the account, or of an address that is proven to be theirs."""
    if not user.is_authenticated or not user.is_active:
        return False
    return is_own(user, registration) or registration.email in personal_data.proven_addresses(user)
