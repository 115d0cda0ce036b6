"""Mails about enquiries. None of them gives an address away, except the one that tells both sides what they agreed to share."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.kernel import formats
from portal.kernel.languages import Language
from portal.mail import domain as mail
from showcase import letters, people, queries
from showcase.domain import sides
from showcase.enquiry_enums import AbuseReason, DeclineReason, Side
from showcase.letters import Fact, Letter, Quote
from showcase.models import AbuseReport, ContactShare, Enquiry


def address(name: str, language: Language | str, *args: Any) -> str:
    """Return the full address of a view in a language."""
    with translation.override(language):
        return mail.absolute_url(reverse(name, args=args))


def _conversation(enquiry: Enquiry, secret: str) -> str:
    return address("showcase:link-conversation", enquiry.language, secret)


def _desk(enquiry: Enquiry, language: Language) -> str:
    return address("showcase:enquiry", language, enquiry.reference)


def _list(language: Language) -> str:
    page = queries.technology_index(language)
    return mail.absolute_url((page.url if page else None) or "/")


def _number(enquiry: Enquiry) -> Fact:
    return Fact(_("Reference number"), enquiry.reference)


def _answer_there() -> str:
    return _("Answer on the page behind the link. Answers to this mail reach nobody; no address is given away.")


def _questions(enquiry: Enquiry) -> tuple[Quote, ...]:
    return (
        Quote(_("What interests the sender"), enquiry.interest),
        Quote(_("What the sender brings"), enquiry.contribution),
        Quote(_("What the sender needs to know first"), enquiry.question),
        Quote(_("When the sender wants to begin"), enquiry.timing),
    )


def confirm_address(*, enquiry: Enquiry, secret: str) -> None:
    """Ask the sender to prove the address; nothing has reached the organisation yet."""

    def write(language: Language) -> Letter:
        return Letter(
            subject=_("Confirm your enquiry %(number)s") % {"number": enquiry.reference},
            paragraphs=(
                _("An enquiry about “%(title)s” was written with this address.") % {"title": enquiry.title},
                _("It is sent to the organisation as soon as you confirm it. The link works for three days."),
            ),
            facts=(_number(enquiry),),
            url=address("showcase:confirm-enquiry", language, secret),
            action=_("Confirm and send the enquiry"),
            closing=_("If you did not write it, do nothing: nothing is sent, and the enquiry is dropped."),
        )

    letters.send(kind="enquiry_confirm", recipient=enquiry.email, language=enquiry.language, write=write)


def received(*, enquiry: Enquiry) -> None:
    """Tell every owner of the organisation that somebody asked."""

    def write(language: Language) -> Letter:
        sender = ", ".join(part for part in (enquiry.name, enquiry.company) if part)
        return Letter(
            subject=_("Enquiry about: %(title)s") % {"title": enquiry.title},
            paragraphs=(
                _("Somebody asks your organisation about “%(title)s”.") % {"title": enquiry.title},
                _("Please answer by %(day)s.") % {"day": formats.short_date(enquiry.reply_due_on)},
            ),
            facts=(_number(enquiry), Fact(_("From"), sender)),
            quotes=_questions(enquiry),
            url=_desk(enquiry, language),
            action=_("Read and answer the enquiry"),
            closing=_answer_there(),
        )

    for person in people.of_organisation(enquiry):
        letters.send(kind="enquiry_received", recipient=person.email, language=person.language, write=write)


def copy(*, enquiry: Enquiry, secret: str) -> None:
    """Send the sender a copy with the link to the conversation."""

    def write(_language: Language) -> Letter:
        return Letter(
            subject=_("Your enquiry %(number)s: %(title)s") % {"number": enquiry.reference, "title": enquiry.title},
            paragraphs=(
                _("Your enquiry about “%(title)s” is sent.") % {"title": enquiry.title},
                _("You should have an answer by %(day)s.") % {"day": formats.short_date(enquiry.reply_due_on)},
            ),
            facts=(_number(enquiry),),
            quotes=tuple(
                Quote(_("You wrote"), text)
                for text in (
                    "\n\n".join(
                        part
                        for part in (enquiry.interest, enquiry.contribution, enquiry.question, enquiry.timing)
                        if part
                    ),
                )
            ),
            url=_conversation(enquiry, secret),
            action=_("To read, continue or withdraw your enquiry"),
            closing=_("The link is yours alone: whoever has it writes in your name. Keep this mail."),
        )

    letters.send(kind="enquiry_copy", recipient=enquiry.email, language=enquiry.language, write=write)


def link_again(*, enquiry: Enquiry, secret: str) -> None:
    """Send the sender a new link to the conversation."""

    def write(_language: Language) -> Letter:
        return Letter(
            subject=_("Your enquiry %(number)s: %(title)s") % {"number": enquiry.reference, "title": enquiry.title},
            paragraphs=(_("Here is the link to your enquiry again, as it was asked for."),),
            facts=(_number(enquiry),),
            url=_conversation(enquiry, secret),
            action=_("Open the enquiry"),
        )

    letters.send(kind="enquiry_link", recipient=enquiry.email, language=enquiry.language, write=write)


def answered(*, enquiry: Enquiry, secret: str) -> None:
    """Send the answer to the sender."""

    def write(_language: Language) -> Letter:
        return Letter(
            subject=_("Answer to your enquiry %(number)s: %(title)s")
            % {"number": enquiry.reference, "title": enquiry.title},
            paragraphs=(_("Your enquiry about “%(title)s” is answered.") % {"title": enquiry.title},),
            facts=(_number(enquiry),),
            quotes=(Quote(_("Answer"), enquiry.answer),),
            url=_conversation(enquiry, secret),
            action=_("Write back, or share contact details"),
            closing=_answer_there(),
        )

    letters.send(kind="enquiry_answered", recipient=enquiry.email, language=enquiry.language, write=write)


def declined(*, enquiry: Enquiry) -> None:
    """Tell the sender why the organisation declines."""

    def write(language: Language) -> Letter:
        return Letter(
            subject=_("Your enquiry %(number)s is declined") % {"number": enquiry.reference},
            paragraphs=(
                _("The organisation declines your enquiry about “%(title)s”.") % {"title": enquiry.title},
                _("Others may offer or seek the same."),
            ),
            facts=(_number(enquiry), Fact(_("Reason"), str(DeclineReason(enquiry.decline_reason).label))),
            quotes=(Quote(_("The organisation adds"), enquiry.decline_note),),
            url=_list(language),
            action=_("See what else there is"),
        )

    letters.send(kind="enquiry_declined", recipient=enquiry.email, language=enquiry.language, write=write)


def reminder(*, enquiry: Enquiry) -> None:
    """Remind the organisation before the answer is due."""

    def write(language: Language) -> Letter:
        return Letter(
            subject=_("Answer due on %(day)s: %(title)s")
            % {"day": formats.short_date(enquiry.reply_due_on), "title": enquiry.title},
            paragraphs=(
                _("An enquiry still waits for your answer. After %(day)s the officer is told.")
                % {"day": formats.short_date(enquiry.reply_due_on)},
            ),
            facts=(_number(enquiry), Fact(_("From"), enquiry.name)),
            url=_desk(enquiry, language),
            action=_("Answer or decline the enquiry"),
        )

    for person in people.of_organisation(enquiry):
        letters.send(kind="enquiry_reminder", recipient=person.email, language=person.language, write=write)


def late(*, enquiry: Enquiry) -> None:
    """Tell the intermediary officers that an answer is late."""

    def write(language: Language) -> Letter:
        return Letter(
            subject=_("Enquiry without an answer: %(number)s") % {"number": enquiry.reference},
            paragraphs=(
                _("An enquiry was to be answered by %(day)s. Please ask the organisation what stands in its way.")
                % {"day": formats.short_date(enquiry.reply_due_on)},
            ),
            facts=(
                Fact(_("About"), enquiry.title),
                Fact(_("Organisation"), enquiry.organisation.in_language("name", language)),
            ),
            url=address("enquiries:index", language) + "?late=true",
            action=_("Open the list of enquiries"),
        )

    for officer in people.officers():
        letters.send(kind="enquiry_late", recipient=officer.email, language=officer.language, write=write)


def expired(*, enquiry: Enquiry) -> None:
    """Tell both sides that an enquiry ended without an answer."""

    def to_sender(language: Language) -> Letter:
        return Letter(
            subject=_("Your enquiry %(number)s ended without an answer") % {"number": enquiry.reference},
            paragraphs=(
                _("The organisation did not answer your enquiry about “%(title)s” within 30 days. We are sorry.")
                % {"title": enquiry.title},
                _("Others may offer or seek the same."),
            ),
            facts=(_number(enquiry),),
            url=_list(language),
            action=_("See what else there is"),
        )

    def to_owner(language: Language) -> Letter:
        return Letter(
            subject=_("Enquiry ended without an answer: %(title)s") % {"title": enquiry.title},
            paragraphs=(_("Nobody answered this enquiry within 30 days. It has ended, and its sender was told so."),),
            facts=(_number(enquiry), Fact(_("From"), enquiry.name)),
            url=_desk(enquiry, language),
            action=_("Read the enquiry"),
        )

    letters.send(kind="enquiry_expired", recipient=enquiry.email, language=enquiry.language, write=to_sender)
    for person in people.of_organisation(enquiry):
        letters.send(kind="enquiry_expired_owner", recipient=person.email, language=person.language, write=to_owner)


def _to_side(*, enquiry: Enquiry, side: Side, kind: str, now: datetime, write: Any) -> None:
    """Send to a side what ``write(language, url)`` returns, with that side's own way to the conversation."""
    if side is Side.SENDER:
        url = _conversation(enquiry, sides.issue_link(enquiry=enquiry, now=now))
        letters.send(
            kind=kind,
            recipient=enquiry.email,
            language=enquiry.language,
            write=lambda language: write(language, url),
        )
        return
    for person in people.of_organisation(enquiry):
        letters.send(
            kind=kind,
            recipient=person.email,
            language=person.language,
            write=lambda language: write(language, _desk(enquiry, language)),
        )


