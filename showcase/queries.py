"""Reads of the showcase room that others may use: cards for the front page, for profiles and for the desk."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from wagtail.models import Locale, Page, WorkflowState

from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.pages import translations
from showcase.enquiry_enums import DeclineReason
from showcase.enums import (
    ANSWERABLE_NEEDS,
    Disclosure,
    EnquiryState,
    EnquirySubject,
    ReviewDecision,
    ReviewState,
)
from showcase.models import (
    Enquiry,
    ListingLog,
    NeedIndexPage,
    NeedPage,
    ReviewRound,
    ShowcaseIndexPage,
    TechnologyPage,
    TransferList,
)

Listed = TechnologyPage | NeedPage
NEIGHBOURS = 3


def newest_technologies(limit: int) -> list[TechnologyPage]:
    """Return the newest technologies to list in the active language, with card data and ``only_vietnamese``."""
    rows: Any = translations.listed_in(TechnologyPage.objects.public(clock.today()))
    return list(rows.with_card_data().order_by("-listed_at", "-pk")[:limit])


def open_needs(limit: int) -> list[NeedPage]:
    """Return the newest needs that still look for a solution, with row data and ``only_vietnamese``."""
    rows: Any = translations.listed_in(NeedPage.objects.public().filter(status__in=ANSWERABLE_NEEDS))
    return list(rows.with_card_data().order_by("-listed_at", "-pk")[:limit])


def technologies_of(
    organisation: Any, *, without: TechnologyPage | None = None, limit: int = NEIGHBOURS
) -> list[TechnologyPage]:
    """Return an organisation's technologies that may bear its name, newest first."""
    rows: Any = translations.listed_in(
        TechnologyPage.objects.public(clock.today()).named().filter(organisation=organisation)
    )
    if without is not None:
        rows = rows.exclude(translation_key=without.translation_key)
    return list(rows.with_card_data().order_by("-listed_at", "-pk")[:limit])


def needs_of(organisation: Any, *, without: NeedPage | None = None, limit: int = NEIGHBOURS) -> list[NeedPage]:
    """Return an organisation's needs that may bear its name, newest first."""
    rows: Any = translations.listed_in(NeedPage.objects.public().named().filter(organisation=organisation))
    if without is not None:
        rows = rows.exclude(translation_key=without.translation_key)
    return list(rows.with_card_data().order_by("-listed_at", "-pk")[:limit])


def technology_index(language: Language) -> ShowcaseIndexPage | None:
    """Return the list of technologies in a language, if it stands."""
    found: ShowcaseIndexPage | None = (
        ShowcaseIndexPage.objects.live().filter(locale__language_code=language, alias_of=None).first()
    )
    return found


def need_index(language: Language) -> NeedIndexPage | None:
    """Return the list of needs in a language, if it stands."""
    found: NeedIndexPage | None = (
        NeedIndexPage.objects.live().filter(locale__language_code=language, alias_of=None).first()
    )
    return found


def subject_page(subject: EnquirySubject, translation_key: uuid.UUID, language: Language) -> Listed | None:
    """Return the live page that an enquiry is about, in a language or else in Vietnamese; None when none is public."""
    model: Any = TechnologyPage if subject is EnquirySubject.TECHNOLOGY else NeedPage
    pages = {
        page.locale.language_code: page
        for page in model.objects.filter(translation_key=translation_key, live=True, alias_of=None).select_related(
            "locale", "organisation"
        )
    }
    page: Listed | None = pages.get(language) or pages.get(Language.VIETNAMESE)
    return page if page is not None and page.is_visible() else None


def own_pages(model: Any, organisation: Any, *joined: str) -> list[Any]:
    """Return every page of an organisation, drafts too, in the language it was written in, newest first."""
    pages = model.objects.filter(organisation=organisation, alias_of=None).select_related("locale", "field", *joined)
    newest_first = pages.order_by("-latest_revision_created_at", "-pk")
    originals: dict[uuid.UUID, Any] = {}
    for page in newest_first:
        known = originals.get(page.translation_key)
        if known is None or (known.locale.language_code != Language.VIETNAMESE == page.locale.language_code):
            originals[page.translation_key] = page
    return list(originals.values())


def written_page(model: Any, page_id: int) -> Any | None:
    """Return a page in the language it was written in, with organisation and locale; None for an unknown one.

    A translation has no address at the desk: its English is written beside the Vietnamese, and both are reviewed as one.
    """
    page = model.objects.filter(pk=page_id, alias_of=None).select_related("organisation", "locale").first()
    if page is None or page.locale.language_code == Language.VIETNAMESE:
        return page
    versions = model.objects.filter(translation_key=page.translation_key, locale__language_code=Language.VIETNAMESE)
    return None if versions.exists() else page


def review_states(pages: Iterable[Listed]) -> dict[int, ReviewState]:
    """Return where each page stands, by its key, in one query for all."""
    pages = list(pages)
    running = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    ).values_list("object_id", "status")
    status = {int(object_id): value for object_id, value in running}
    hidden = [page.translation_key for page in pages if not page.live]
    refused = last_refused(hidden) if hidden else set()
    return {
        page.pk: ReviewState.REFUSED
        if not page.live and page.translation_key in refused
        else _review_state(page, status.get(page.pk))
        for page in pages
    }


