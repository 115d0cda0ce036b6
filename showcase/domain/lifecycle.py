"""The life of a listing: renewed by its owner, reminded of, archived, ended, offered again.

Everything happens to all languages of a listing at once, and to the newest draft as well as to what is live. Serves every page
that has the dates of ``ListingLife``.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, errors, text, tokens
from portal.kernel.languages import Language
from showcase import listing_emails, permissions, queries
from showcase.domain import review, rounds
from showcase.enums import LISTING_MOVES, ListingAction, ListingState, Outcome
from showcase.models import ListingReminder, NeedPage, TechnologyPage
from showcase.models.life import ListingLife

LISTING_LIFE: Final = timedelta(days=180)
REMINDERS: Final = (30, 7, 0)
RENEW_PURPOSE: Final = "showcase.listing.renew"
# A link outlives the listing by a quarter of a year, so that an archived one still comes back with one click.
RENEW_LINK_LIFE: Final = timedelta(days=120)
LIVING: Final[tuple[Any, ...]] = tuple(model for model in (TechnologyPage, NeedPage) if issubclass(model, ListingLife))
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


@dataclass(frozen=True, slots=True)
class Link:
    """What a mailed link stands for: a listing and the person it was sent to."""

    page: Any
    person: Any


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
def renew(*, page: Any, by: Any, now: datetime) -> Any:
    """Confirm a listing as true today: it lives another 180 days, and is offered again if it was archived or ended.

    Return the page. Raises NotAllowedError for those who may not write for the organisation, IllegalMoveError where it
    is not on the portal.
    """
    versions = _lock(page)
    original = _original(versions)
    review.check_writer(organisation=original.organisation, by=by)
    _check_live(original)
    before = original.listing_state
    LISTING_MOVES.check(before, ListingState.OFFERED)
    today = clock.local(now).date()
    _write(versions, by, **original.life_values(today, today + LISTING_LIFE))
    action = ListingAction.RENEWED if before is ListingState.OFFERED else ListingAction.OFFERED_AGAIN
    rounds.note_down(page=original, action=action, by=by, now=now)
    tokens.revoke_all(purpose=RENEW_PURPOSE, subject=_subject(original, by), now=now)
    page.refresh_from_db()
    return page


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


def _subject(page: Any, person: Any) -> str:
    return f"{page.translation_key}:{person.pk}"


def _secret(page: Any, person: Any, now: datetime) -> str:
    return tokens.issue(
        purpose=RENEW_PURPOSE, subject=_subject(page, person), now=now, expires_at=now + RENEW_LINK_LIFE
    )


def by_secret(*, secret: str, now: datetime) -> Link | None:
    """Return what a mailed link stands for; None for an unknown, used or expired one, and for former members."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- needs the apps

    subject = tokens.subject_of(purpose=RENEW_PURPOSE, secret=secret, now=now)
    if subject is None:
        return None
    key, _colon, person_id = subject.partition(":")
    person = get_user_model().objects.filter(pk=person_id, is_active=True).first()
    page = queries.original_page(LIVING, key)
    if person is None or page is None or page.organisation is None:
        return None
    if not permissions.can_write(queries.membership_of(person, page.organisation)):
        return None
    return Link(page, person)


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
        ending = model.objects.filter(
            live=True,
            alias_of=None,
            archived_on=None,
            expires_on__lte=today + timedelta(days=max(REMINDERS)),
            locale__language_code=Language.VIETNAMESE,
        )
        for pk in list(ending.order_by("expires_on", "pk").values_list("pk", flat=True)):
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
        for person in listing_emails.people_behind(original):
            listing_emails.archived(page=original, person=person, secret=_secret(original, person, now))


def _remind(page: Any, today: date, now: datetime) -> bool:
    if not page.is_visible():
        return False
    rows = ListingReminder.objects.filter(translation_key=page.translation_key, expires_on=page.expires_on)
    to_send, overtaken = due_reminders(page.expires_on, today, set(rows.values_list("days", flat=True)))
    done = [(days, False) for days in overtaken] + ([(to_send, True)] if to_send is not None else [])
    for days, was_sent in done:
        ListingReminder.objects.create(
            translation_key=page.translation_key, expires_on=page.expires_on, days=days, was_sent=was_sent, at=now
        )
    if to_send is None:
        return False
    for person in listing_emails.people_behind(page):
        listing_emails.reminder(page=page, person=person, days=to_send, secret=_secret(page, person, now))
    return True
