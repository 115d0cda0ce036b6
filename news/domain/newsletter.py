"""Subscribing to the newsletter: asked, confirmed by the address's owner, changed, ended, taken up again.

Nobody learns from an answer whether an address is subscribed: the page says the same, only the address itself gets another mail.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from news.enums import SUBSCRIPTION_MOVES, NewsletterRhythm, SubscriptionEnd, SubscriptionState
from news.models import NewsletterSubscription
from news.newsletter import emails
from portal.kernel import errors, tokens
from portal.kernel.erasure import Erased
from portal.kernel.languages import Language
from portal.kernel.personal_data import EraseAction
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term

CONFIRM_PURPOSE: Final = "news.newsletter.confirm"
HOLDER_PURPOSE: Final = "news.newsletter.holder"
CONFIRM_PERIOD: Final = timedelta(days=3)
HOLDER_PERIOD: Final = timedelta(days=180)
"""So long the links at the foot of an issue work: a mail is read late, and ending must work then too (RFC 8058 gives no end)."""
TAKING_UP_AGAIN: Final = timedelta(days=30)
"""So long a subscription that was ended can be taken up again; then its address is erased."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a reader wants: ``audiences`` are codes of the vocabulary, none for every story."""

    language: Language
    rhythm: NewsletterRhythm
    audiences: Collection[str] = ()


def ask(*, email: str, wishes: Wishes, form_key: uuid.UUID, now: datetime) -> None:
    """Note that somebody wants the newsletter at an address, and write to it.

    An address that is not known gets a link to confirm, one that waits gets a new link for the new wishes, one that is
    subscribed gets the link to its choices and nothing is changed. The same form sent twice does nothing the second time.
    Raises DomainError for an audience that the vocabulary does not hold.
    """
    address = email.strip().lower()
    terms = _terms(wishes.audiences)
    if NewsletterSubscription.objects.filter(form_key=form_key).exists():
        return
    try:
        with transaction.atomic():
            _ask(address, wishes, terms, form_key, now)
    except IntegrityError:
        # Two forms for one address at one moment: the other one has written to it.
        return


def _ask(address: str, wishes: Wishes, terms: list[Term], form_key: uuid.UUID, now: datetime) -> None:
    rows = NewsletterSubscription.objects.select_for_update()
    known = rows.filter(email=address).exclude(state=SubscriptionState.ENDED).first()
    if known is not None and known.state == SubscriptionState.ACTIVE:
        emails.subscribed_already(subscription=known, secret=holder_secret(subscription=known, now=now))
        return
    subscription = known or NewsletterSubscription(email=address)
    subscription.form_key, subscription.asked_at = form_key, now
    subscription.language, subscription.rhythm = wishes.language, wishes.rhythm
    subscription.save()
    subscription.audiences.set(terms)
    tokens.revoke_all(purpose=CONFIRM_PURPOSE, subject=str(subscription.key), now=now)
    secret = tokens.issue(
        purpose=CONFIRM_PURPOSE, subject=str(subscription.key), now=now, expires_at=now + CONFIRM_PERIOD
    )
    emails.confirm(subscription=subscription, secret=secret)


def _terms(codes: Collection[str]) -> list[Term]:
    terms = list(Term.objects.filter(vocabulary=VocabularyCode.AUDIENCE, code__in=codes))
    if len(terms) != len(set(codes)):
        raise errors.DomainError(_("Choose audiences from the list."), field="audiences")
    return terms


def holder_secret(*, subscription: NewsletterSubscription, now: datetime) -> str:
    """Return a new secret of the links by which a reader changes or ends the subscription."""
    return tokens.issue(purpose=HOLDER_PURPOSE, subject=str(subscription.key), now=now, expires_at=now + HOLDER_PERIOD)


def by_secret(*, purpose: str, secret: str, now: datetime) -> NewsletterSubscription | None:
    """Return the subscription that a live secret of this purpose opens, or None."""
    key = tokens.subject_of(purpose=purpose, secret=secret, now=now)
    return NewsletterSubscription.objects.filter(key=key).first() if key else None


def confirm(*, subscription: NewsletterSubscription, now: datetime) -> NewsletterSubscription:
    """Begin a subscription: its first issue tells what is published from now on. Confirming again changes nothing.

    Raises IllegalMoveError for one that was ended meanwhile.
    """
    with transaction.atomic():
        locked = _locked(subscription)
        if locked.state == SubscriptionState.ACTIVE:
            return locked
        if locked.state == SubscriptionState.ENDED:
            raise errors.IllegalMoveError
        SUBSCRIPTION_MOVES.check(SubscriptionState(locked.state), SubscriptionState.ACTIVE)
        locked.state = SubscriptionState.ACTIVE
        locked.confirmed_at = locked.sent_through = now
        locked.save(update_fields=["state", "confirmed_at", "sent_through"])
        emails.welcome(subscription=locked, secret=holder_secret(subscription=locked, now=now))
    return locked


def change(*, subscription: NewsletterSubscription, wishes: Wishes) -> NewsletterSubscription:
    """Keep other wishes; raises IllegalMoveError for a subscription that is not running, DomainError as ``ask`` does."""
    terms = _terms(wishes.audiences)
    with transaction.atomic():
        locked = _locked(subscription)
        if locked.state != SubscriptionState.ACTIVE:
            raise errors.IllegalMoveError(_("This subscription has ended. Take it up again first."))
        locked.language, locked.rhythm = wishes.language, wishes.rhythm
        locked.save(update_fields=["language", "rhythm"])
        locked.audiences.set(terms)
    return locked


def end(*, subscription: NewsletterSubscription, reason: SubscriptionEnd, now: datetime) -> NewsletterSubscription:
    """End a subscription at once. Ending it again changes nothing: mail programs press the button more than once."""
    with transaction.atomic():
        locked = _locked(subscription)
        if locked.state != SubscriptionState.ACTIVE:
            return locked
        locked.state, locked.ended_at, locked.end_reason = SubscriptionState.ENDED, now, reason
        locked.save(update_fields=["state", "ended_at", "end_reason"])
    return locked


def take_up_again(*, subscription: NewsletterSubscription, now: datetime) -> NewsletterSubscription:
    """Let an ended subscription run again from now on.

    Raises IllegalMoveError where it runs already, or where the address has asked anew meanwhile.
    """
    with transaction.atomic():
        locked = _locked(subscription)
        SUBSCRIPTION_MOVES.check(SubscriptionState(locked.state), SubscriptionState.ACTIVE)
        if locked.confirmed_at is None:
            raise errors.IllegalMoveError
        others = NewsletterSubscription.objects.filter(email=locked.email).exclude(pk=locked.pk)
        if others.exclude(state=SubscriptionState.ENDED).exists():
            raise errors.IllegalMoveError(_("This address has subscribed anew meanwhile; use the link of that mail."))
        locked.state, locked.ended_at, locked.end_reason = SubscriptionState.ACTIVE, None, ""
        locked.sent_through = now
        locked.save(update_fields=["state", "ended_at", "end_reason", "sent_through"])
    return locked


def _locked(subscription: NewsletterSubscription) -> NewsletterSubscription:
    return NewsletterSubscription.objects.select_for_update().get(pk=subscription.pk)


def forget_unconfirmed(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Delete what nobody confirmed while the link worked; return how many."""
    rows = NewsletterSubscription.objects.filter(
        state=SubscriptionState.UNCONFIRMED, asked_at__lte=now - CONFIRM_PERIOD
    )
    number = rows.count()
    if not dry_run:
        rows.delete()
    return [Erased("news.NewsletterSubscription", EraseAction.DELETE_RECORD, number)]
