"""The admin's form of the event page, tab by tab."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, Panel

from events.clash_panel import ClashPanel

KIND: Final[list[Panel]] = [FieldPanel("kind")]
CONTENT: Final[list[Panel]] = [
    FieldPanel("lead"),
    FieldPanel("picture"),
    FieldPanel("body"),
    InlinePanel("documents", heading=_("Documents"), label=_("Document")),
]
WHEN: Final[list[Panel]] = [
    HelpPanel(
        _(
            "If you publish another time or place, everybody registered is told by mail at once. To add words of your own, to postpone "
            "or to cancel, use “Postpone, move or cancel” in the menu of the page."
        )
    ),
    ClashPanel(heading=_("Clashes")),
    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("is_all_day")]),
    FieldPanel("attendance_mode"),
    MultiFieldPanel(
        [
            FieldPanel("venue_name"),
            FieldPanel("address"),
            FieldPanel("place"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldPanel("online_url"),
        ],
        _("Place"),
    ),
    InlinePanel("sessions", heading=_("Programme"), label=_("Session")),
]
ABOUT: Final[list[Panel]] = [
    FieldPanel("level"),
    InlinePanel("organisers", heading=_("Organisers"), label=_("Organiser")),
    FieldPanel("partner_country"),
    FieldPanel("fields"),
    FieldPanel("audiences"),
    FieldPanel("spoken_languages"),
    FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
    FieldPanel("is_illustrative"),
]
REGISTRATION: Final[list[Panel]] = [
    FieldPanel("takes_registrations"),
    FieldRowPanel([FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]),
    FieldRowPanel([FieldPanel("capacity"), FieldPanel("online_capacity")]),
    FieldRowPanel([FieldPanel("needs_names"), FieldPanel("session_gap_minutes")]),
]
STATUS: Final[list[Panel]] = [
    FieldPanel("status", read_only=True),
    FieldPanel("status_note"),
    FieldPanel("previous_starts_at", read_only=True),
]
