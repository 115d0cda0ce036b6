"""What organisers set for the mails of their events: own words, and rules for reminders."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import text
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from portal.kernel.languages import Language
from registration import permissions
from registration.domain import audit
from registration.enums import LeadTime, ReminderAudience, WordedMail
from registration.models import MailWords, ReminderRule, ReminderSent
from registration.models.mails import WORDS_LIMIT
from registration.organiser_enums import AuditAction


def set_words(
    *, subject: uuid.UUID, notice: WordedMail, words: Mapping[Language, str], by: User, now: datetime
) -> MailWords | None:
    """Keep the organiser's words for one mail of one event; empty in both languages takes them away.

    Plain text in paragraphs. Raises NotAllowedError, LimitReachedError for more than ``WORDS_LIMIT`` characters.
    """
    _require_organiser(by)
    tidy = {language: text.paragraphs(words.get(language, "")) for language in Language}
    for language, written in tidy.items():
        if len(written) > WORDS_LIMIT:
            sentence = _("At most %(limit)d characters; you wrote %(number)d.")
            raise LimitReachedError(
                sentence % {"limit": WORDS_LIMIT, "number": len(written)}, field=f"{notice.value}_{language.value}"
            )
    with transaction.atomic():
        before = MailWords.objects.select_for_update().filter(subject=subject, notice=notice).first()
        stood = (
            {"words_vi": before.words_vi, "words_en": before.words_en} if before else {"words_vi": "", "words_en": ""}
        )
        stand = {"words_vi": tidy[Language.VIETNAMESE], "words_en": tidy[Language.ENGLISH]}
        changes = audit.differences(stood, stand)
        if changes:
            audit.record(
                action=AuditAction.WORDS_CHANGED,
                by=by,
                now=now,
                subject=subject,
                about=before,
                label=notice.value,
                changes=[("notice", None, notice.value), *changes],
            )
        if not any(tidy.values()):
            if before is not None:
                before.delete()
            return None
        kept, _made = MailWords.objects.update_or_create(
            subject=subject,
            notice=notice,
            defaults={
                "words_vi": tidy[Language.VIETNAMESE],
                "words_en": tidy[Language.ENGLISH],
                "changed_at": now,
                "changed_by": by,
            },
        )
    return kept


def add_rule(
    *, subject: uuid.UUID | None, audience: ReminderAudience, lead: LeadTime, by: User, now: datetime
) -> ReminderRule:
    """Remind from now on; ``subject`` None makes a rule for every event without one of its own for the same people.

    Raises NotAllowedError, DomainError where there is the same rule already.
    """
    _require_organiser(by)
    try:
        with transaction.atomic():
            rule = ReminderRule.objects.create(
                subject=subject, audience=audience, minutes_before=lead, since=now, changed_by=by
            )
            _note(rule=rule, action=AuditAction.RULE_ADDED, by=by, now=now)
            return rule
    except IntegrityError:
        raise DomainError(_("There is this rule already."), field="lead") from None


def drop_rule(*, rule: ReminderRule, by: User, now: datetime) -> None:
    """Remind by this rule no more; mails that are queued already go out. Raises NotAllowedError.

    Where the rules for all events hold again, those that remind as early or earlier remind nobody whom this rule has reminded.
    """
    _require_organiser(by)
    with transaction.atomic():
        if rule.subject is not None:
            general = ReminderRule.objects.filter(
                subject=None, audience=rule.audience, minutes_before__gte=rule.minutes_before
            )
            ReminderSent.objects.bulk_create(
                (
                    ReminderSent(
                        rule=other,
                        subject=sent.subject,
                        start_day=sent.start_day,
                        registration_id=sent.registration_id,
                        person_id=sent.person_id,
                        at=sent.at,
                    )
                    for other in general.select_for_update(of=("self",)).order_by("pk")
                    for sent in rule.sent.all()
                ),
                batch_size=500,
                ignore_conflicts=True,
            )
        _note(rule=rule, action=AuditAction.RULE_REMOVED, by=by, now=now)
        rule.delete()


def _note(*, rule: ReminderRule, action: AuditAction, by: User, now: datetime) -> None:
    values = {"reminded": str(rule.audience), "lead": str(int(rule.minutes_before))}
    stands = action is AuditAction.RULE_ADDED
    audit.record(
        action=action,
        by=by,
        now=now,
        subject=rule.subject,
        about=rule,
        changes=[(name, None if stands else value, value if stands else None) for name, value in values.items()],
    )


def _require_organiser(by: User) -> None:
    if not permissions.may_decide(by):
        raise NotAllowedError
