"""Keeping a search by mail: asked, confirmed by the address's owner, changed, ended, taken up again.

Nobody learns from an answer what an address keeps: the page says the same, only the address itself gets another mail. What
ends is deleted at once; for an hour whoever ended it holds a signed paper with which it begins again.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.kernel import errors, tokens
from portal.kernel.erasure import Erased
from portal.kernel.languages import Language
from portal.kernel.personal_data import EraseAction
from search.enums import DigestRhythm
from search.models import SavedSearch
from search.saved import emails
from search.saved.emails import WhyNot
from search.saved.wanted import Wanted

CONFIRM_PURPOSE: Final = "search.saved.confirm"
HOLDER_PURPOSE: Final = "search.saved.holder"
CONFIRM_PERIOD: Final = timedelta(days=3)
HOLDER_PERIOD: Final = timedelta(days=180)
"""So long the links at the foot of a mail work: a mail is read late, and ending must work then too (RFC 8058 gives no end)."""
UNDO_PERIOD: Final = timedelta(hours=1)
MOST_FOR_AN_ADDRESS: Final = 20
_UNDO_SALT: Final = "search.saved.undo"


@dataclass(frozen=True, slots=True)
class Wish:
    """A search that somebody wants to keep, in the language of its mails, and how often."""

    wanted: Wanted
    language: Language
    rhythm: DigestRhythm


def ask(*, email: str, wish: Wish, form_key: uuid.UUID, now: datetime) -> None:
    """Note that somebody wants to keep a search, and write to the address.

    A search that is new to the address, or waits to be confirmed, gets a link to confirm; one that is kept already, and one
    too many, gets a mail that says so, and nothing is changed. The same form sent twice does nothing the second time.
    """
    address = email.strip().lower()
    if SavedSearch.objects.filter(form_key=form_key).exists():
        return
    try:
        with transaction.atomic():
            _ask(address, wish, form_key, now)
    except IntegrityError:
        # Two forms for one search at one moment: the other one has written to the address.
        return


def _ask(address: str, wish: Wish, form_key: uuid.UUID, now: datetime) -> None:
    own = SavedSearch.objects.select_for_update().filter(email=address)
    fingerprint = wish.wanted.fingerprint(wish.language)
    known = own.filter(fingerprint=fingerprint).first()
    if known is not None and known.confirmed_at is not None:
        emails.not_kept(saved=known, why=WhyNot.KEPT_ALREADY, secret=holder_secret(saved=known, now=now))
        return
    kept = own.filter(confirmed_at__isnull=False)
    if kept.count() >= MOST_FOR_AN_ADDRESS:
        one = kept[0]
        emails.not_kept(saved=one, why=WhyNot.TOO_MANY, secret=holder_secret(saved=one, now=now))
        return
    if known is None:
        # Anybody can type anybody's address: what strangers asked for makes room, it keeps the owner from nothing.
        waiting = own.filter(confirmed_at=None).order_by("-asked_at", "-pk")
        own.filter(pk__in=list(waiting.values_list("pk", flat=True)[MOST_FOR_AN_ADDRESS - 1 :])).delete()
    saved = known or SavedSearch(email=address, language=wish.language, fingerprint=fingerprint)
    saved.parameters, saved.rhythm = wish.wanted.parameters, wish.rhythm
    saved.form_key, saved.asked_at = form_key, now
    saved.save()
    tokens.revoke_all(purpose=CONFIRM_PURPOSE, subject=str(saved.key), now=now)
    secret = tokens.issue(purpose=CONFIRM_PURPOSE, subject=str(saved.key), now=now, expires_at=now + CONFIRM_PERIOD)
    emails.confirm(saved=saved, secret=secret)


def holder_secret(*, saved: SavedSearch, now: datetime) -> str:
    """Return a new secret of the links by which the owner of an address changes or ends what it keeps."""
    return tokens.issue(purpose=HOLDER_PURPOSE, subject=str(saved.key), now=now, expires_at=now + HOLDER_PERIOD)


def by_secret(*, purpose: str, secret: str, now: datetime) -> SavedSearch | None:
    """Return the search that a live secret of this purpose opens; None also for one that has ended."""
    key = tokens.subject_of(purpose=purpose, secret=secret, now=now)
    return SavedSearch.objects.filter(key=key).first() if key else None


def confirm(*, saved: SavedSearch, now: datetime) -> SavedSearch:
    """Begin to tell: the first mail tells what appears from now on. Confirming again changes nothing.

    Raises IllegalMoveError for one that was ended meanwhile, LimitReachedError where the address keeps too many.
    """
    with transaction.atomic():
        locked = SavedSearch.objects.select_for_update().filter(pk=saved.pk).first()
        if locked is None:
            raise errors.IllegalMoveError
        if locked.confirmed_at is None:
            if len(kept_by(email=locked.email)) >= MOST_FOR_AN_ADDRESS:
                raise errors.LimitReachedError(
                    _("This address keeps %(number)d searches already. End one of them first.")
                    % {"number": MOST_FOR_AN_ADDRESS}
                )
            locked.confirmed_at = locked.told_through = now
            locked.save(update_fields=["confirmed_at", "told_through"])
            emails.welcome(saved=locked, secret=holder_secret(saved=locked, now=now))
    return locked


def kept_by(*, email: str) -> list[SavedSearch]:
    """Return what an address keeps, in the order in which it was confirmed."""
    return list(SavedSearch.objects.filter(email=email, confirmed_at__isnull=False).order_by("confirmed_at", "pk"))


def change_rhythm(*, saved: SavedSearch, rhythm: DigestRhythm) -> None:
    """Write more or less often from now on; nothing happens to a search that has ended."""
    SavedSearch.objects.filter(pk=saved.pk, confirmed_at__isnull=False).update(rhythm=rhythm)


def end(*, saved: SavedSearch, now: datetime) -> str:
    """End a search and delete it, address included; return the paper that undoes it within ``UNDO_PERIOD``."""
    with transaction.atomic():
        locked = SavedSearch.objects.select_for_update().filter(pk=saved.pk, confirmed_at__isnull=False).first()
        if locked is None:
            return ""
        assert locked.confirmed_at is not None  # noqa: S101 -- asked for above
        assert locked.told_through is not None  # noqa: S101 -- a constraint
        paper = {
            "key": str(locked.key),
            "email": locked.email,
            "language": locked.language,
            "parameters": locked.parameters,
            "fingerprint": locked.fingerprint,
            "rhythm": locked.rhythm,
            "asked_at": locked.asked_at.isoformat(),
            "confirmed_at": locked.confirmed_at.isoformat(),
            "told_through": locked.told_through.isoformat(),
            "until": (now + UNDO_PERIOD).isoformat(),
        }
        locked.delete()
    return signing.dumps(paper, salt=_UNDO_SALT, compress=True)


def take_up_again(*, paper: str, now: datetime) -> SavedSearch | None:
    """Let a search that was ended run again as if nothing had happened; None for a paper that is not ours or too old.

    One that runs again already is returned as it is. The links of its earlier mails work again.
    """
    try:
        told = signing.loads(paper, salt=_UNDO_SALT)
    except signing.BadSignature:
        return None
    if datetime.fromisoformat(told.pop("until")) <= now:
        return None
    instants = ("asked_at", "confirmed_at", "told_through")
    values = {name: datetime.fromisoformat(value) if name in instants else value for name, value in told.items()}
    try:
        with transaction.atomic():
            return SavedSearch.objects.create(**values)
    except IntegrityError:
        rows = SavedSearch.objects.filter(Q(fingerprint=told["fingerprint"]) | Q(key=told["key"]), email=told["email"])
        return rows.filter(confirmed_at__isnull=False).first()


def forget_unconfirmed(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Delete what nobody confirmed while the link worked; return how many."""
    rows = SavedSearch.objects.filter(confirmed_at=None, asked_at__lte=now - CONFIRM_PERIOD)
    number = rows.count()
    if not dry_run:
        rows.delete()
    return [Erased("search.SavedSearch", EraseAction.DELETE_RECORD, number)]
