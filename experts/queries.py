"""Reads of the experts room."""

from typing import Any

from experts.enums import RequestState
from experts.models import ExpertIndexPage, ExpertProfile, ExpertRequest
from experts.querysets import ExpertRequestQuerySet
from portal.kernel import languages
from portal.kernel.languages import Language


def public_profile(slug: str) -> ExpertProfile | None:
    """Return the published profile of an address part with what its page shows, or None."""
    return ExpertProfile.objects.public().with_shown_data().filter(slug=slug).first()


def own_profile(user: Any) -> ExpertProfile | None:
    """Return a person's own profile, whatever its state, or None."""
    if not user.is_authenticated:
        return None
    return ExpertProfile.objects.with_shown_data().filter(user=user).first()


def requests_to(profile: ExpertProfile) -> ExpertRequestQuerySet:
    """Return the messages that reached an expert, the newest first."""
    return ExpertRequest.objects.readable().filter(profile=profile)


def waiting_requests(profile: ExpertProfile) -> int:
    """Return how many conversations wait for the expert: nobody has answered what the sender wrote last."""
    return requests_to(profile).filter(state=RequestState.DELIVERED).count()


def requests_of(user: Any) -> ExpertRequestQuerySet:
    """Return the conversations that an account began, with their experts, the newest first."""
    return ExpertRequest.objects.filter(sender=user).select_related("profile__user")


def list_url(language: Language | None = None) -> str:
    """Return the address of the list of experts in a language (one query); "" where none is published."""
    wanted = language or languages.current()
    pages = ExpertIndexPage.objects.live().select_related("locale").order_by("path")
    by_language = {page.locale.language_code: page for page in reversed(pages)}
    page = by_language.get(wanted) or by_language.get(Language.VIETNAMESE)
    return (page.url or "") if page else ""


def profile_url(profile: ExpertProfile, language: Language | None = None, *, base: str | None = None) -> str:
    """Return the address of a public profile; "" where there is none. Lists call ``list_url`` once and pass ``base``."""
    start = list_url(language) if base is None else base
    return f"{start}{profile.slug}/" if start and profile.is_public else ""
