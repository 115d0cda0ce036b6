"""The jury's people: asked by mail, accepting with an account, declining, released, replaced by a reserve; who chairs."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from awards.domain import aliases
from awards.jury import emails, facts, queries
from awards.jury.domain import blocking, common, giving
from awards.jury.enums import JUROR_MOVES, AssignmentState, ConflictSource, JurorState
from awards.ledger import domain as ledger
from awards.ledger.domain import Act
from awards.models import Conflict, Juror
from awards.models.jury import SERVING
from portal.kernel import errors, text, tokens
from portal.kernel.languages import Language

PURPOSE: Final = "awards.juror"
VALID_FOR: Final = timedelta(days=14)
MOST_SERVING: Final = 60
PAUSE: Final = timedelta(hours=1)
"""Between two mails that remind the same person."""


def _issue(juror: Juror, now: datetime) -> str:
    return tokens.issue(purpose=PURPOSE, subject=str(juror.pk), now=now, expires_at=juror.expires_at)


def _close(juror: Juror, state: JurorState, now: datetime) -> None:
    JUROR_MOVES.check(JurorState(juror.state), state)
    juror.state = state
    juror.save()
    tokens.revoke_all(purpose=PURPOSE, subject=str(juror.pk), now=now)


def _clean_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise errors.DomainError(_("Write an e-mail address in the form name@example.vn."), field="email") from error
    return address


@transaction.atomic
def invite(
    *,
    award_key: UUID,
    email: str,
    full_name: str,
    by: Any,
    now: datetime,
    workplace: str = "",
    position: str = "",
    is_reserve: bool = False,
    language: Language = Language.VIETNAMESE,
) -> Juror:
    """Ask the holder of an address to judge an edition, and return the invitation.

    Raises NotAllowedError for others than the secretariat, DomainError outside the time in which a jury is composed, without
    a name, and on ``email`` for an address that is asked or serves already; LimitReachedError for too many.
    """
    common.require_secretariat(by, award_key)
    common.locked_edition(award_key, common.COMPOSED)
    address, name = _clean_address(email), text.line(full_name)
    if not name:
        raise errors.DomainError(_("Write the full name."), field="full_name")
    live = Juror.objects.filter(award_key=award_key, state__in=SERVING)
    if live.filter(email=address).exists() or live.filter(user__email=address).exists():
        raise errors.DomainError(_("%(email)s is asked or serves already.") % {"email": address}, field="email")
    if live.count() >= MOST_SERVING:
        raise errors.LimitReachedError(_("A jury has at most %(most)d members.") % {"most": MOST_SERVING})
    juror = Juror.objects.create(
        award_key=award_key,
        email=address,
        full_name=name,
        workplace=text.line(workplace),
        position=text.line(position),
        is_reserve=is_reserve,
        language=language,
        alias=aliases.for_juror(award_key),
        invited_at=now,
        invited_by=by,
        expires_at=now + VALID_FOR,
    )
    emails.invited(juror=juror, secret=_issue(juror, now), by=by)
    return juror


@transaction.atomic
def remind(*, juror: Juror, by: Any, now: datetime) -> Juror:
    """Send somebody who was asked a new link, which ends the old one, or remind who accepted of what waits; return the row.

    Raises NotAllowedError for others than the secretariat, IllegalMoveError for who no longer serves, LimitReachedError within
    an hour of the last mail.
    """
    common.require_secretariat(by, juror.award_key)
    common.locked_edition(juror.award_key, common.COMPOSED)
    found = common.locked_juror(juror)
    if found.state not in SERVING:
        raise errors.IllegalMoveError
    if found.reminded_at is not None and now - found.reminded_at < PAUSE:
        raise errors.LimitReachedError(_("A mail was sent less than an hour ago."))
    found.reminded_at = now
    if found.state == JurorState.INVITED:
        tokens.revoke_all(purpose=PURPOSE, subject=str(found.pk), now=now)
        found.expires_at = now + VALID_FOR
        emails.invited(juror=found, secret=_issue(found, now), by=by, again=True)
    else:
        waiting = queries.live_assignments(found).filter(state=AssignmentState.GIVEN).count()
        emails.reminded(juror=found, waiting=waiting)
    found.save(update_fields=["reminded_at", "expires_at"])
    return found


def asked_by(*, secret: str, now: datetime) -> Juror | None:
    """Return whom a link asks; None for unknown, answered, ended and expired ones."""
    subject = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    if subject is None:
        return None
    return Juror.objects.filter(pk=int(subject), state=JurorState.INVITED).select_related("invited_by").first()


@transaction.atomic
def accept(*, juror: Juror, by: Any, now: datetime) -> Juror:
    """Keep that somebody serves, with the account that answers: signed in with the address that was asked. Return the row.

    Conflicts that the person told when serving before stay, and certain ones are noted at once. Raises NotAllowedError for
    others, IllegalMoveError for an invitation that was answered or ended or is too old, DomainError once the jury is composed.
    """
    common.locked_edition(juror.award_key, common.COMPOSED)
    found = common.locked_juror(juror)
    if by is None or not by.is_authenticated or by.email.lower() != found.email:
        raise errors.NotAllowedError(
            _("This invitation was sent to another e-mail address. Sign in with that address to answer it.")
        )
    if found.state != JurorState.INVITED or now >= found.expires_at:
        raise errors.IllegalMoveError
    if Juror.objects.filter(award_key=found.award_key, user=by, state=JurorState.ACCEPTED).exists():
        raise errors.DomainError(_("You are of this jury already."))
    found.user, found.answered_at = by, now
    _close(found, JurorState.ACCEPTED, now)
    before = Conflict.objects.filter(juror__award_key=found.award_key, juror__user=by).exclude(juror=found)
    acts: list[Act] = []
    for told in before.select_related("nomination").order_by("pk"):
        if not Conflict.objects.filter(juror=found, nomination=told.nomination).exists():
            _made, more = blocking.bar(
                juror=found,
                nomination=told.nomination,
                source=ConflictSource(told.source),
                reason=told.reason,
                by=told.by,
                now=now,
            )
            acts += more
    acts += blocking.block_certain(jurors=[found], nominations=facts.handed_in(found.award_key), now=now)
    ledger.append_all(award_key=found.award_key, acts=acts, now=now)
    return found


@transaction.atomic
def decline(*, juror: Juror, now: datetime) -> Juror:
    """Keep that somebody does not want to serve; the link alone proves the mailbox. Raises IllegalMoveError once answered."""
    common.locked_edition(juror.award_key, common.COMPOSED)
    found = common.locked_juror(juror)
    if found.state != JurorState.INVITED:
        raise errors.IllegalMoveError
    found.answered_at, found.is_chair = now, False
    _close(found, JurorState.DECLINED, now)
    return found


def _let_go(juror: Juror, reason: str, by: Any, now: datetime) -> tuple[list[int], list[Act]]:
    """Release somebody; return the dossiers that lack a juror now, and what the log has to say.

    Sheets that were handed in stay: they were given by somebody who served.
    """
    words = text.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    was_asked_only = juror.state == JurorState.INVITED
    juror.released_because, juror.is_chair = words, False
    _close(juror, JurorState.RELEASED, now)
    left: list[int] = []
    acts: list[Act] = []
    for assignment in giving.live_of(juror=juror):
        if not giving.was_handed_in(assignment):
            acts += giving.take_back(assignment, by=by, now=now)
            left.append(assignment.nomination_id)
    if not was_asked_only:
        emails.released(juror=juror)
    return left, acts


@transaction.atomic
def release(*, juror: Juror, reason: str, by: Any, now: datetime) -> Juror:
    """Let somebody go who was asked or serves; what was not yet scored is given to others. Return the row.

    Raises NotAllowedError for others than the secretariat, DomainError on ``reason`` without one, IllegalMoveError for who no
    longer serves.
    """
    common.require_secretariat(by, juror.award_key)
    edition, rules = common.locked_edition(juror.award_key, common.COMPOSED)
    found = common.locked_juror(juror)
    left, acts = _let_go(found, reason, by, now)
    if left and edition.state in common.GIVING:
        _planned, more = giving.fill_up(award_key=found.award_key, rules=rules, by=by, now=now, wanting=left)
        acts += more
    ledger.append_all(award_key=found.award_key, acts=acts, now=now)
    return found


@transaction.atomic
def replace_by_reserve(*, juror: Juror, reserve: Juror, reason: str, by: Any, now: datetime) -> Juror:
    """Let a juror go and seat a reserve, who from now on gets dossiers like everybody else; return the new seat.

    Of what the juror had not scored yet the least loaded gets the most, which is the reserve who comes in. Raises what
    ``release`` raises, and DomainError on ``reserve`` for somebody who is no reserve that accepted, or is the juror who goes.
    """
    common.require_secretariat(by, juror.award_key)
    edition, rules = common.locked_edition(juror.award_key, common.COMPOSED)
    found, seat = common.locked_juror(juror), common.locked_juror(reserve)
    is_other = seat.award_key == found.award_key and seat.pk != found.pk
    if not is_other or not seat.is_reserve or seat.state != JurorState.ACCEPTED:
        raise errors.DomainError(_("Choose a reserve who has accepted."), field="reserve")
    left, acts = _let_go(found, reason, by, now)
    seat.is_reserve = False
    seat.save(update_fields=["is_reserve"])
    if left and edition.state in common.GIVING:
        _planned, more = giving.fill_up(award_key=found.award_key, rules=rules, by=by, now=now, wanting=left)
        acts += more
    ledger.append_all(award_key=found.award_key, acts=acts, now=now)
    return seat


@transaction.atomic
def set_chair(*, juror: Juror, by: Any, now: datetime) -> Juror:  # noqa: ARG001 -- acts on juries have one form
    """Let somebody chair the council in the place of whoever did; return the row.

    Raises NotAllowedError for others than the secretariat, DomainError for a reserve and for who no longer serves.
    """
    common.require_secretariat(by, juror.award_key)
    common.locked_edition(juror.award_key, common.UNDECIDED)
    found = common.locked_juror(juror)
    if found.is_reserve or found.state not in SERVING:
        raise errors.DomainError(_("Only a juror who serves and is no reserve can chair."))
    Juror.objects.filter(award_key=found.award_key, is_chair=True).exclude(pk=found.pk).update(is_chair=False)
    found.is_chair = True
    found.save(update_fields=["is_chair"])
    return found