def message(*, enquiry: Enquiry, side: Side, text: str, now: datetime) -> None:
    """Send the other side a copy of a message; the mail says where to answer."""

    def write(_language: Language, url: str) -> Letter:
        return Letter(
            subject=_("New message on enquiry %(number)s: %(title)s")
            % {"number": enquiry.reference, "title": enquiry.title},
            paragraphs=(_("The other side wrote to you."),),
            facts=(_number(enquiry),),
            quotes=(Quote(_("Message"), text),),
            url=url,
            action=_("Read and answer"),
            closing=_answer_there(),
        )

    _to_side(enquiry=enquiry, side=side.other, kind="enquiry_message", now=now, write=write)


def contact_offered(*, enquiry: Enquiry, side: Side, now: datetime) -> None:
    """Tell the other side that this one is ready to share its contact details; none are in the mail."""

    def write(_language: Language, url: str) -> Letter:
        return Letter(
            subject=_("Contact details offered on enquiry %(number)s") % {"number": enquiry.reference},
            paragraphs=(
                _("The other side is ready to share its contact details."),
                _(
                    "Both sides see them when you share yours too. Before you do, the page shows exactly what you share."
                ),
            ),
            facts=(_number(enquiry), Fact(_("About"), enquiry.title)),
            url=url,
            action=_("See what you would share"),
        )

    _to_side(enquiry=enquiry, side=side.other, kind="contact_offered", now=now, write=write)


