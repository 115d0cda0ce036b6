"""Reads of the exhibitors room."""

from datetime import datetime
from typing import Any

from exhibitors.models import DirectoryPage, Invitation, JoinRequest, Membership, Organisation, Paper, Product
from portal.kernel import languages
from portal.kernel.languages import Language
from portal.page_cache import parts


def memberships_of(user: Any) -> list[Membership]:
    """Return a person's memberships with their organisations, the one chosen last first."""
    if not user.is_authenticated:
        return []
    return list(Membership.objects.filter(user=user).select_related("organisation").order_by("-chosen_at", "-pk"))


def current_membership(user: Any) -> Membership | None:
    """Return the membership that the person works under at the desk; None for guests and people without an organisation."""
    return next(iter(memberships_of(user)), None)


def current_organisation(user: Any) -> Organisation | None:
    """Return the organisation that the person works for at the desk, if there is one."""
    membership = current_membership(user)
    return membership.organisation if membership else None


def membership_in(user: Any, organisation: Organisation) -> Membership | None:
    """Return the person's membership in one organisation, if there is one."""
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(user=user, organisation=organisation).select_related("organisation").first()


def members_of(organisation: Organisation) -> list[Membership]:
    """Return the members with their accounts, the first to join first."""
    return list(organisation.memberships.select_related("user").order_by("joined_at", "pk"))


def waiting_invitations(organisation: Organisation, now: datetime) -> list[Invitation]:
    """Return the invitations of an organisation that can still be answered, newest first."""
    return list(Invitation.objects.live(now).filter(organisation=organisation))


def invitations_for(user: Any, now: datetime) -> list[Invitation]:
    """Return the live invitations to a person's address."""
    live = Invitation.objects.live(now).filter(email=user.email.lower())
    return list(live.exclude(organisation__memberships__user=user).select_related("organisation", "invited_by"))


def waiting_requests(organisation: Organisation, now: datetime) -> list[JoinRequest]:
    """Return the requests to join that owners can still answer, with the people who ask, the oldest first."""
    return list(JoinRequest.objects.live(now).filter(organisation=organisation).select_related("user"))


def own_requests(user: Any, now: datetime) -> list[JoinRequest]:
    """Return a person's own requests to join that wait for an answer."""
    return list(JoinRequest.objects.live(now).filter(user=user).select_related("organisation"))


def papers_of(organisation: Organisation) -> list[Paper]:
    """Return the papers that were handed in for the verification, with their files."""
    return list(organisation.papers.select_related("file", "file__uploaded_by"))


def products_of(organisation: Organisation) -> list[Product]:
    """Return the products of an organisation with their pictures."""
    return list(organisation.products.select_related("picture").prefetch_related("picture__renditions"))


def directory_url(language: Language | None = None) -> str:
    """Return the address of the directory in a language (one query, kept while it stands there); "" where no directory is published.

    Where only the Vietnamese directory is published, it is that one's address.
    """
    wanted = language or languages.current()

    def read() -> str:
        pages = DirectoryPage.objects.live().select_related("locale").order_by("path")
        by_language = {page.locale.language_code: page for page in reversed(pages)}
        page = by_language.get(wanted) or by_language.get(Language.VIETNAMESE)
        return (page.url or "") if page else ""

    return parts.read(("exhibitors:directory", wanted), read)


def profile_url(organisation: Organisation, language: Language | None = None, *, directory: str | None = None) -> str:
    """Return the address of a public profile; "" where there is none.

    Listings call ``directory_url`` once and pass it as ``directory``, so that a row costs no query.
    """
    base = directory_url(language) if directory is None else directory
    return f"{base}{organisation.slug}/" if base and organisation.is_public else ""
