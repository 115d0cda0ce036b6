"""The life of a listing: renewed by its owner, reminded of, archived, ended, offered again.

Everything happens to all languages of a listing at once, and to the newest draft as well as to what is live. Serves every page
that has the dates of ``ListingLife``.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, errors, text
from portal.kernel.languages import Language
from showcase import listing_emails, people
from showcase.domain import life_links, review, rounds
from showcase.enums import LISTING_MOVES, ListingAction, ListingState, Outcome
from showcase.models import ListingReminder, NeedPage, TechnologyPage

LISTING_LIFE: Final = timedelta(days=180)
REMINDERS: Final = (30, 7, 0)
LIVING: Final[tuple[Any, ...]] = (TechnologyPage, NeedPage)
ENDINGS: Final = {
    Outcome.WITHDRAWN: ListingAction.WITHDRAWN,
    Outcome.TRANSFERRED: ListingAction.TRANSFERRED,
    Outcome.REPLACED: ListingAction.REPLACED,
}
LONGEST_NOTE: Final = 250


@dataclass(frozen=True, slots=True)
class Tended:
    """What a daily run did."""

    reminded: int = 0
    archived: int = 0


def _lock(page: Any) -> list[Any]:
    """Lock and return every language of a listing, in one order; the page's own language may not be live."""
    versions = type(page).objects.select_for_update(of=("self",)).filter(translation_key=page.translation_key)
    return list(versions.order_by("pk"))


def _original(versions: list[Any]) -> Any:
    return next((version for version in versions if version.locale.language_code == Language.VIETNAMESE), versions[0])


def _write(versions: list[Any], by: Any | None, **values: Any) -> None:
    for version in versions:
        draft = version.get_latest_revision_as_object()
        for row in (version, draft):
            for name, value in values.items():
                setattr(row, name, value)
        version.save(clean=False)
        review.carry_on(version, draft.save_revision(user=by, changed=False, clean=False))


def _check_live(original: Any) -> None:
    if not original.live:
        raise errors.IllegalMoveError(_("It is not on the portal. Send it for review first."))


@transaction.atomic
def renew(*, page: Any, by: Any, now: datetime, deadline: date | None = None) -> Any:
    """Confirm a listing as true today: it lives another 180 days, and is offered again if it was archived or ended.

    ``deadline`` is the new day by which a need looks for a solution; without it the day stays. Return the page. Raises
    NotAllowedError for those who may not write the page, IllegalMoveError where it is not on the portal or a need has ended,
    and DomainError on ``deadline`` where that day has passed.
    """
    versions = _lock(page)
    original = _original(versions)
    review.check_page_writer(page=original, by=by)
    _confirm(versions, by, now, deadline)
    life_links.revoke(page=original, sent_to=by, now=now)
    page.refresh_from_db()
    return page


@transaction.atomic
def renew_by_link(*, secret: str, now: datetime, deadline: date | None = None) -> Any:
    """Do what ``renew`` does for whom a mailed link was sent to, and use the link up; return the page.

    Raises NotAllowedError where the link is unknown, used or expired, or its receiver no longer answers for the listing;
    for the rest see ``renew``.
    """
    link = life_links.find(secret=secret, now=now)
    versions = _lock(link.page) if link else []
    # Asked again under the lock: whoever used it or lost the right to in the meantime has no link any more.
    link = life_links.find(secret=secret, now=now) if versions else None
    if link is None:
        raise errors.NotAllowedError
    note = link.consent.organisation_name if link.consent else ""
    _confirm(versions, link.person, now, deadline, note=note)
    life_links.revoke(page=link.page, sent_to=link.sent_to, now=now)
    link.page.refresh_from_db()
    return link.page


def _confirm(versions: list[Any], by: Any | None, now: datetime, deadline: date | None, note: str = "") -> None:
    original = _original(versions)
    _check_live(original)
    before = original.listing_state
    LISTING_MOVES.check(before, ListingState.OFFERED)
    today = clock.local(now).date()
    values = original.life_values(today, today + LISTING_LIFE) | _new_deadline(original, deadline, today)
    _write(versions, by, **values)
    action = ListingAction.RENEWED if before is ListingState.OFFERED else ListingAction.OFFERED_AGAIN
    rounds.note_down(page=original, action=action, by=by, now=now, note=note)


def _new_deadline(page: Any, wanted: date | None, today: date) -> dict[str, Any]:
    """Return what to write of a need's day; nothing outlives its own day without a new one."""
    day = wanted if isinstance(page, NeedPage) and wanted else page.deadline
    if day is not None and day < today:
        words = _("The day by which you need a solution has passed. Give a new one.")
        raise errors.DomainError(words, field="deadline")
    return {"needed_by": day} if day != page.deadline else {}