def contact_disclosed(*, enquiry: Enquiry, shares: list[ContactShare], now: datetime) -> None:
    """Tell each side the other's contact details: both have agreed."""
    for share in shares:

        def write(_language: Language, url: str, share: ContactShare = share) -> Letter:
            return Letter(
                subject=_("Contact details for enquiry %(number)s") % {"number": enquiry.reference},
                paragraphs=(_("Both sides agreed. These are the contact details of the other side:"),),
                facts=(
                    Fact(_("Name"), share.name),
                    Fact(_("Organisation"), share.organisation_name),
                    Fact(_("E-mail"), share.email),
                    Fact(_("Telephone"), share.phone),
                ),
                url=url,
                action=_("Open the conversation"),
            )

        _to_side(enquiry=enquiry, side=Side(share.side).other, kind="contact_disclosed", now=now, write=write)


def reported(*, report: AbuseReport) -> None:
    """Tell the intermediary officers about a report of abuse; what it says stands in the admin."""

    def write(language: Language) -> Letter:
        return Letter(
            subject=_("Report of abuse on enquiry %(number)s") % {"number": report.enquiry.reference},
            paragraphs=(_("One side of an enquiry asks you to look at it."),),
            facts=(
                Fact(_("Reported by"), str(Side(report.side).label)),
                Fact(_("Reason"), str(AbuseReason(report.reason).label)),
            ),
            url=address("abuse_reports:index", language),
            action=_("Open the list of reports"),
        )

    for officer in people.officers():
        letters.send(kind="enquiry_reported", recipient=officer.email, language=officer.language, write=write)