def last_refused(keys: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return the keys of listings whose newest round of review ended with a refusal (one query)."""
    rounds = ReviewRound.objects.filter(translation_key__in=list(keys)).order_by("sent_at", "pk")
    newest = dict(rounds.values_list("translation_key", "decision"))
    return {key for key, decision in newest.items() if decision == ReviewDecision.REFUSED}


def _review_state(page: Listed, workflow_status: str | None) -> ReviewState:
    if workflow_status == WorkflowState.STATUS_IN_PROGRESS:
        return ReviewState.IN_REVIEW
    if workflow_status == WorkflowState.STATUS_NEEDS_CHANGES:
        return ReviewState.RETURNED
    if page.live:
        return ReviewState.CHANGED if page.has_unpublished_changes else ReviewState.LIVE
    return ReviewState.ARCHIVED if page.first_published_at else ReviewState.DRAFT


def enquiries_to(organisation: Any) -> "QuerySet[Enquiry]":
    """Return the enquiries that an organisation received, newest first; those whose address is not proven did not."""
    return Enquiry.objects.filter(organisation=organisation, delivered_at__isnull=False).order_by("-created_at", "-pk")


@dataclass(frozen=True, slots=True)
class SubjectTerms:
    """What the owner of a page says about being named and about contact; without a page, nothing is given away."""

    is_anonymous: bool = True
    disclosure: Disclosure = Disclosure.NEVER
    url: str = ""


def subject_terms(enquiry: Enquiry) -> SubjectTerms:
    """Return the terms of what an enquiry is about, published or not: talks go on after a listing is taken down."""
    model: Any = TechnologyPage if enquiry.subject == EnquirySubject.TECHNOLOGY else NeedPage
    pages = list(model.objects.filter(translation_key=enquiry.translation_key, alias_of=None).select_related("locale"))
    if not pages:
        return SubjectTerms()
    first = next((page for page in pages if page.locale.language_code == Language.VIETNAMESE), pages[0])
    shown = next((page for page in pages if page.live and page.locale.language_code == languages.current()), first)
    return SubjectTerms(
        # One language that names nobody is enough: what is hidden in one stays hidden in all.
        is_anonymous=any(page.is_anonymous for page in pages),
        disclosure=Disclosure(first.disclosure),
        url=(shown.url or "") if shown.live else "",
    )


def decline_counts(*, organisation: Any | None = None) -> list[tuple[DeclineReason, int]]:
    """Return how often each reason was given, the most frequent first; of one organisation, or of all for officers."""
    declined = Enquiry.objects.filter(state=EnquiryState.DECLINED)
    if organisation is not None:
        declined = declined.filter(organisation=organisation)
    counts = declined.values_list("decline_reason").annotate(count=Count("pk")).order_by("-count", "decline_reason")
    return [(DeclineReason(reason), count) for reason, count in counts]


def enquiries_of(user: Any) -> "QuerySet[Enquiry]":
    """Return the enquiries that an account sent, newest first."""
    return Enquiry.objects.filter(sender=user).order_by("-created_at", "-pk")


def vietnamese() -> Locale:
    """Return the locale in which exhibitors write."""
    locale: Locale = Locale.objects.get(language_code=Language.VIETNAMESE)
    return locale


def review_comment(page: Listed) -> str:
    """Return what the reviewer wrote when the page was last returned."""
    state = page.current_workflow_state
    task_state = state.current_task_state if state else None
    return str(task_state.comment) if task_state else ""


def membership_of(person: Any, organisation: Any) -> Any:
    """Return a person's membership in an organisation, None where there is none."""
    return exhibitor_queries.membership_in(person, organisation)


def original_page(models: Iterable[Any], key: str) -> Any | None:
    """Return the Vietnamese page of a listing by its translation key, whichever of the models it is of."""
    for model in models:
        page = (
            model.objects.filter(translation_key=key, locale__language_code=Language.VIETNAMESE, alias_of=None)
            .select_related("organisation", "locale")
            .first()
        )
        if page is not None:
            return page
    return None


def interest_accepted(user_or_email: Any, translation_key: uuid.UUID) -> bool:
    """Return whether the owner has answered this person's interest in a technology, and did not decline it.

    A signed-in account is known by itself and by its confirmed address; a plain address by itself: every enquiry that was
    answered came from an address that its sender proved. Withdrawn enquiries no longer count.
    """
    answered = Enquiry.objects.filter(
        translation_key=translation_key,
        state__in=[EnquiryState.ANSWERED, EnquiryState.CLOSED],
        answered_at__isnull=False,
    )
    if isinstance(user_or_email, str):
        return bool(user_or_email) and answered.filter(email=user_or_email.strip().lower()).exists()
    if not getattr(user_or_email, "is_authenticated", False):
        return False
    same = Q(sender=user_or_email) | Q(email=user_or_email.email.lower())
    return answered.filter(same).exists()


def open_rounds() -> "QuerySet[ReviewRound]":
    """Return what waits for a reviewer, the most urgent first."""
    waiting = ReviewRound.objects.filter(decision=ReviewDecision.OPEN)
    return waiting.select_related("organisation", "page").order_by("due_on", "sent_at", "pk")


def rounds_of(page: Listed) -> list[ReviewRound]:
    """Return every round of review of a listing, the newest first."""
    rounds = ReviewRound.objects.filter(translation_key=page.translation_key)
    return list(rounds.select_related("sent_by", "decided_by").order_by("-sent_at", "-pk"))


def log_of(page: Listed) -> list[ListingLog]:
    """Return what happened to a listing, the newest first."""
    return list(
        ListingLog.objects.filter(translation_key=page.translation_key).select_related("by").order_by("-at", "-pk")
    )


def list_in_force(day: Any) -> TransferList | None:
    """Return the version of the lists of transfer that is valid on a day, if one is loaded."""
    return TransferList.objects.in_force(day).first()
