"""The mail about new matches: at most one a week for each organisation and person, and off with one click."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import translation

from exhibitors import queries as exhibitor_queries
from exhibitors.enums import MemberRole
from exhibitors.models import Membership, Organisation
from portal.kernel import errors, tokens
from showcase import match_emails, matches, permissions
from showcase.match_enums import MatchSide
from showcase.models import Match, MatchDigest

PURPOSE: Final = "showcase.matches.digest-off"
PAUSE: Final = timedelta(days=7)
LINK_LIFE: Final = timedelta(days=60)
MOST_LINES: Final = 8
WRITERS: Final = (MemberRole.OWNER, MemberRole.EDITOR)


def send_due(*, now: datetime) -> int:
    """Queue the mail for everybody who has new matches and got none for a week; return how many mails that were."""
    waiting = Match.objects.filter(need_seen_at=None).values_list("need__organisation", flat=True)
    waiting_too = Match.objects.filter(technology_seen_at=None).values_list("technology__organisation", flat=True)
    organisations = sorted({pk for pk in (*waiting.distinct(), *waiting_too.distinct()) if pk is not None})
    return sum(_send_for(Organisation.objects.get(pk=pk), now) for pk in organisations)


def _send_for(organisation: Organisation, now: datetime) -> int:
    if organisation.is_frozen:
        return 0
    writers = Membership.objects.filter(organisation=organisation, role__in=WRITERS, user__is_active=True)
    number = 0
    for membership in writers.select_related("user").order_by("joined_at", "pk"):
        number += _send_to(organisation, membership.user, now)
    return number


@transaction.atomic
def _send_to(organisation: Organisation, user: Any, now: datetime) -> bool:
    MatchDigest.objects.get_or_create(organisation=organisation, user=user)
    digest = MatchDigest.objects.select_for_update().get(organisation=organisation, user=user)
    if digest.is_off or (digest.last_sent_at is not None and digest.last_sent_at > now - PAUSE):
        return False
    new = matches.new_of_organisation(organisation).select_related("need", "technology")
    if digest.last_sent_at is not None:
        new = new.filter(created_at__gt=digest.last_sent_at)
    with translation.override(user.language):
        found = [
            (side, *pair)
            for side in MatchSide
            for pair in matches.suggestions(
                new.filter(**{f"{side.value}__organisation": organisation, f"{side.value}_seen_at": None}), of=side
            )
        ]
        if not found:
            return False
        found.sort(key=lambda entry: -entry[1].score)
        owned = {
            side: matches.public_in_language(
                side, [getattr(row, matches.COLUMNS[side]) for s, row, _f in found if s is side]
            )
            for side in MatchSide
        }
        lines = [
            match_emails.Line(
                own=owned[side][key].title,
                other=suggestion.page.title,
                strength=str(suggestion.strength.label),
                reason=suggestion.reasons[0].text if suggestion.reasons else "",
            )
            for side, row, suggestion in found
            if (key := getattr(row, matches.COLUMNS[side])) in owned[side]
        ]
    secret = tokens.issue(purpose=PURPOSE, subject=str(digest.pk), now=now, expires_at=now + LINK_LIFE)
    match_emails.digest(
        organisation=organisation, user=user, lines=lines[:MOST_LINES], number=len(lines), secret=secret
    )
    digest.last_sent_at = now
    digest.save(update_fields=["last_sent_at"])
    return True


def by_secret(*, secret: str, now: datetime) -> MatchDigest | None:
    """Return the mail whose link somebody holds; None for an unknown or expired one."""
    subject = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    if not subject:
        return None
    return MatchDigest.objects.select_related("organisation", "user").filter(pk=int(subject)).first()


def switch_off(*, digest: MatchDigest) -> MatchDigest:
    """Send no more such mails to this person for this organisation; return the record."""
    digest.is_off = True
    digest.save(update_fields=["is_off"])
    return digest


def switch(*, organisation: Organisation, by: Any, on: bool) -> MatchDigest:
    """Let one who writes for an organisation choose whether they want the mail; return the record. Raises NotAllowedError.

    Only those who may write get the mail, so only they switch it.
    """
    if not permissions.can_write(exhibitor_queries.membership_in(by, organisation)):
        raise errors.NotAllowedError
    digest, _made = MatchDigest.objects.get_or_create(organisation=organisation, user=by)
    digest.is_off = not on
    digest.save(update_fields=["is_off"])
    return digest
