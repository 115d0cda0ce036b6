"""Keeping the stored matches true: for one page after a change, for all, and at the end of a listing's life.

A pair is kept when it is among the best of its need or among the best of its technology, and nobody said that it does not
fit. A change renews the pairs of what changed, and those of partners whose full list it left.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from portal.kernel import clock
from showcase import match_index, match_profiles
from showcase.domain import match_store, matching
from showcase.match_enums import MatchSide
from showcase.match_index import OTHER
from showcase.match_profiles import Provinces
from showcase.models import Match, MatchProfile, MatchRefusal


def _refused(keys: Collection[uuid.UUID], side: MatchSide) -> set[tuple[uuid.UUID, uuid.UUID]]:
    column = "need_key__in" if side is MatchSide.NEED else "technology_key__in"
    rows = MatchRefusal.objects.filter(undone_at=None, **{column: list(keys)})
    return set(rows.values_list("need_key", "technology_key"))


# One page -----------------------------------------------------------------------------------------------------------


def refresh(*, side: MatchSide, key: uuid.UUID, now: datetime, force: bool = False) -> bool:
    """Make the matches of one need or technology true; return whether anything about it had changed.

    A page that is no longer public, or no longer open, loses all of them. Safe to run twice and at the same time as others:
    profiles are locked in the order of their keys.
    """
    day = clock.local(now).date()
    reading = next(match_profiles.read(side, [key], day, Provinces()), None)
    with transaction.atomic():
        known = MatchProfile.objects.select_for_update().filter(pk=key).first()
        if reading is None:
            if known is None:
                return False
            partners = _remove([known.pk], side)
        else:
            if known is not None and known.digest == reading.digest and not force:
                if known.shown_until != reading.shown_until:
                    MatchProfile.objects.filter(pk=key).update(shown_until=reading.shown_until)
                return False
            match_store.write_profiles([reading], renew={key} if known is not None else set())
            partners = _renew(reading.key, side, now)
        for partner in sorted(partners):
            _renew(partner, OTHER[side], now)
    return True


def _remove(keys: Collection[uuid.UUID], side: MatchSide) -> set[uuid.UUID]:
    """Remove profiles of one side with their matches; return the partners whose list was full until now."""
    mine, theirs = ("need", "technology") if side is MatchSide.NEED else ("technology", "need")
    partners = set(Match.objects.filter(**{f"{mine}__in": keys}).values_list(f"{theirs}_id", flat=True))
    full = _full(partners, OTHER[side])
    MatchProfile.objects.filter(pk__in=keys).delete()
    return full


def _full(keys: Collection[uuid.UUID], side: MatchSide) -> set[uuid.UUID]:
    return {key for key, pairs in _stored(keys, side).items() if len(pairs) >= match_store.KEPT[side]}


def _stored(keys: Collection[uuid.UUID], side: MatchSide) -> dict[uuid.UUID, list[tuple[int, uuid.UUID]]]:
    """Return the stored pairs of several of one side as (score, partner), best first."""
    mine, theirs = ("need_id", "technology_id") if side is MatchSide.NEED else ("technology_id", "need_id")
    found: dict[uuid.UUID, list[tuple[int, uuid.UUID]]] = defaultdict(list)
    rows = Match.objects.filter(**{f"{mine}__in": list(keys)}).order_by("-score", theirs)
    for key, score, partner in rows.values_list(mine, "score", theirs):
        found[key].append((score, partner))
    return found


def _score_all(key: uuid.UUID, side: MatchSide) -> list[match_store.Pair]:
    """Return every pair worth keeping of one stored profile, best first."""
    profile = MatchProfile.objects.get(pk=key)
    refused = _refused([key], side)
    if side is MatchSide.NEED:
        wanted = match_profiles.wanted(profile.content)
        terms = match_index.of_need(wanted)
    else:
        offered = match_profiles.offered(profile.content)
        terms = match_index.of_technology(offered)
    pairs = []
    rows = MatchProfile.objects.filter(pk__in=match_index.stored_candidates(side, terms))
    if profile.organisation_id is not None:
        rows = rows.exclude(organisation=profile.organisation_id)
    for other in rows:
        if side is MatchSide.NEED:
            pair = (key, other.pk)
            found = matching.match(wanted, match_profiles.offered(other.content))
        else:
            pair = (other.pk, key)
            found = matching.match(match_profiles.wanted(other.content), offered)
        if found is not None and pair not in refused:
            pairs.append(match_store.Pair(*pair, found))
    return sorted(pairs, key=lambda pair: pair.rank)


def _renew(key: uuid.UUID, side: MatchSide, now: datetime) -> set[uuid.UUID]:
    """Score one profile anew and store its pairs; return the partners whose full list it left or fell back in."""
    pairs = _score_all(key, side)
    other = OTHER[side]
    theirs = _stored([pair.key_of(other) for pair in pairs], other)
    kept = pairs[: match_store.KEPT[side]]
    for pair in pairs[match_store.KEPT[side] :]:
        rivals = [entry for entry in theirs[pair.key_of(other)] if entry[1] != key]
        better = sum((-score, partner) < (-pair.match.score, key) for score, partner in rivals)
        if better < match_store.KEPT[other]:
            kept.append(pair)
    before = {partner: score for score, partner in _stored([key], side)[key]}
    after = {pair.key_of(other): pair.match.score for pair in kept}
    gone = set(before) - set(after)
    weaker = {partner for partner, score in before.items() if after.get(partner, -1) < score}
    full = _full(weaker, other)
    mine = "need" if side is MatchSide.NEED else "technology"
    partner = "technology" if side is MatchSide.NEED else "need"
    Match.objects.filter(**{mine: key, f"{partner}__in": gone}).delete()
    match_store.write_pairs(kept, now)
    return full


# The end of a listing, and whole organisations -------------------------------------------------------------------------


@transaction.atomic
def expire(*, now: datetime) -> int:
    """Remove what is shown no longer since its day passed; return how many profiles that were."""
    day = clock.local(now).date()
    number = 0
    for side in MatchSide:
        over = list(
            MatchProfile.objects.filter(side=side, shown_until__lt=day).order_by("pk").values_list("pk", flat=True)
        )
        for batch in match_store.batches(over):
            number += len(batch)
            for partner in sorted(_remove(batch, side)):
                _renew(partner, OTHER[side], now)
    return number
