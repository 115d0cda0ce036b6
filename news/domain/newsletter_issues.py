"""Issues of the newsletter: to each subscription what was published since its last one, and nothing where that is nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from news import permissions, queries
from news.domain import newsletter
from news.enums import NewsletterRhythm, SubscriptionEnd, SubscriptionState
from news.models import NewsletterSubscription
from news.newsletter import emails, upcoming
from news.newsletter.upcoming import MOST_STORIES, Choice
from news.queries import ArticleCard
from portal.kernel import clock, errors, limits
from portal.kernel.languages import Language
from portal.mail import enums as mail_enums
from portal.mail import verdicts
from portal.mail.models import OutgoingMail

PAUSES: Final = {
    # Somewhat less than a day and a week, so that a run that begins a little earlier than the last skips nobody.
    NewsletterRhythm.DAILY: timedelta(hours=22),
    NewsletterRhythm.WEEKLY: timedelta(days=6, hours=22),
}
REFUSALS: Final = 2
"""So many issues that the mail server refused for good end a subscription: the address is gone."""
BATCH: Final = 200
FIRST_HOUR, LAST_HOUR = 7, 20
"""Hours of Việt Nam's clock between which issues go out: a telephone that rings for a mail wakes nobody."""
_Content = tuple[list[ArticleCard], int]


def is_time(now: datetime) -> bool:
    """Return whether issues go out at this hour."""
    return FIRST_HOUR <= clock.local(now).hour < LAST_HOUR


def send_due(*, now: datetime) -> int:
    """Queue an issue for every subscription whose pause is over and for which something is new; return how many.

    Each one is a transaction of its own, in which the mail and the mark up to where it tells are kept together: a run that is
    cut off, or two at once, tell nothing twice and leave nothing out.
    """
    _end_undeliverable(now)
    known: dict[tuple[str, frozenset[str], datetime], _Content] = {}
    return sum(_send_to(subscription, known, now) for subscription in _due(now))


def _due(now: datetime) -> Iterator[NewsletterSubscription]:
    over = Q()
    for rhythm, pause in PAUSES.items():
        over |= Q(rhythm=rhythm, sent_through__lte=now - pause)
    rows = NewsletterSubscription.objects.filter(over, state=SubscriptionState.ACTIVE)
    last = 0
    while batch := list(rows.filter(pk__gt=last).prefetch_related("audiences").order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _send_to(
    subscription: NewsletterSubscription, known: dict[tuple[str, frozenset[str], datetime], _Content], now: datetime
) -> bool:
    codes = frozenset(term.code for term in subscription.audiences.all())
    since = subscription.sent_through
    assert since is not None  # noqa: S101 -- a constraint: confirmed subscriptions have it
    key = (subscription.language, codes, since)
    if key not in known:
        with translation.override(subscription.language):
            known[key] = queries.published_between(
                Language(subscription.language), since=since, until=now, audiences=codes, limit=MOST_STORIES
            )
    cards, number = known[key]
    if not cards:
        return False
    with transaction.atomic():
        rows = NewsletterSubscription.objects.filter(pk=subscription.pk, state=SubscriptionState.ACTIVE)
        if not rows.filter(sent_through=since).update(sent_through=now):
            return False
        secret = newsletter.holder_secret(subscription=subscription, now=now)
        emails.issue(subscription=subscription, cards=cards, number=number, audiences=sorted(codes), secret=secret)
    return True


def send_test(*, by: Any, choice: Choice, now: datetime) -> int:
    """Send the next issue of a choice to the editor's own address, in each language that has one; return in how many.

    Nothing of the subscriptions is changed. Raises NotAllowedError for people of no newsroom, DomainError for an account without an
    address or where nothing is new, LimitReachedError for the seventh test within ten minutes.
    """
    if not permissions.may_see_newsletter(by):
        raise errors.NotAllowedError
    if not by.email:
        raise errors.DomainError(_("Your account has no e-mail address."))
    issues = [issue for language in Language if (issue := upcoming.issue(language=language, choice=choice, now=now))]
    if not issues:
        raise errors.DomainError(_("Nothing is new for this choice; no issue would be sent."))
    if not limits.address_may_be_written_to(by.email, "newsletter-test"):
        raise errors.LimitReachedError(_("Many tests were sent to your address. Please try again in ten minutes."))
    with transaction.atomic():
        for issue in issues:
            emails.issue_to_editor(recipient=by.email, language=issue.language, context=issue.context)
    return len(issues)


def _end_undeliverable(now: datetime) -> None:
    refused = OutgoingMail.objects.filter(
        kind=emails.ISSUE, state=mail_enums.MailState.FAILED, smtp_code__gte=verdicts.PERMANENT
    )
    often = refused.order_by().values("recipient").annotate(number=Count("pk")).filter(number__gte=REFUSALS)
    rows = NewsletterSubscription.objects.filter(state=SubscriptionState.ACTIVE, email__in=often.values("recipient"))
    for subscription in rows:
        newsletter.end(subscription=subscription, reason=SubscriptionEnd.UNDELIVERABLE, now=now)
