"""The mail of an organiser to a group: its preview, its test, and the mail itself, from one template."""

from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mails
from registration import attending, subjects
from registration.domain import links
from registration.models import GroupMail, Registration
from registration.subjects import SubjectInfo

KIND: Final = "registration/emails/to_group"
SAMPLE_REFERENCE: Final = "DK-0000-0000"


def _context(
    *,
    mail: GroupMail,
    language: Language,
    info: SubjectInfo | None,
    full_name: str,
    reference: str,
    where: str,
    manage_url: str,
) -> dict[str, Any]:
    heading, text = mail.words(language)
    return {
        "heading": heading,
        "words": text,
        "full_name": full_name,
        "title": info.title if info else "",
        "subject_url": mails.absolute_url(info.url) if info else "",
        "when": info.when if info else "",
        "where": where,
        "reference": reference,
        "manage_url": manage_url,
    }


def _sample(mail: GroupMail, language: Language) -> dict[str, Any]:
    """Return the context of a mail to nobody; its link leads to the portal, because nobody's registration is shown."""
    info = subjects.info(mail.subject, language)
    return _context(
        mail=mail,
        language=language,
        info=info,
        full_name=_("Full name of the recipient"),
        reference=SAMPLE_REFERENCE,
        where=info.place if info else "",
        manage_url=mails.absolute_url("/"),
    )


def preview(*, mail: GroupMail, language: Language) -> dict[str, str]:
    """Return the subject line and both forms of the mail as a recipient of this language would read it."""
    with translation.override(language):
        context = {
            **_sample(mail, language),
            "site_name": mails.site_name(language),
            "base_url": settings.BASE_URL,
            "language": language,
        }
        return {
            "subject": " ".join(render_to_string(f"{KIND}_subject.txt", context).split()),
            "text": render_to_string(f"{KIND}.txt", context).strip(),
            "html": render_to_string(f"{KIND}.html", context),
        }


def send_sample(*, mail: GroupMail, recipient: str, language: Language) -> None:
    """Queue the mail with invented details to its author."""
    with translation.override(language):
        context = _sample(mail, language)
        context["heading"] = _("[Test] %(heading)s") % {"heading": context["heading"]}
        mails.queue(kind=KIND, recipient=recipient, language=language, context=context)


def send(*, mail: GroupMail, registration: Registration) -> None:
    """Queue the mail to one registration, with a link of its own."""
    language = Language(registration.language)
    with translation.override(language):
        info = subjects.info(mail.subject, language)
        secret = links.issue_manage(registration=registration, now=clock.now(), info=info)
        mails.queue(
            kind=KIND,
            recipient=registration.email,
            language=language,
            context=_context(
                mail=mail,
                language=language,
                info=info,
                full_name=registration.full_name,
                reference=registration.reference,
                where=attending.where(registration, info),
                manage_url=mails.absolute_url(reverse("registration:manage", args=[secret])),
            ),
            about=mail.subject,
            once_for=f"group mail {mail.pk} registration {registration.pk}",
        )
