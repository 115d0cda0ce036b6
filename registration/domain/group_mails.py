"""Mails of organisers to a filtered group: written, tested on oneself, sent once to each, in batches (as announcements are)."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import erasure, text
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from portal.kernel.languages import Language
from registration import emails_to_groups, permissions, tasks
from registration.domain import announcements, audit
from registration.group_filters import GroupFilter
from registration.models import GroupMail, GroupMailRecipient, Registration
from registration.organiser_enums import (
    GROUP_MAIL_MOVES,
    WRITABLE_STATES,
    AuditAction,
    GroupMailState,
    RecipientState,
)

ROWS: Final = 500


def _checked(words: Mapping[str, str]) -> dict[str, str]:
    tidy = {
        "heading_vi": text.line(words.get("heading_vi", "")),
        "text_vi": text.paragraphs(words.get("text_vi", "")),
        "heading_en": text.line(words.get("heading_en", "")),
        "text_en": text.paragraphs(words.get("text_en", "")),
    }
    if not tidy["heading_vi"]:
        raise DomainError(_("Write a subject line in Vietnamese."), field="heading_vi")
    if not tidy["text_vi"]:
        raise DomainError(_("Write the text in Vietnamese."), field="text_vi")
    if tidy["heading_en"] and not tidy["text_en"]:
        raise DomainError(_("Write the text in English too, or leave both empty."), field="text_en")
    if tidy["text_en"] and not tidy["heading_en"]:
        raise DomainError(_("Write the subject line in English too, or leave both empty."), field="heading_en")
    return tidy


@transaction.atomic
def write(
    *,
    subject: uuid.UUID,
    group: GroupFilter,
    words: Mapping[str, str],
    by: User,
    now: datetime,
    key: uuid.UUID | None = None,
    mail: GroupMail | None = None,
) -> GroupMail:
    """Keep a draft, or bring ``mail`` to these words and this group; the same ``key`` gives the first draft.

    ``words`` are ``heading_vi``, ``text_vi`` and, both or neither, ``heading_en``, ``text_en``. Raises NotAllowedError,
    DomainError on the field that is missing, IllegalMoveError for a mail that is on its way.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    tidy = _checked(words)
    known = GroupMail.objects.filter(key=key).first() if key and mail is None else None
    if known is not None:
        return known
    values = {**tidy, "filters": GroupFilter.as_json(group)}
    if mail is None:
        current, is_new = GroupMail.objects.get_or_create(
            key=key or uuid.uuid4(), defaults={"subject": subject, "created_by": by, "created_at": now, **values}
        )
        if not is_new:
            return current
        before: dict[str, Any] = {}
    else:
        current = GroupMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
        if current.state != GroupMailState.DRAFT:
            raise IllegalMoveError
        before = {name: getattr(current, name) for name in values}
        for name, value in values.items():
            setattr(current, name, value)
        current.save(update_fields=list(values))
    audit.record(
        action=AuditAction.MAIL_WRITTEN,
        by=by,
        now=now,
        subject=current.subject,
        about=current,
        label=current.heading_vi,
        changes=audit.differences(_said(before), _said(values)),
    )
    return current


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the audit keeps of a draft."""
    if "filters" not in values:
        return dict(values)
    return {**values, "filters": GroupFilter.from_json(values["filters"]).for_audit()}


@transaction.atomic
def discard(*, mail: GroupMail, by: User, now: datetime) -> None:
    """Throw a draft away; what is on its way stays. Raises NotAllowedError, IllegalMoveError."""
    if not permissions.may_decide(by):
        raise NotAllowedError
    current = GroupMail.objects.select_for_update(of=("self",)).filter(pk=mail.pk).first()
    if current is None:
        return
    if current.state != GroupMailState.DRAFT:
        raise IllegalMoveError
    audit.record(
        action=AuditAction.MAIL_DISCARDED,
        by=by,
        now=now,
        subject=current.subject,
        about=current,
        label=current.heading_vi,
    )
    current.delete()


def audience(mail: GroupMail) -> "QuerySet[Registration]":
    """Return whom the mail would reach now: one registration for each address, of those one may write to."""
    group = GroupFilter.from_json(mail.filters)
    writable = Registration.objects.filter(place_kind__subject=mail.subject, state__in=WRITABLE_STATES)
    rows = group.apply(writable).exclude(email__endswith=erasure.ERASED_DOMAIN)
    firsts = rows.order_by().values("email").annotate(first=Min("pk")).values("first")
    return Registration.objects.filter(pk__in=firsts)


def send_test(*, mail: GroupMail, by: User, now: datetime) -> int:
    """Queue the mail to its author in each language it is written in, with invented details; return how many.

    Raises NotAllowedError.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    wanted = [Language.VIETNAMESE, *([Language.ENGLISH] if mail.heading_en else [])]
    with transaction.atomic():
        for language in wanted:
            emails_to_groups.send_sample(mail=mail, recipient=by.email, language=language)
        audit.record(
            action=AuditAction.MAIL_TESTED,
            by=by,
            now=now,
            subject=mail.subject,
            about=mail,
            label=mail.heading_vi,
        )
    return len(wanted)


