"""Mails of the events room."""

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.db import Error, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from events import application_readers, exhibitor_words, queries
from events.enums import LIVE_APPLICATIONS, ApplicationState
from events.models import Booth, BoothDraw, ChoiceTurn, FairApplication, FairPage, StaffPass
from portal.accounts.models import User
from portal.kernel import clock, formats
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.mail import rendering
from registration import announcement_words
from registration.enums import AnnouncementKind
from registration.models import Announcement

if TYPE_CHECKING:
    from datetime import datetime

    from events.calendars.snapshots import AlarmReason

logger = logging.getLogger(__name__)

KINDS: Final = {
    ApplicationState.SUBMITTED: "application_received",
    ApplicationState.ACCEPTED: "application_accepted",
    ApplicationState.DECLINED: "application_declined",
    ApplicationState.WITHDRAWN: "application_withdrawn",
}
GIVING_BACK: Final = frozenset({AnnouncementKind.POSTPONED, AnnouncementKind.MOVED_ONLINE})
"""Changes that free the booths of a fair and keep its applications (``booths.follow``)."""


def calendar_alarm(*, path: str, reason: "AlarmReason", detail: str) -> None:
    """Tell those who run the portal that an older calendar is served; without a database the log alone tells it."""
    try:
        with transaction.atomic():
            for person in User.objects.filter(is_active=True, is_superuser=True).order_by("pk"):
                mail.queue(
                    kind="events/emails/calendar_alarm",
                    recipient=person.email,
                    language=Language.VIETNAMESE,
                    context={
                        "recipient_name": person.get_full_name(),
                        "address": mail.absolute_url(path),
                        "reason": reason.label,
                        "detail": detail,
                        "url": mail.absolute_url(reverse("calendar_snapshots")),
                    },
                )
    except Error:
        logger.warning("the alarm about a calendar could not be sent by mail")


def application_changed(*, application: FairApplication, booth: Booth | None = None) -> None:
    """Tell the applicant where the application stands, in the language it was written in."""
    state = ApplicationState(application.state)
    kind = KINDS.get(state)
    if state in exhibitor_words.STEPS:
        step = exhibitor_words.STEPS[state]
        until = booth.held_until if booth is not None else None
        _tell(application=application, step=step, booth=booth, until=until, words=application.asked)
        return
    if kind is None:
        return
    language = Language(application.language)
    with translation.override(language):
        fair = queries.fair_page(application.fair_key, language)
        _queue(
            kind=f"events/emails/{kind}",
            application=application,
            context={
                "organisation_name": application.organisation.in_language("name", language),
                "fair_title": fair.title if fair else "",
                "fair_starts": fair.first_day if fair else None,
                "fair_ends": fair.last_day if fair else None,
                "fair_place": queries.place_line(fair) if fair else "",
                "reference": application.reference,
                "stand": application.stand,
                "words": application.answer,
                "url": mail.absolute_url(reverse("events:application", args=[application.reference])),
            },
        )


def _queue(*, kind: str, application: FairApplication, context: dict[str, Any]) -> bool:
    """Queue a mail for everybody who is told about an application, in its language; return whether there was anybody.

    Organisers are told instead that it reached nobody; needs the language of the application to be active.
    """
    readers = application_readers.of(application)
    for reader in readers:
        if reader.is_organiser:
            _tell_organiser(application=application, reader=reader, kind=kind, context=context)
            continue
        mail.queue(
            kind=kind,
            recipient=reader.email,
            language=Language(application.language),
            context={**context, "recipient_name": reader.name},
            about=application.fair_key,
        )
    return bool(readers)


def _tell_organiser(
    *, application: FairApplication, reader: application_readers.Reader, kind: str, context: dict[str, Any]
) -> None:
    """Tell an organiser that nobody of an organisation can be told about its application, and what they would have read."""
    step, language = exhibitor_words.NOBODY, Language.VIETNAMESE
    missed = rendering.render(kind=kind, language=language, context={**context, "recipient_name": ""}).subject
    with translation.override(language):
        _fair, named = _names(application, language)
        mail.queue(
            kind="events/emails/fair_step",
            recipient=reader.email,
            language=language,
            context={
                "recipient_name": reader.name,
                "headline": step.headline % named,
                "sentence": step.sentence % named,
                "facts": [{"term": str(exhibitor_words.NOT_TOLD), "value": missed}],
                "words": "",
                "reference": application.reference,
                "url": mail.absolute_url(reverse("fair_applications:inspect", args=[application.pk])),
            },
            about=application.fair_key,
        )


def _names(application: FairApplication, language: Language) -> tuple[FairPage | None, dict[str, str]]:
    """Return the public page of an application's fair, and what sentences call the fair and the organisation."""
    fair = queries.fair_page(application.fair_key, language)
    return fair, {
        "fair": fair.title if fair else application.reference,
        "organisation": application.organisation.in_language("name", language),
    }


def _moment(instant: "datetime") -> str:
    return f"{formats.clock_time(instant)}, {formats.long_date(clock.local(instant).date())}"


