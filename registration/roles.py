"""What an organiser may do with registrations; the group itself is declared by the events room."""

from typing import Final

ORGANISER_PERMISSIONS: Final = frozenset(
    {
        "registration.view_registration",
        "registration.decide_registration",
        "registration.export_registration",
        "registration.view_certificate",
        "registration.issue_certificate",
        "registration.view_questionsheet",
        "registration.add_questionsheet",
        "registration.change_questionsheet",
    }
)