@transaction.atomic
def send(*, mail: GroupMail, expected: int, by: User, now: datetime) -> GroupMail:
    """Fix who gets the mail and queue the first batch; sending what is on its way already changes nothing.

    ``expected`` is the number that the person was shown: where the group has changed since, DomainError says so and nothing is
    sent. Raises NotAllowedError, and DomainError for an empty group.
    """
    if not permissions.may_decide(by):
        raise NotAllowedError
    current = GroupMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if current.state != GroupMailState.DRAFT:
        return current
    keys = list(audience(current).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise DomainError(_("Nobody belongs to this group now."))
    if len(keys) != expected:
        raise DomainError(
            _("The group has changed: it has %(number)d people now. Look again before you send.")
            % {"number": len(keys)}
        )
    GroupMailRecipient.objects.bulk_create(
        (GroupMailRecipient(mail=current, registration_id=pk) for pk in keys), batch_size=ROWS
    )
    GROUP_MAIL_MOVES.check(GroupMailState(current.state), GroupMailState.SENDING)
    current.state, current.sent_by, current.sent_at = GroupMailState.SENDING, by, now
    current.recipient_count = len(keys)
    current.save(update_fields=["state", "sent_by", "sent_at", "recipient_count"])
    audit.record(
        action=AuditAction.MAIL_SENT,
        by=by,
        now=now,
        subject=current.subject,
        about=current,
        label=current.heading_vi,
        changes=[
            ("recipients", None, len(keys)),
            ("filters", None, GroupFilter.from_json(current.filters).for_audit()),
        ],
    )
    tasks.tell_group.enqueue(current.pk)
    return current


@transaction.atomic
def tell_batch(*, mail_id: int, now: datetime) -> int:
    """Queue the mails of the next batch and, while there are more, its successor; return how many mails.

    Mails, the marks of who has one and the next task are kept or lost together, so that nobody gets two. Whoever cancelled
    meanwhile is left out.
    """
    mail = GroupMail.objects.select_for_update(of=("self",)).filter(pk=mail_id, state=GroupMailState.SENDING).first()
    if mail is None:
        return 0
    batch = list(
        mail.recipients.filter(state=RecipientState.WAITING)
        .select_related("registration__place_kind")
        .order_by("pk")[: announcements.BATCH]
    )
    told = [row for row in batch if _may_be_told(row.registration)]
    for row in told:
        emails_to_groups.send(mail=mail, registration=row.registration)
    GroupMailRecipient.objects.filter(pk__in=[row.pk for row in told]).update(state=RecipientState.TOLD, told_at=now)
    GroupMailRecipient.objects.filter(pk__in=[row.pk for row in batch], state=RecipientState.WAITING).update(
        state=RecipientState.LEFT_OUT
    )
    if len(batch) < announcements.BATCH:
        GROUP_MAIL_MOVES.check(GroupMailState(mail.state), GroupMailState.SENT)
        mail.state, mail.finished_at = GroupMailState.SENT, now
        mail.save(update_fields=["state", "finished_at"])
    else:
        tasks.tell_group.enqueue(mail.pk)
    return len(told)


def _may_be_told(registration: Registration) -> bool:
    return registration.state in WRITABLE_STATES and not registration.email.endswith(erasure.ERASED_DOMAIN)
