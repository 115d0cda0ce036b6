"""A delegation that travels abroad, and what organisers set for the mails of events; all people are invented."""

from events.domain import delegations
from portal.demo.builders.common import Build
from portal.demo.specs.delegations import PROGRAMME, RULES, TRAVELLERS, WORDS
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.mail.enums import MailState
from portal.mail.models import OutgoingMail
from registration.domain import mail_settings


def build(context: Build) -> None:
    """Invite organisations, name their people, and set reminders and own words."""
    organiser = context.people["organiser"]
    programme = context.pages[PROGRAMME].specific
    for spec in TRAVELLERS:
        organisation = context.organisations[spec.organisation]
        invitation = delegations.invite(
            programme=programme, organisation=organisation, seats=spec.seats, by=organiser, now=context.now
        )
        for person in spec.people:
            member = delegations.name_member(
                invitation=invitation,
                full_name=person.name,
                function=person.function,
                by=organisation.memberships.order_by("pk")[0].user,
                now=context.now,
            )
            delegations.set_papers(
                member=member, passport=person.passport, visa=person.visa, by=organiser, now=context.now
            )
    for audience, lead in RULES:
        mail_settings.add_rule(subject=None, audience=audience, lead=lead, by=organiser, now=context.now)
    for key, notice, words in WORDS:
        mail_settings.set_words(
            subject=context.pages[key].translation_key,
            notice=notice,
            words={Language.VIETNAMESE: words.vi, Language.ENGLISH: words.en},
            by=organiser,
            now=context.now,
        )


def fail_one(context: Build) -> None:
    """Leave one mail that its server refused, for whoever looks after undelivered mails."""
    made = mail.queue_rendered(
        recipient="nguoi-khong-co@example.org",
        subject="Xác nhận đăng ký (mẫu)",
        text="Thư mẫu này không gửi được.",
        language=Language.VIETNAMESE,
        kind="registration/emails/confirmed",
        about=context.pages["ho-so"].translation_key,
    )
    OutgoingMail.objects.filter(pk=made.pk).update(
        state=MailState.FAILED,
        attempts=1,
        due_at=None,
        sent_at=None,
        failed_at=context.now,
        last_error="SMTPRecipientsRefused",
        smtp_code=550,
    )
