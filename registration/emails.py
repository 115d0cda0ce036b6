"""Mails about a registration, in its language, with calendar files where the subject has some."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.kernel import clock, erasure, languages
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pdf import documents
from registration import (
    announcement_words,
    answer_words,
    attending,
    invitations,
    queries,
    session_lines,
    subjects,
    ticket_sheets,
    waiting_words,
)
from registration.domain import links
from registration.enums import (
    LIVE_STATES,
    PLACE_HOLDING_STATES,
    AnnouncementKind,
    Notice,
    RegistrationState,
    WordedMail,
)
from registration.models import Announcement, MailWords, Registration

APPLIES_IN: Final[Mapping[Notice, frozenset[RegistrationState]]] = {
    Notice.CONFIRM_EMAIL: frozenset({RegistrationState.WAITING_FOR_EMAIL}),
    Notice.RECEIVED: frozenset({RegistrationState.PENDING_APPROVAL}),
    Notice.CONFIRMED: frozenset({RegistrationState.CONFIRMED, RegistrationState.ATTENDED}),
    Notice.WAIT_LISTED: frozenset({RegistrationState.WAIT_LISTED}),
    Notice.OFFERED: frozenset({RegistrationState.OFFERED}),
    Notice.OFFER_EXPIRED: frozenset({RegistrationState.EXPIRED}),
    Notice.CANCELLED: frozenset({RegistrationState.CANCELLED}),
    Notice.REJECTED: frozenset({RegistrationState.REJECTED}),
    Notice.LINK_AGAIN: LIVE_STATES,
    Notice.MOVED: frozenset({RegistrationState.CONFIRMED, RegistrationState.PENDING_APPROVAL}),
    Notice.SESSION_GIVEN: frozenset({RegistrationState.CONFIRMED, RegistrationState.ATTENDED}),
    Notice.SESSIONS_CHANGED: frozenset({RegistrationState.CONFIRMED, RegistrationState.ATTENDED}),
}
"""A mail whose registration has moved on meanwhile is not sent: the next step has a mail of its own."""

WITH_CALENDAR: Final = frozenset(
    {
        Notice.CONFIRMED,
        Notice.MOVED,
        Notice.SESSION_GIVEN,
        Notice.SESSIONS_CHANGED,
        Notice.CANCELLED,
        Notice.REJECTED,
    }
)
WITH_TICKET: Final = frozenset({Notice.CONFIRMED, Notice.MOVED})


def send(*, registration_id: int, notice: str, left: Collection[uuid.UUID] = ()) -> bool:
    """Render and queue one mail; return whether it still applied. ``left`` are sessions that its step gave up."""
    kind = Notice(notice)
    registration = Registration.objects.select_related("place_kind").filter(pk=registration_id).first()
    if registration is None or registration.state not in APPLIES_IN[kind]:
        return False
    if registration.email.endswith(erasure.ERASED_DOMAIN):
        return False
    language = Language(registration.language)
    with translation.override(language):
        info = subjects.info(registration.place_kind.subject, language)
        context = {
            **_context(registration, info),
            "organiser_words": own_words(registration.place_kind.subject, kind),
        }
        if kind is Notice.CONFIRM_EMAIL or (
            kind is Notice.LINK_AGAIN and registration.state == RegistrationState.WAITING_FOR_EMAIL
        ):
            secret = links.issue_confirm(registration=registration, now=clock.now())
            context["confirm_url"] = mail.absolute_url(reverse("registration:confirm", args=[secret]))
        attachments = []
        if kind in WITH_CALENDAR:
            attachments += invitations.attachments(registration=registration, info=info, now=clock.now(), left=left)
        has_place = registration.state in PLACE_HOLDING_STATES
        if kind in WITH_TICKET and has_place and attending.comes_to_the_door(registration, info):
            sheets = _ticket_file(registration)
            attachments += sheets
            context["ticket_is_missing"] = not sheets
        mail.queue(
            kind=f"registration/emails/{kind.value}",
            recipient=registration.email,
            language=language,
            context=context,
            attachments=attachments,
            about=registration.place_kind.subject,
        )
    return True


def _ticket_file(registration: Registration) -> list[mail.Attachment]:
    """Return the tickets as a file; nothing where they cannot be drawn: the mail matters more, and it leads to them."""
    try:
        pdf = ticket_sheets.draw(registration=registration, now=clock.now())
    except Exception as error:  # noqa: BLE001 -- whatever it is, the mail goes out
        documents.log_failure(error, of=f"the tickets of registration {registration.pk}")
        return []
    return [mail.Attachment(ticket_sheets.file_name(registration), pdf, "application/pdf")]


def send_announcement(
    *, registration: Registration, announcement: Announcement, told_at: datetime | None = None
) -> None:
    """Render and queue the mail about a change; calendar files go to those whose place is or was confirmed.

    What left the programme after ``told_at``, when everybody was last told, is taken back.
    """
    language = Language(registration.language)
    kind = AnnouncementKind(announcement.kind)
    with translation.override(language):
        info = subjects.info(registration.place_kind.subject, language)
        context = _context(registration, info)
        named = {"title": context["title"]}
        context |= {
            "headline": announcement_words.HEADLINES[kind] % named,
            "sentence": announcement_words.SENTENCES[kind] % named,
            "to_do": announcement_words.to_do(kind, registration.state),
            "changes": [
                {"term": term, "before": before, "after": after}
                for term, before, after in announcement.changes.get(language, [])
            ],
            "words": announcement.notes.get(language, ""),
            "is_over": kind is AnnouncementKind.CANCELLED,
            "state": registration.get_state_display(),
        }
        mail.queue(
            kind="registration/emails/changed",
            recipient=registration.email,
            language=language,
            context=context,
            attachments=invitations.attachments(
                registration=registration, info=info, now=clock.now(), told_at=told_at, tells_what_went=True
            ),
            about=registration.place_kind.subject,
            once_for=f"announcement {announcement.pk} registration {registration.pk}",
        )


def answers_corrected(*, registration: Registration, changes: Sequence[Mapping[str, Any]], why: str) -> None:
    """Queue the mail that tells the holder which answers an organiser changed, and why."""
    if registration.email.endswith(erasure.ERASED_DOMAIN):
        return
    language = Language(registration.language)
    with translation.override(language):
        context = _context(registration, subjects.info(registration.place_kind.subject, language))
        mail.queue(
            kind="registration/emails/answers_corrected",
            recipient=registration.email,
            language=language,
            context={**context, "changes": list(changes), "why": why},
            about=registration.place_kind.subject,
        )


def _context(registration: Registration, info: subjects.SubjectInfo | None) -> dict[str, Any]:
    secret = links.issue_manage(registration=registration, now=clock.now(), info=info)
    hold = registration.hold if hasattr(registration, "hold") else None
    last_step = registration.log.last()
    return {
        **plain_context(registration, info),
        "manage_url": mail.absolute_url(reverse("registration:manage", args=[secret])),
        "ticket_url": mail.absolute_url(reverse("registration:ticket", args=[secret])),
        "offer_until": clock.local(hold.expires_at) if hold else None,
        "position": queries.queue_position(registration),
        "waiting_sentences": waiting_words.of(registration, clock.now()),
        "remark": last_step.remark if last_step else "",
    }


def plain_context(registration: Registration, info: subjects.SubjectInfo | None) -> dict[str, Any]:
    """Return what mails say of a registration, without links that open it; reads no record."""
    return {
        "registration": registration,
        "subject": info,
        "subject_url": mail.absolute_url(info.url) if info else "",
        "title": info.title if info else registration.place_kind.name,
        "comes_to_the_door": attending.comes_to_the_door(registration, info),
        "facts": facts_of(registration, info),
    }


def own_words(subject: uuid.UUID, notice: Notice | WordedMail) -> str:
    """Return the organiser's words for a mail in the active language, or else in the other one; empty where there are none."""
    if notice not in WordedMail.values:
        return ""
    words = MailWords.objects.filter(subject=subject, notice=notice).first()
    if words is None:
        return ""
    first, second = words.words_vi, words.words_en
    if languages.current() is Language.ENGLISH:
        first, second = second, first
    return first or second


def facts_of(registration: Registration, info: subjects.SubjectInfo | None) -> list[dict[str, str]]:
    """Return what every mail tells about the registration, for text and HTML alike; empty values are left out."""
    rows: list[tuple[str, str, str]] = [(_("Reference number"), registration.reference, "")]
    if info is not None:
        rows += [
            (_("Event or course"), info.title, mail.absolute_url(info.url)),
            (info.when_term, info.when, ""),
            *attending.facts(registration, info, clock.now()),
        ]
    rows.append((_("Kind of place"), registration.place_kind.name, ""))
    if registration.party_size > 1:
        rows.append((_("Number of people"), str(registration.party_size), ""))
    # In a preview the registration is no record: nobody has answered or chosen anything.
    if registration.pk is not None and registration.state == RegistrationState.CONFIRMED:
        rows += [(line.term, line.value, "") for line in answer_words.lines(registration) if line.may_be_mailed]
    if registration.pk is not None:
        rows += [(_("Session"), words, "") for words in session_lines.of(registration, info)]
    return [{"term": term, "value": value, "url": url} for term, value, url in rows if value]
