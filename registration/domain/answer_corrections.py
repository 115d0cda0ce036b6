"""An organiser's change of somebody's answers, with a reason: in the audit, and told to the holder.

It is made in the version of the questions that the holder answered, so that nothing is dropped or asked anew because the questions
have changed since.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import text
from portal.kernel.errors import DomainError, NotAllowedError
from portal.kernel.languages import Language
from registration import answer_words, emails, errors, permissions, question_queries
from registration.answered import Answered
from registration.domain import answers, audit
from registration.enums import LIVE_STATES
from registration.models import QuestionVersion, Registration
from registration.organiser_enums import AuditAction

LONGEST_REASON: Final = 250


def version_for(registration: Registration) -> QuestionVersion | None:
    """Return the questions in which an organiser changes the answers: those that were answered, else those in force."""
    return registration.question_version or question_queries.current(registration.place_kind.subject)


def is_open(registration: Registration) -> bool:
    """Return whether there are answers that an organiser can change: while the registration lives, also after the event."""
    return registration.state in LIVE_STATES and version_for(registration) is not None


def _said(registration: Registration, language: Language) -> dict[str, answer_words.Line]:
    with translation.override(language):
        return {line.answer.question: line for line in answer_words.lines(registration)}


def _differences(
    before: dict[str, answer_words.Line], after: dict[str, answer_words.Line]
) -> list[tuple[answer_words.Line, str, str]]:
    """Return a line of each question whose answer is another one now, with what was said before and what is said now."""
    found = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        line = new or old
        is_same = (
            old is not None and new is not None and (old.value, old.answer.file_id) == (new.value, new.answer.file_id)
        )
        if line is not None and not is_same:
            found.append((line, old.value if old is not None else "", new.value if new is not None else ""))
    return found


@transaction.atomic
def correct(
    *,
    registration: Registration,
    answered: Answered,
    why: str,
    by: User,
    now: datetime,
    seen_at: datetime | None = None,
) -> Registration:
    """Change the answers as an organiser; what is the same changes nothing and is told to nobody.

    The audit names the questions and masks the answers; the mail says what changed, but for personal answers and files, and why.
    Raises NotAllowedError, DomainError without a reason, ChangeClosedError for a registration that has ended, and what
    ``answers.change`` raises.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    reason = text.line(why)[:LONGEST_REASON]
    if not reason:
        raise DomainError(_("Write why: the person reads it, and it stands in the audit."), field="why")
    if registration.state not in LIVE_STATES:
        raise errors.ChangeClosedError
    language = Language(registration.language)
    before = {each: _said(registration, each) for each in (Language.VIETNAMESE, language)}
    current = answers.change(registration=registration, answered=answered, by=by, now=now, seen_at=seen_at)
    changed = _differences(before[Language.VIETNAMESE], _said(current, Language.VIETNAMESE))
    if not changed:
        return current
    audit.record(
        action=AuditAction.ANSWERS_CORRECTED,
        by=by,
        now=now,
        subject=current.place_kind.subject,
        about=current,
        label=current.reference,
        changes=[(line.term, audit.masked(old), audit.masked(new)) for line, old, new in changed],
        remark=reason,
    )
    emails.answers_corrected(
        registration=current,
        changes=[
            {
                "term": line.term,
                "before": old if line.may_be_mailed else "",
                "after": new if line.may_be_mailed else "",
                "is_shown": line.may_be_mailed,
            }
            for line, old, new in _differences(before[language], _said(current, language))
        ],
        why=reason,
    )
    return current
