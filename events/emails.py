"""Mails of the events room."""

from typing import Final

from django.urls import reverse
from django.utils import translation

from events import queries
from events.enums import LIVE_APPLICATIONS, ApplicationState
from events.models import FairApplication
from portal.kernel.languages import Language
from portal.mail import domain as mail
from registration import announcement_words
from registration.enums import AnnouncementKind
from registration.models import Announcement

KINDS: Final = {
    ApplicationState.SUBMITTED: "application_received",
    ApplicationState.ACCEPTED: "application_accepted",
    ApplicationState.DECLINED: "application_declined",
    ApplicationState.WITHDRAWN: "application_withdrawn",
}


def application_changed(*, application: FairApplication) -> None:
    """Tell the contact person where the application stands, in the language it was written in."""
    kind = KINDS.get(ApplicationState(application.state))
    if kind is None or application.contact_user is None:
        return
    language = Language(application.language)
    with translation.override(language):
        fair = queries.fair_page(application.fair_key, language)
        mail.queue(
            kind=f"events/emails/{kind}",
            recipient=application.contact_user.email,
            language=language,
            context={
                "recipient_name": application.contact_user.get_full_name(),
                "organisation_name": application.organisation.in_language("name", language),
                "fair_title": fair.title if fair else "",
                "fair_starts": fair.first_day if fair else None,
                "fair_ends": fair.last_day if fair else None,
                "fair_place": queries.place_line(fair) if fair else "",
                "reference": application.reference,
                "stand": application.stand,
                "words": application.decision_note,
                "url": mail.absolute_url(reverse("events:application", args=[application.reference])),
            },
            about=application.fair_key,
        )


def fair_changed(*, application_id: int, announcement_id: int) -> bool:
    """Tell an applicant what became of the fair; return whether there was somebody to tell.

    Nobody is told who has withdrawn or was declined meanwhile, or whose account is gone.
    """
    application = (
        FairApplication.objects.select_related("contact_user", "organisation")
        .filter(pk=application_id, state__in=LIVE_APPLICATIONS)
        .first()
    )
    announcement = Announcement.objects.filter(pk=announcement_id).first()
    if application is None or announcement is None or application.contact_user is None:
        return False
    language, kind = Language(application.language), AnnouncementKind(announcement.kind)
    with translation.override(language):
        fair = queries.fair_page(application.fair_key, language)
        named = {"title": fair.title if fair else application.reference}
        mail.queue(
            kind="events/emails/fair_changed",
            recipient=application.contact_user.email,
            language=language,
            context={
                "recipient_name": application.contact_user.get_full_name(),
                "organisation_name": application.organisation.in_language("name", language),
                "headline": announcement_words.HEADLINES[kind] % named,
                "sentence": announcement_words.SENTENCES[kind] % named,
                "changes": [
                    {"term": term, "before": before, "after": after}
                    for term, before, after in announcement.changes.get(language, [])
                ],
                "words": announcement.notes.get(language, ""),
                "is_over": kind is AnnouncementKind.CANCELLED,
                "reference": application.reference,
                "stand": application.stand,
                "url": mail.absolute_url(reverse("events:application", args=[application.reference])),
            },
            about=application.fair_key,
        )
    return True
