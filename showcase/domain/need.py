"""Technology needs: beginning, saving, sending for review, and how they end."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from portal.kernel.languages import Language
from showcase import queries
from showcase.domain import review
from showcase.enums import NEED_MOVES, EnteredBy, NeedStatus
from showcase.models import NeedPage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REQUIRED: Final = ("title", "summary", "field", "situation")


def start_need(*, organisation: Any, by: Any, page: NeedPage) -> NeedPage:
    """Put a filled-in need of an organisation as a draft under the Vietnamese list; return its page.

    Raises NotAllowedError unless ``by`` may write for the organisation.
    """
    page.organisation = organisation
    page.entered_by = EnteredBy.ORGANISATION
    page.entered_by_user = by
    page.place = page.place or organisation.place
    made: NeedPage = review.add_draft(page=page, parent=queries.need_index(Language.VIETNAMESE), by=by)
    return made


def save_need(*, page: NeedPage, by: Any) -> NeedPage:
    """Keep what was changed as the newest draft; see ``review.save_draft`` for what is raised."""
    saved: NeedPage = review.save_draft(page=page, by=by)
    return saved


def missing_parts(page: NeedPage) -> list[tuple[str, "str | _StrPromise"]]:
    """Return (field, words) of everything that must be filled in before the review."""
    return [
        (name, page._meta.get_field(name).verbose_name)  # noqa: SLF001 -- Django's public name for a model's fields
        for name in REQUIRED
        if getattr(page, name) in {None, ""}
    ]


def submit_need(*, page: NeedPage, by: Any, now: datetime) -> NeedPage:  # noqa: ARG001 -- every step carries its time
    """Start the review of the newest draft; see ``review.send_for_review`` for what is raised."""
    missing = [words for _name, words in missing_parts(page.get_latest_revision_as_object())]
    sent: NeedPage = review.send_for_review(page=page, missing=missing, by=by)
    return sent


@transaction.atomic
def change_status(*, page: NeedPage, status: NeedStatus, by: Any, reason: str = "") -> NeedPage:
    """Say where a published need stands, in every language; return the page.

    Raises NotAllowedError, IllegalMoveError, and DomainError where a need is closed without a reason.
    """
    review.check_writer(organisation=page.organisation, by=by)
    if status is NeedStatus.CLOSED and not reason.strip():
        raise errors.DomainError(_("Say why the need is closed."), field="reason")
    versions = (
        NeedPage.objects.select_for_update(of=("self",)).filter(translation_key=page.translation_key).order_by("pk")
    )
    for version in list(versions):
        NEED_MOVES.check(NeedStatus(version.status), status)
        draft: NeedPage = version.get_latest_revision_as_object()
        for row in (version, draft):
            row.status = status
            row.closing_reason = reason.strip()
        version.save(clean=False)
        draft.save_revision(user=by, changed=False, clean=False)
    page.refresh_from_db()
    return page
