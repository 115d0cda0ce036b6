"""Links of mails that renew a listing: each stands for one listing and whoever it was sent to, and is used once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from portal.kernel import tokens
from showcase import people, permissions, queries
from showcase.models import NeedConsent, NeedPage, TechnologyPage

PURPOSE: Final = "showcase.listing.renew"
# A link outlives the listing by a quarter of a year, so that an archived one still comes back with one click.
LINK_LIFE: Final = timedelta(days=120)
CONSENT_MARK: Final = "consent-"


@dataclass(frozen=True, slots=True)
class Link:
    """What a mailed link stands for: a listing, and the person or the consent of an organisation it was sent to."""

    page: Any
    sent_to: Any

    @property
    def consent(self) -> NeedConsent | None:
        """The consent of an organisation without account, where the link was sent to its address."""
        return self.sent_to if isinstance(self.sent_to, NeedConsent) else None

    @property
    def person(self) -> Any | None:
        """The account to which the link was sent."""
        return None if self.consent else self.sent_to


def _subject(page: Any, sent_to: Any) -> str:
    mark = CONSENT_MARK if isinstance(sent_to, NeedConsent) else ""
    return f"{page.translation_key}:{mark}{sent_to.pk}"


def issue(*, page: Any, sent_to: Any, now: datetime) -> str:
    """Store a link that renews a listing, for an account or a consent; return its secret."""
    subject = _subject(page, sent_to)
    return tokens.issue(purpose=PURPOSE, subject=subject, now=now, expires_at=now + LINK_LIFE)


def revoke(*, page: Any, sent_to: Any, now: datetime) -> None:
    """Make every link of a listing void that was sent to an account or a consent."""
    tokens.revoke_all(purpose=PURPOSE, subject=_subject(page, sent_to), now=now)


def find(*, secret: str, now: datetime) -> Link | None:
    """Return what a mailed link stands for; None for an unknown, used or expired one, and once its receiver may not renew.

    People lose it with the right to write the page, an organisation without account with its consent.
    """
    subject = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    if subject is None:
        return None
    key, _colon, receiver = subject.partition(":")
    page = queries.original_page((TechnologyPage, NeedPage), key)
    if page is None:
        return None
    if receiver.startswith(CONSENT_MARK):
        consent = people.standing_consent(page)
        return Link(page, consent) if consent and str(consent.pk) == receiver.removeprefix(CONSENT_MARK) else None
    person = people.active_account(receiver)
    return Link(page, person) if person and permissions.may_write_page(person, page) else None
