"""The calendar of one person, or of an organisation, as bytes: what the registered duties say, made anew for each fetch.

Nothing of it is kept in a cache but a digest and the instant at which the present bytes were first seen: the true Last-Modified,
removals included, without a record of each of them.
"""

import gzip
import hashlib
import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.calendars import contents, lint, private_file
from events.calendars.icalendar import EntryStatus
from events.calendars.private_file import PrivateEntry
from exhibitors.models import Organisation
from portal.accounts import duties
from portal.accounts.duties import Duty, DutyState
from portal.accounts.models import User
from portal.kernel import first_seen
from portal.kernel.languages import Language
from portal.mail import domain as mail

STATUSES: Final = {
    DutyState.FIRM: EntryStatus.CONFIRMED,
    DutyState.OPEN: EntryStatus.TENTATIVE,
    DutyState.ENDED: EntryStatus.CANCELLED,
}
logger = logging.getLogger(__name__)


class DamagedFeedError(Exception):
    """The linter refuses the file; it is not served, and nothing older of a person is kept to serve instead."""


@dataclass(frozen=True, slots=True)
class PrivateFeed:
    """A file with its validators: a strong tag for each coding, and when these bytes were first seen."""

    body: bytes
    compressed: bytes
    etag: str
    changed_at: datetime


def in_window(found: Iterable[Duty], now: datetime) -> list[Duty]:
    """Return the duties within the time that public calendars cover; one that ended stays as long after its end, by whole days."""
    start, end = contents.window(now)
    return [
        duty
        for duty in found
        if contents.instant(duty.ends) > start
        and contents.instant(duty.starts) < end
        and (duty.ended_at is None or duty.ended_at > start)
    ]


def merged(found: Collection[Duty]) -> list[Duty]:
    """Return one duty for each identifier, in a fixed order: the weightiest that stands, else the weightiest.

    SEQUENCE is the sum of all that are there: each of them only grows, so whatever happens to any of them raises it. It falls where one
    of them is gone as a whole: for a visitor who exhibited at the same event too and leaves the organisation (decision 27).
    """
    by_uid: dict[object, list[Duty]] = {}
    for duty in found:
        by_uid.setdefault(duty.uid, []).append(duty)
    made = []
    for same in by_uid.values():
        said = max(same, key=lambda duty: (duty.state is not DutyState.ENDED, duty.weight, duty.path))
        made.append(
            replace(
                said,
                sequence=sum(duty.sequence for duty in same),
                changed_at=max(duty.changed_at for duty in same),
            )
        )
    return sorted(made, key=lambda duty: (contents.instant(duty.starts), str(duty.uid)))


def _entry(duty: Duty, language: Language) -> PrivateEntry:
    changed_at = duty.changed_at.replace(microsecond=0)
    return PrivateEntry(
        uid=str(duty.uid),
        sequence=duty.sequence,
        stamp=changed_at,
        changed_at=changed_at,
        starts=duty.starts,
        ends=duty.ends,
        summary=duty.title,
        organizer_email=duty.mailbox or mail.mailbox(settings.DEFAULT_FROM_EMAIL),
        organizer_name=mail.site_name(language),
        location=duty.place,
        description=mail.absolute_url(duty.path),
        url=mail.absolute_url(duty.path),
        status=STATUSES[duty.state],
        transparent=duty.state is DutyState.ENDED or not duty.fills_time,
    )


def of_person(user: User, *, language: Language, now: datetime) -> PrivateFeed:
    """Return a person's calendar in a language; raises DamagedFeedError."""
    with translation.override(language):
        # All sources first, then the window: SEQUENCE of what is merged must not fall because one half left the window.
        found = in_window(merged(duties.of_person(user, language)), now)
        body = private_file.subscription(
            name=_("My calendar – %(site)s") % {"site": mail.site_name(language)},
            description=_("What you are registered for, and your days at stands. Only for you."),
            url=mail.absolute_url(reverse("events:my-calendar")),
            entries=[_entry(duty, language) for duty in found],
        )
    return _packed(body, name=f"person:{user.pk}:{language}", now=now)


def of_organisation(organisation: Organisation, *, language: Language, now: datetime) -> PrivateFeed:
    """Return an organisation's calendar in a language, the same for every member; raises DamagedFeedError."""
    with translation.override(language):
        found = in_window(merged(duties.of_organisation(organisation, language)), now)
        body = private_file.subscription(
            name=f"{organisation.display_name} – {mail.site_name(language)}",
            description=_("Fairs, stands and deadlines of the organisation. Only for its members."),
            url=mail.absolute_url(reverse("events:my-calendar")),
            entries=[_entry(duty, language) for duty in found],
        )
    return _packed(body, name=f"organisation:{organisation.pk}:{language}", now=now)


def _packed(body: bytes, *, name: str, now: datetime) -> PrivateFeed:
    if problems := lint.lint(body):
        logger.error("a private calendar is damaged and is not served: %s", problems[0])
        raise DamagedFeedError
    digest = hashlib.sha256(body).hexdigest()[:32]
    return PrivateFeed(
        body,
        gzip.compress(body, mtime=0),
        digest,
        first_seen.of(f"events:private-calendar:{name}", digest=digest, now=now),
    )