def asks_for_deadline(page: Any, today: date) -> bool:
    """Return whether a renewal asks for a new deadline: the listing's own comes before 180 days are over."""
    return page.deadline is not None and page.deadline < today + LISTING_LIFE


def awaits_confirmation(page: Any, today: date) -> bool:
    """Return whether a published listing waits for somebody to confirm it: from the first reminder on."""
    if page.listing_state is not ListingState.OFFERED or page.shown_until is None:
        return False
    return bool(page.live and page.shown_until <= today + timedelta(days=max(REMINDERS)))


@transaction.atomic
def end(*, page: TechnologyPage, outcome: Outcome, by: Any, now: datetime, note: str = "") -> TechnologyPage:
    """Say how an offer ended: withdrawn, transferred or replaced; return the page.

    Raises NotAllowedError, IllegalMoveError, and DomainError for a note that is too long.
    """
    versions = _lock(page)
    original = _original(versions)
    review.check_writer(organisation=original.organisation, by=by)
    if outcome not in ENDINGS:
        raise errors.IllegalMoveError
    words = text.line(note)
    if len(words) > LONGEST_NOTE:
        raise errors.DomainError(_("At most 250 characters."), field="note")
    _check_live(original)
    before = original.listing_state
    if before is ListingState(outcome):
        raise errors.IllegalMoveError
    LISTING_MOVES.check(before, ListingState(outcome))
    _write(versions, by, outcome=outcome, outcome_note=words)
    rounds.note_down(page=original, action=ENDINGS[outcome], by=by, now=now, note=words)
    page.refresh_from_db()
    return page


def due_reminders(expires_on: date, today: date, done: set[int]) -> tuple[int | None, tuple[int, ...]]:
    """Return the reminder to send today, if one is due, and those that it overtakes.

    Missed days are caught up: only the most urgent reminder that is due goes out, the ones before it are done with.
    """
    due = [days for days in REMINDERS if today >= expires_on - timedelta(days=days)]
    new = sorted(set(due) - done)
    if not new or today > expires_on:
        return None, tuple(new)
    return (new[0], tuple(new[1:])) if new[0] == min(due) else (None, tuple(new))


def tend(*, now: datetime) -> Tended:
    """Remind owners of listings that end soon and archive those that nobody confirmed; return how many.

    For a daily timer. Each listing has its own transaction; running it again the same day does nothing.
    """
    today = clock.local(now).date()
    reminded = archived = 0
    for model in LIVING:
        ending = model.objects.ending(today + timedelta(days=max(REMINDERS))).filter(
            alias_of=None, locale__language_code=Language.VIETNAMESE
        )
        for pk in list(ending.order_by("pk").values_list("pk", flat=True)):
            with transaction.atomic():
                step = _tend_one(model, pk, today, now)
            reminded += step.reminded
            archived += step.archived
    return Tended(reminded, archived)


def _tend_one(model: Any, pk: int, today: date, now: datetime) -> Tended:
    page = model.objects.select_related("organisation", "locale").get(pk=pk)
    versions = _lock(page)
    original = _original(versions)
    if original.listing_state is not ListingState.OFFERED or not original.live:
        return Tended()
    if original.is_expired(today):
        _archive(versions, today, now)
        return Tended(archived=1)
    return Tended(reminded=int(_remind(original, today, now)))


def _archive(versions: list[Any], today: date, now: datetime) -> None:
    original = _original(versions)
    LISTING_MOVES.check(original.listing_state, ListingState.ARCHIVED)
    _write(versions, None, archived_on=today)
    rounds.note_down(page=original, action=ListingAction.ARCHIVED, by=None, now=now)
    if original.is_visible():
        for receiver in people.of_listing(original):
            secret = life_links.issue(page=original, sent_to=receiver.sent_to, now=now)
            listing_emails.archived(page=original, receiver=receiver, secret=secret)


def _remind(page: Any, today: date, now: datetime) -> bool:
    if not page.is_visible():
        return False
    last_day = page.shown_until
    rows = ListingReminder.objects.filter(translation_key=page.translation_key, expires_on=last_day)
    known = set(rows.values_list("days", flat=True))
    # Whoever confirmed it so close to its last day knows; with a near deadline that may be true from the beginning.
    known |= {days for days in REMINDERS if page.confirmed_on and last_day - timedelta(days=days) <= page.confirmed_on}
    to_send, overtaken = due_reminders(last_day, today, known)
    done = [(days, False) for days in overtaken] + ([(to_send, True)] if to_send is not None else [])
    for days, was_sent in done:
        ListingReminder.objects.create(
            translation_key=page.translation_key, expires_on=last_day, days=days, was_sent=was_sent, at=now
        )
    if to_send is None:
        return False
    for receiver in people.of_listing(page):
        secret = life_links.issue(page=page, sent_to=receiver.sent_to, now=now)
        listing_emails.reminder(page=page, receiver=receiver, is_last=last_day <= today, secret=secret)
    return True