def _tell(
    *,
    application: FairApplication,
    step: exhibitor_words.Step,
    booth: Booth | None = None,
    until: "datetime | None" = None,
    words: str = "",
    path: str = "",
    kind: str = "events/emails/fair_step",
) -> bool:
    """Queue the mail about one step, in the language of the application; return whether there was anybody to tell."""
    language = Language(application.language)
    with translation.override(language):
        fair = queries.fair_page(application.fair_key, language)
        named: dict[str, Any] = {"fair": fair.title if fair else application.reference}
        facts = [(str(exhibitor_words.BOOTH), booth.number)] if booth is not None else []
        facts += [(str(step.until), _moment(until))] if until is not None and step.until else []
        return _queue(
            kind=kind,
            application=application,
            context={
                "headline": step.headline % named,
                "sentence": step.sentence % named,
                "facts": [{"term": term, "value": value} for term, value in facts],
                "words": words,
                "reference": application.reference,
                "url": mail.absolute_url(path or reverse("events:application", args=[application.reference])),
            },
        )


def reminded(
    *, application: FairApplication, step: exhibitor_words.Step, until: "datetime | None", booth: Booth | None = None
) -> bool:
    """Remind an exhibitor of something that is not finished; return whether there was anybody to tell."""
    return _tell(application=application, step=step, booth=booth, until=until, kind="events/emails/fair_reminder")


def booth_released(*, application: FairApplication) -> None:
    """Tell an exhibitor that the organisers took the booth back."""
    _tell(application=application, step=exhibitor_words.RELEASED, words=application.decision_note)


def pass_given(*, staff_pass: StaffPass) -> None:
    """Tell a person that they were named for a booth, by whom, and the number of the pass."""
    application, step = staff_pass.application, exhibitor_words.PASS
    language = Language(application.language)
    with translation.override(language):
        fair, named = _names(application, language)
        mail.queue(
            kind="events/emails/fair_step",
            recipient=staff_pass.email,
            language=language,
            context={
                "recipient_name": staff_pass.full_name,
                "headline": step.headline % named,
                "sentence": step.sentence % named,
                "facts": [{"term": str(exhibitor_words.BOOTH), "value": application.stand}],
                "words": "",
                "reference": staff_pass.number,
                "url": mail.absolute_url(fair.url or "/" if fair else "/"),
            },
            about=application.fair_key,
        )


def passes_revoked(*, application: FairApplication, revoked: Sequence[StaffPass], by: Any = None) -> None:
    """Tell everybody whose pass was revoked, and in one mail whoever is told about the application, unless that was who did it.

    Whose name was erased is told nothing: there is no address any more.
    """
    told = [row for row in revoked if row.full_name]
    if not told:
        return
    language = Language(application.language)
    with translation.override(language):
        fair, named = _names(application, language)

        def queue(recipient: str, name: str, step: exhibitor_words.Step, rows: Sequence[StaffPass], path: str) -> None:
            is_own = len(rows) == 1 and rows[0].email == recipient
            mail.queue(
                kind="events/emails/pass_revoked",
                recipient=recipient,
                language=language,
                context={
                    "recipient_name": name,
                    "headline": step.headline % named,
                    "sentence": step.sentence % named,
                    "passes": [{"number": row.number, "name": "" if is_own else row.full_name} for row in rows],
                    "url": mail.absolute_url(path),
                    "url_words": gettext("The fair") if is_own else gettext("The staff passes of your booth"),
                },
                about=application.fair_key,
            )

        for row in told:
            queue(row.email, row.full_name, exhibitor_words.PASS_REVOKED, [row], (fair.url if fair else "") or "/")
        path = reverse("events:application", args=[application.reference])
        for reader in application_readers.of(application):
            if not reader.is_organiser and (by is None or reader.email != by.email):
                queue(reader.email, reader.name, exhibitor_words.PASSES_REVOKED, told, path)


def turn_announced(*, turn: ChoiceTurn) -> None:
    """Tell an exhibitor from when it may choose."""
    _tell(application=turn.application, step=exhibitor_words.TURN, until=turn.opens_at)


def draw_announced(*, application: FairApplication, draw: BoothDraw) -> None:
    """Tell an exhibitor that it takes part in a draw, and where the rules and lists stand."""
    with translation.override(application.language):
        path = reverse("events:draw", args=[draw.key])
    _tell(application=application, step=exhibitor_words.DRAW, until=draw.draws_at, path=path)


def fair_changed(*, application_id: int, announcement_id: int) -> bool:
    """Tell an applicant what became of the fair; return whether there was somebody to tell.

    Nobody is told about an application that was withdrawn or declined meanwhile.
    """
    application = (
        FairApplication.objects.select_related("contact_user", "organisation")
        .filter(pk=application_id, state__in=LIVE_APPLICATIONS)
        .first()
    )
    announcement = Announcement.objects.filter(pk=announcement_id).first()
    if application is None or announcement is None:
        return False
    language, kind = Language(application.language), AnnouncementKind(announcement.kind)
    with translation.override(language):
        fair = queries.fair_page(application.fair_key, language)
        named = {"title": fair.title if fair else application.reference}
        return _queue(
            kind="events/emails/fair_changed",
            application=application,
            context={
                "organisation_name": application.organisation.in_language("name", language),
                "headline": announcement_words.HEADLINES[kind] % named,
                "sentence": announcement_words.SENTENCES[kind] % named,
                "changes": [
                    {"term": term, "before": before, "after": after}
                    for term, before, after in announcement.changes.get(language, [])
                ],
                "words": announcement.notes.get(language, ""),
                "is_over": kind is AnnouncementKind.CANCELLED,
                "gives_back": kind in GIVING_BACK and Booth.objects.filter(fair_key=application.fair_key).exists(),
                "reference": application.reference,
                "stand": application.stand,
                "url": mail.absolute_url(reverse("events:application", args=[application.reference])),
            },
        )
