"""What people do with matches: say that one does not fit, take it back, mark them as seen; and asking for a refresh."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors, text
from showcase import match_tasks, permissions
from showcase.match_enums import MatchSide, Unsuitability
from showcase.models import Match, MatchRefusal, NeedPage, TechnologyPage


def side_of(page: Any) -> MatchSide:
    """Return on which side of the market a page stands."""
    return MatchSide.NEED if isinstance(page, NeedPage) else MatchSide.TECHNOLOGY


def request_refresh(*, side: MatchSide, key: uuid.UUID) -> None:
    """Let the worker make the matches of a page true once the present transaction is done."""
    match_tasks.refresh_matches.enqueue(side.value, str(key))


def _keys(page: NeedPage | TechnologyPage, other: uuid.UUID) -> dict[str, uuid.UUID]:
    if side_of(page) is MatchSide.NEED:
        return {"need_key": page.translation_key, "technology_key": other}
    return {"need_key": other, "technology_key": page.translation_key}


def _check(page: NeedPage | TechnologyPage, by: Any) -> None:
    if not permissions.may_write_page(by, page):
        raise errors.NotAllowedError


@transaction.atomic
def refuse(
    *,
    page: NeedPage | TechnologyPage,
    other: uuid.UUID,
    reason: Unsuitability,
    by: Any,
    now: datetime,
    note: str = "",
) -> MatchRefusal:
    """Say for the owner of ``page`` that the page with the key ``other`` does not fit; return the record.

    The pair is suggested to neither side again until it is taken back. Saying it twice returns the first record. Raises
    NotAllowedError unless ``by`` may write for the page's owner, DomainError where the portal does not suggest the pair or
    where the other reason is not told.
    """
    _check(page, by)
    keys = _keys(page, other)
    said = MatchRefusal.objects.filter(**keys, side=side_of(page), undone_at=None).first()
    if said is not None:
        return said
    words = text.paragraphs(note)
    if reason is Unsuitability.OTHER and not words:
        raise errors.DomainError(_("Say in a few words why it does not fit."), field="note")
    pair = Match.objects.select_for_update().filter(need=keys["need_key"], technology=keys["technology_key"])
    if not pair.exists():
        raise errors.DomainError(_("The portal does not suggest this any more."))
    try:
        with transaction.atomic():
            said = MatchRefusal.objects.create(
                **keys, side=side_of(page), reason=reason, note=words, refused_by=by, refused_at=now
            )
    except IntegrityError:
        return MatchRefusal.objects.get(**keys, side=side_of(page), undone_at=None)
    pair.delete()
    return said


@transaction.atomic
def take_back(*, refusal: MatchRefusal, page: NeedPage | TechnologyPage, by: Any, now: datetime) -> MatchRefusal:
    """Let a pair be suggested again where it still fits and the other side does not object; return the record.

    Raises NotAllowedError unless ``by`` may write for the page's owner and it was this side that said no.
    """
    _check(page, by)
    locked = MatchRefusal.objects.select_for_update().get(pk=refusal.pk)
    own = locked.need_key if side_of(page) is MatchSide.NEED else locked.technology_key
    if locked.side != side_of(page) or own != page.translation_key:
        raise errors.NotAllowedError
    if locked.undone_at is None:
        locked.undone_at = now
        locked.save(update_fields=["undone_at"])
        match_tasks.refresh_matches.enqueue(MatchSide.NEED.value, str(locked.need_key), force=True)
    return locked


@transaction.atomic
def mark_seen(*, page: NeedPage | TechnologyPage, by: Any, now: datetime) -> int:
    """Note that the owner of a page has looked at its matches; return how many were new. Raises NotAllowedError."""
    _check(page, by)
    side = side_of(page).value
    new = Match.objects.filter(**{side: page.translation_key, f"{side}_seen_at": None})
    return new.update(**{f"{side}_seen_at": now})
