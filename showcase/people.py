"""Who gets a mail: owners of organisations, who answers for a listing, the people of an enquiry, the intermediary officers."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from exhibitors import queries as exhibitor_queries
from exhibitors.enums import MemberRole
from exhibitors.models import Membership
from showcase import focal_points, permissions
from showcase.enums import EnteredBy
from showcase.models import Enquiry, NeedConsent
from showcase.need_enums import ConsentState

INTERMEDIARIES = "Cán bộ kết nối công nghệ"
"""Name of the officers' group; its rights are declared in ``roles.py``."""
WRITERS: Collection[str] = (MemberRole.OWNER, MemberRole.EDITOR)


def owners(organisation: Any) -> list[Any]:
    """Return the active owners of an organisation, the first to join first."""
    found = Membership.objects.filter(organisation=organisation, role=MemberRole.OWNER, user__is_active=True)
    return [membership.user for membership in found.select_related("user").order_by("joined_at", "pk")]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who is asked whether a listing is still true: by their account, or by the consent of an organisation without."""

    email: str
    language: str
    name: str
    sent_to: Any
    """The account or the ``NeedConsent``."""


def behind(page: Any) -> list[Any]:
    """Return the owners of the organisation and the author, as long as they work for it; the first to join first.

    Without an account of the organisation it is the focal point who wrote it down.
    """
    if page.organisation is None:
        return [page.owner] if page.owner is not None and page.owner.is_active else []
    members = [member for member in exhibitor_queries.members_of(page.organisation) if member.user.is_active]
    return [
        member.user
        for member in members
        if member.role == MemberRole.OWNER or (member.user_id == page.owner_id and member.role == MemberRole.EDITOR)
    ]


def of_listing(page: Any) -> list[Receiver]:
    """Return who may confirm a listing and is asked to.

    Those behind it; for a need entered by a focal point also that person, and the organisation at the address with which it
    agreed.
    """
    accounts = {person.pk: person for person in behind(page) if permissions.may_write_page(person, page)}
    writer = getattr(page, "entered_by_user", None)
    if writer is not None and permissions.enters_for_others(writer, page):
        accounts.setdefault(writer.pk, writer)
    found = [Receiver(person.email, person.language, person.full_name, person) for person in accounts.values()]
    consent = standing_consent(page)
    if consent is not None and consent.contact_email not in {receiver.email for receiver in found}:
        found.append(Receiver(consent.contact_email, consent.language, consent.contact_name, consent))
    return found


def standing_consent(page: Any) -> NeedConsent | None:
    """Return the consent under which an organisation without account answers for a need by mail, if it gave an address."""
    if getattr(page, "entered_by", "") != EnteredBy.FOCAL_POINT or page.organisation_id is not None:
        return None
    consent = focal_points.consent_of(page.translation_key)
    if consent is None or consent.state != ConsentState.GIVEN:
        return None
    # Addresses that were erased end in a domain that no mail reaches (RFC 2606).
    return consent if consent.contact_email and not consent.contact_email.endswith(".invalid") else None


def of_organisation(enquiry: Enquiry) -> list[Any]:
    """Return the owners of the organisation asked, and the editor who answered while still an active member."""
    found = {person.pk: person for person in owners(enquiry.organisation)}
    if enquiry.answered_by_id and enquiry.answered_by_id not in found:
        member = Membership.objects.filter(
            organisation=enquiry.organisation,
            user=enquiry.answered_by_id,
            role__in=WRITERS,
            user__is_active=True,
        )
        found |= {membership.user_id: membership.user for membership in member.select_related("user")}
    return list(found.values())


def active_account(key: str) -> Any | None:
    """Return the account of a key, unless it is unknown or switched off."""
    return get_user_model().objects.filter(pk=key, is_active=True).first()


def officers() -> list[Any]:
    """Return the active intermediary officers."""
    accounts: Any = get_user_model()
    return list(accounts.objects.filter(groups__name=INTERMEDIARIES, is_active=True).order_by("pk"))
