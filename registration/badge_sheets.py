"""Badges as sheets to print and cut: one for each person of a party who has a place, names large, a code for the door."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from portal.kernel.languages import Language
from portal.pdf import codes, documents
from registration import subjects, ticket_sheets
from registration.domain import tickets
from registration.enums import PLACE_HOLDING_STATES, WayOfAttending
from registration.group_filters import GroupFilter
from registration.models import BadgeSheets, Registration, Ticket
from registration.organiser_enums import BadgeLayout

TEMPLATES: Final = {BadgeLayout.EIGHT: "registration/badges.typ", BadgeLayout.A6: "registration/badges_a6.typ"}


def badged(subject: uuid.UUID, group: GroupFilter) -> "QuerySet[Registration]":
    """Return the registrations of a group that get badges: they have a place and come to the door, not online."""
    info = subjects.info(subject)
    if info is not None and info.is_online:
        return Registration.objects.none()
    rows = Registration.objects.filter(place_kind__subject=subject, state__in=PLACE_HOLDING_STATES)
    return group.apply(rows.exclude(place_kind__way=WayOfAttending.ONLINE))


def people_of(sheets: BadgeSheets) -> list[Registration]:
    """Return whose badges are asked for: those of the group who come with a place, by kind and name."""
    return list(
        badged(sheets.subject, GroupFilter.from_json(sheets.filters))
        .select_related("place_kind")
        .prefetch_related("members")
        .order_by("place_kind__position", "place_kind", "full_name", "pk")
    )


def _badge(registration: Registration, ticket: Ticket) -> dict[str, Any]:
    kind = registration.place_kind
    return {
        "name": ticket_sheets.holder_of(registration, ticket.position),
        "organisation": registration.organisation,
        "kind": " · ".join(name for name in (kind.name_vi, kind.name_en) if name),
        "code": tickets.spoken(ticket.code),
        "qr": codes.picture(ticket.token, strength=codes.Strength.SCREEN),
        "qr_words": _("Code of the ticket %(code)s") % {"code": tickets.spoken(ticket.code)},
    }


def _badges(people: Iterable[Registration], found: dict[int, list[Ticket]]) -> list[dict[str, Any]]:
    return [_badge(registration, ticket) for registration in people for ticket in found.get(registration.pk, ())]


def draw(*, sheets: BadgeSheets, now: datetime) -> tuple[bytes, int]:
    """Return the sheets as a PDF and the number of badges, making tickets that are missing; Vietnamese, with English kinds."""
    people = people_of(sheets)
    tickets.ensure_for(registrations=people, now=now)
    found: dict[int, list[Ticket]] = {}
    rows = Ticket.objects.filter(registration__in=people, revoked_at=None).select_related("registration")
    for ticket in rows.order_by("registration_id", "position"):
        if ticket.position <= ticket.registration.party_size:
            found.setdefault(ticket.registration_id, []).append(ticket)
    with translation.override(Language.VIETNAMESE):
        info = subjects.info(sheets.subject, Language.VIETNAMESE)
        badges = _badges(people, found)
        pdf = documents.render(
            template=TEMPLATES[BadgeLayout(sheets.layout)],
            data={"subject": info.title if info else "", "when": info.when if info else "", "badges": badges},
            title=_("Badges"),
            language=Language.VIETNAMESE,
            moment=sheets.at,
        )
    return pdf, len(badges)
