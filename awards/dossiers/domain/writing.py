"""Beginning a dossier, and saving what it says step by step."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from awards import permissions
from awards.dossiers import calls, parts
from awards.dossiers.domain import common
from awards.dossiers.enums import MemberRole, MemberState
from awards.enums import NominationState
from awards.models import DossierAnswer, DossierMember, Nomination, NominationLog
from exhibitors import queries as exhibitor_queries
from portal.kernel import errors, text
from portal.operations import db_clock

MOST_DOSSIERS: Final = 20
LONGEST_SUMMARY: Final = 2000
LONGEST_ANSWER: Final = 6000
TIME_IS_OVER: Final = _("The time to complete this dossier is over.")


_WHO: Final = frozenset({"organisation", "nominee_name", "nominee_email"})


@dataclass(frozen=True, slots=True)
class Basics:
    """What is nominated, in which category, and who. With an address the nominee is somebody else, who must agree."""

    category_code: str
    title: str
    nominee_name: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    organisation: Any = None
    nominee_email: str = ""
    technology_key: UUID | None = None


def _clean(basics: Basics, call: calls.Call, by: Any, kept: Any = None) -> dict[str, Any]:
    """Return the fields of the record; raises DomainError with its field for what the frozen rules do not know.

    A co-author need not belong to ``kept``, the organisation that the dossier has already.
    """
    if basics.category_code not in {category.code for category in call.rules.categories}:
        raise errors.DomainError(_("The programme has no such category."), field="category_code")
    fields: dict[str, Any] = {
        "title": text.line(basics.title),
        "title_en": text.line(basics.title_en),
        "nominee_name": text.line(basics.nominee_name),
        "summary": text.paragraphs(basics.summary),
        "summary_en": text.paragraphs(basics.summary_en),
    }
    for name, words in (("title", _("Say what is nominated.")), ("nominee_name", _("Say who is nominated."))):
        if not fields[name]:
            raise errors.DomainError(words, field=name)
    for name in ("summary", "summary_en"):
        if len(fields[name]) > LONGEST_SUMMARY:
            raise errors.DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST_SUMMARY}, field=name)
    email = basics.nominee_email.strip().lower()
    if email and email == by.email.lower():
        raise errors.DomainError(_("This is your own address. Choose yourself as the nominee."), field="nominee_email")
    is_new = basics.organisation is not None and basics.organisation != kept
    if is_new and exhibitor_queries.membership_in(by, basics.organisation) is None:
        raise errors.DomainError(_("Choose an organisation that you belong to."), field="nominee")
    return {
        **fields,
        "category_code": basics.category_code,
        "organisation": basics.organisation,
        "nominee_email": email,
        "technology_key": basics.technology_key,
    }


@transaction.atomic
def start_dossier(*, award_key: UUID, basics: Basics, by: Any, now: datetime) -> Nomination:
    """Begin a draft that belongs to ``by`` and return it.

    Raises DomainError when the call does not take dossiers now, and for what the rules do not know; LimitReachedError for more than
    twenty dossiers of one person in an edition.
    """
    call = calls.find(award_key)
    if call is None or not call.takes(now):
        raise errors.DomainError(common.NOT_OPEN)
    fields = _clean(basics, call, by)
    mine = DossierMember.objects.filter(user=by, role=MemberRole.LEAD, nomination__award_key=award_key)
    if mine.exclude(nomination__state=NominationState.WITHDRAWN).count() >= MOST_DOSSIERS:
        raise errors.LimitReachedError(
            _("You have %(most)d dossiers in this edition. Take one back before you begin another.")
            % {"most": MOST_DOSSIERS}
        )
    nomination = Nomination.objects.create(
        award_key=award_key, nominated_by=by, created_at=now, saved_at=now, saved_by=by, **fields
    )
    DossierMember.objects.create(
        nomination=nomination,
        user=by,
        email=by.email.lower(),
        role=MemberRole.LEAD,
        state=MemberState.ACCEPTED,
        asked_at=now,
        answered_at=now,
    )
    DossierAnswer.objects.bulk_create(
        DossierAnswer(nomination=nomination, key=criterion.key, saved_at=now, saved_by=by)
        for criterion in call.rules.criteria
    )
    NominationLog.objects.create(nomination=nomination, at=now, by=by, to_state=NominationState.DRAFT)
    return nomination


def open_part(nomination: Nomination, part: str, by: Any, now: datetime) -> tuple[calls.Call, Nomination]:
    """Return the call and the dossier, locked, for whoever may write a part of it now; in the caller's transaction.

    Raises NotAllowedError for others and for what may not be changed, DomainError when the call does not take dossiers now, or, where
    the secretariat asked for changes, when the time for them is over by the database's clock.
    """
    draft = common.locked(nomination)
    if not permissions.can_write(common.member(draft, by), part):
        raise errors.NotAllowedError
    call = calls.find(draft.award_key)
    request = parts.running(draft)
    if call is None or (request is None and not call.takes(now)):
        raise errors.DomainError(common.NOT_OPEN)
    if request is not None and parts.is_over(request, db_clock.now()):
        raise errors.DomainError(TIME_IS_OVER)
    return call, draft


@transaction.atomic
def save_basics(
    *, nomination: Nomination, basics: Basics, by: Any, now: datetime, seen_at: datetime | None
) -> Nomination:
    """Keep what is nominated and who; return the dossier as it is now.

    ``seen_at`` is its ``saved_at`` as the person read it: whoever comes second gets StaleError, and nothing is written. Who is
    nominated, and so who agreed, stays as it was handed in.
    """
    call, draft = open_part(nomination, parts.BASICS, by, now)
    fields = _clean(basics, call, by, kept=draft.organisation)
    changed = {name: value for name, value in fields.items() if getattr(draft, name) != value}
    if not changed:
        return draft
    if draft.submitted_at is not None and not _WHO.isdisjoint(changed):
        raise errors.DomainError(_("Who is nominated cannot change after the dossier was handed in."), field="nominee")
    if draft.saved_at != seen_at:
        raise _stale(draft.saved_at or now)
    for name, value in changed.items():
        setattr(draft, name, value)
    draft.saved_at, draft.saved_by = now, by
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        raise errors.DomainError(_("This was nominated in this category already."), field="title") from None
    return draft


@transaction.atomic
def save_answer(
    *, nomination: Nomination, key: str, words: str, by: Any, now: datetime, seen_at: datetime | None
) -> DossierAnswer:
    """Keep the answer to a criterion of the frozen rules and return it; StaleError as ``save_basics``."""
    call, draft = open_part(nomination, parts.answer(key), by, now)
    if key not in {criterion.key for criterion in call.rules.criteria}:
        raise errors.DomainError(_("The programme has no such criterion."))
    written = text.paragraphs(words)
    if len(written) > LONGEST_ANSWER:
        raise errors.DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST_ANSWER}, field="text")
    answer = DossierAnswer.objects.get(nomination=draft, key=key)
    if answer.text == written:
        return answer
    if answer.saved_at != seen_at:
        raise _stale(answer.saved_at)
    answer.text, answer.saved_at, answer.saved_by = written, now, by
    answer.save(update_fields=["text", "saved_at", "saved_by"])
    return answer


def _stale(saved_at: datetime) -> errors.StaleError:
    return errors.StaleError(
        _(
            "Somebody else saved this meanwhile. What you did not change stays as they saved it. To keep what stands in the"
            " form, save again."
        ),
        saved_at=saved_at,
    )
