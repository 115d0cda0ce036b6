"""What could not be done at its time: noted, tried again ever more rarely, told once; never given up and never forgotten."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.encoding import force_str

from portal.kernel.errors import DomainError
from portal.kernel.languages import Language
from portal.pages.models import ScheduleTrouble
from portal.pages.schedule import emails
from portal.pages.schedule.holds import Hold
from portal.pages.schedule.items import Item, Key

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=1)
TRIES_BEFORE_TOLD: Final = 3
"""What passes by itself, such as a busy database, is over by then (1 + 2 minutes)."""
HELD_PAUSE: Final = timedelta(minutes=1)
LONGEST_REASON: Final = 500


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failures: 1, 2, 4, … minutes, an hour at most."""
    doubled: timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, 10)
    return min(doubled, LONGEST_PAUSE)


def resting(now: datetime) -> set[Key]:
    """Return what is not tried yet; where the clock was set back since the last try, it is tried at once."""
    rows = ScheduleTrouble.objects.filter(next_try_at__gt=now, last_at__lte=now)
    return set(rows.values_list("content_type_id", "object_id", "action"))


def reason_of(failure: BaseException, language: Language) -> str:
    """Return what a person can mend, in a language; empty for an error of the portal's own."""
    with translation.override(language):
        if isinstance(failure, ValidationError):
            return " ".join(map(force_str, failure.messages))[:LONGEST_REASON]
        if isinstance(failure, DomainError):
            return force_str(str(failure))[:LONGEST_REASON]
    return ""


def note(item: Item, failure: BaseException, *, now: datetime) -> ScheduleTrouble:
    """Write down one more failure and when the next try is; tell those who can act, once for each item and time."""
    reasons = {f"reason_{language.value}": reason_of(failure, language) for language in Language}
    with transaction.atomic():
        row = _row(item, now=now)
        row.attempts = 1 if row.is_held else row.attempts + 1
        row.is_held = False
        row.error = type(failure).__name__[:100]
        row.reason_vi, row.reason_en = reasons["reason_vi"], reasons["reason_en"]
        row.last_at, row.next_try_at = now, now + pause_after(row.attempts)
        is_told_now = row.told_at is None and (row.attempts >= TRIES_BEFORE_TOLD or bool(row.reason_vi))
        if is_told_now:
            row.told_at = now
        row.save()
        if is_told_now:
            emails.tell(row)
    return row


def hold(item: Item, why: Hold, *, now: datetime) -> ScheduleTrouble:
    """Write down that a rule of the record's own keeps it back; nobody is alarmed."""
    row = _row(item, now=now)
    row.is_held, row.attempts, row.error = True, 0, ""
    for language in Language:
        with translation.override(language):
            setattr(row, f"reason_{language.value}", force_str(why.reason)[:LONGEST_REASON])
    row.last_at = now
    row.next_try_at = max(now, min(why.until, now + HELD_PAUSE)) if why.until else now + HELD_PAUSE
    row.save()
    return row


def _row(item: Item, *, now: datetime) -> ScheduleTrouble:
    given: dict[str, Any] = {
        "due_at": item.due_at,
        "first_at": now,
        "last_at": now,
        "next_try_at": now,
        "is_held": True,
    }
    key = {"content_type_id": item.content_type, "object_id": item.object_id, "action": item.action}
    row, _made = ScheduleTrouble.objects.select_for_update().get_or_create(**key, defaults=given)
    if row.due_at != item.due_at:
        # Planned anew: another matter, of which people are told again.
        row.due_at, row.first_at, row.attempts, row.told_at = item.due_at, now, 0, None
    return row


def settle(item: Item) -> None:
    """Forget the trouble of an item that was done."""
    ScheduleTrouble.objects.filter(
        content_type_id=item.content_type, object_id=item.object_id, action=item.action
    ).delete()


def try_again(trouble: ScheduleTrouble, *, now: datetime) -> None:
    """Let the next run try it at once."""
    ScheduleTrouble.objects.filter(pk=trouble.pk).update(next_try_at=now)
