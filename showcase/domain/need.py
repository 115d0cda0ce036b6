"""Technology needs: beginning, saving, sending for review, and how they end."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, errors, text
from portal.kernel.languages import Language
from showcase import queries
from showcase.domain import anonymity, beginnings, consent_scope, lifecycle, review
from showcase.enums import NEED_MOVES, EnteredBy, NeedStatus
from showcase.models import NeedPage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REQUIRED: Final = ("title", "summary", "field", "situation")


def start_need(*, organisation: Any, by: Any, page: NeedPage, submission_key: uuid.UUID | None = None) -> NeedPage:
    """Put a filled-in need of an organisation as a draft under the Vietnamese list; return its page.

    The same ``submission_key`` again returns the page that was begun with it, as it is. Raises NotAllowedError unless
    ``by`` may write for the organisation.
    """
    return beginnings.begin_once(
        submission_key=submission_key,
        model=NeedPage,
        organisation=organisation,
        begin=lambda: _begin(organisation=organisation, by=by, page=page),
    )


def _begin(*, organisation: Any, by: Any, page: NeedPage) -> NeedPage:
    page.organisation = organisation
    page.entered_by = EnteredBy.ORGANISATION
    page.entered_by_user = by
    page.place = page.place or organisation.place
    made: NeedPage = review.add_draft(page=page, parent=queries.need_index(Language.VIETNAMESE), by=by)
    return made


def save_need(*, page: NeedPage, by: Any, made_from: int | None = None) -> NeedPage:
    """Keep what was changed as the newest draft; see ``review.save_draft`` for what is raised."""
    saved: NeedPage = review.save_draft(page=page, by=by, made_from=made_from)
    return saved


def missing_parts(page: NeedPage) -> list[tuple[str, "str | _StrPromise"]]:
    """Return (field, words) of everything that must be filled in before the review."""
    return [
        (name, page._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001 -- columns; Django's public name
        for name in REQUIRED
        if getattr(page, name) in {None, ""}
    ]


def check_needed_by(*, day: date | None, today: date) -> None:
    """Raise DomainError on ``needed_by`` for a day that has passed."""
    if day is not None and day < today:
        raise errors.DomainError(_("The day by which you need a solution has passed."), field="needed_by")


@transaction.atomic
def submit_need(*, page: NeedPage, by: Any, now: datetime) -> NeedPage:
    """Confirm the newest draft as true today and start its review; return the page.

    The need is shown for 180 days from ``now``, as technologies are. Raises DomainError where the day by which a solution is
    needed has passed, or the organisation has not agreed, ChangedSinceConsentError where it agreed to other words, GivesAwayError where an unnamed need names its organisation; see
    ``review.send_for_review`` for what else is raised.
    """
    # Whoever hands a page in may have read it before its newest draft was saved.
    draft: NeedPage = NeedPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    missing = [words for _name, words in missing_parts(draft)]
    if not missing:
        today = clock.local(now).date()
        check_needed_by(day=draft.needed_by, today=today)
        anonymity.leave_no_name_in_the_address(draft)
        anonymity.check_names_nobody(draft)
        if obstacle := draft.consent_obstacle():
            raise errors.DomainError(obstacle)
        consent_scope.check_agreed(page=draft, draft=draft)
        for name, value in draft.life_values(today, today + lifecycle.LISTING_LIFE).items():
            setattr(draft, name, value)
        review.save_draft(page=draft, by=by)
    sent: NeedPage = review.send_for_review(page=page, missing=missing, by=by)
    return sent


def _versions(page: NeedPage) -> list[tuple[NeedPage, NeedPage]]:
    """Lock a need in every language, in the order of the rows; return each with its newest draft."""
    rows = NeedPage.objects.select_for_update(of=("self",)).filter(translation_key=page.translation_key).order_by("pk")
    return [(row, row.get_latest_revision_as_object()) for row in list(rows)]


def _keep(row: NeedPage, draft: NeedPage, by: Any) -> None:
    row.save(clean=False)
    review.carry_on(row, draft.save_revision(user=by, changed=False, clean=False))


@transaction.atomic
def change_status(*, page: NeedPage, status: NeedStatus, by: Any, reason: str = "") -> NeedPage:
    """Say where a published need stands, in every language; return the page.

    Raises NotAllowedError, IllegalMoveError, also for a need that is not on the portal, and DomainError where a need is closed
    without a reason.
    """
    review.check_page_writer(page=page, by=by)
    if status is NeedStatus.CLOSED and not text.line(reason):
        raise errors.DomainError(_("Say why the need is closed."), field="reason")
    versions = _versions(page)
    if not any(row.live for row, _draft in versions):
        raise errors.IllegalMoveError
    for row, draft in versions:
        NEED_MOVES.check(NeedStatus(row.status), status)
        for version in (row, draft):
            version.status = status
            version.closing_reason = text.line(reason)
        _keep(row, draft, by)
    page.refresh_from_db()
    return page
