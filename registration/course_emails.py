"""Mails of courses: the certificate with its PDF, that it was revoked, and the request for an evaluation."""

from django.urls import reverse
from django.utils import translation

from portal.kernel import clock, erasure
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pdf import documents
from registration import certificate_pdf, courses
from registration.course_enums import CertificateState
from registration.domain import evaluations, links
from registration.models import Certificate, EvaluationSlip, Registration

TEMPLATES = {
    CertificateState.ISSUED: "registration/emails/certificate",
    CertificateState.REVOKED: "registration/emails/certificate_revoked",
}


def _is_gone(registration: Registration) -> bool:
    return registration.email.endswith(erasure.ERASED_DOMAIN)


def _file(certificate: Certificate) -> list[mail.Attachment]:
    """Return the certificate as a file; nothing where it cannot be drawn: the mail leads to the page of the course."""
    try:
        pdf = certificate_pdf.render(certificate)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the mail goes out
        documents.log_failure(error, of=f"certificate {certificate.pk}")
        return []
    return [mail.Attachment(f"{certificate.number}.pdf", pdf, "application/pdf")]


def send_certificate(*, certificate_id: int, told: str = "") -> bool:
    """Render and queue the mail about the state of a certificate; return whether there was anything to tell.

    ``told`` is the state to tell of, "" for whichever it is now; nothing is told of one that it has left. A certificate that was replaced meanwhile has a mail of its successor.
    """
    certificate = (
        Certificate.objects.select_related("registration__place_kind", "replaces").filter(pk=certificate_id).first()
    )
    if certificate is None or certificate.state not in TEMPLATES or _is_gone(certificate.registration):
        return False
    registration = certificate.registration
    state = CertificateState(certificate.state)
    if told and told != state:
        return False
    language = Language(registration.language)
    last_step = certificate.log.last()
    with translation.override(language):
        secret = links.issue_manage(registration=registration, now=clock.now())
        attachments = []
        if state is CertificateState.ISSUED:
            attachments += _file(certificate)
        mail.queue(
            kind=TEMPLATES[state],
            recipient=registration.email,
            language=language,
            context={
                "certificate": certificate,
                "file_is_missing": not attachments,
                "title": certificate.facts["title"][language.value],
                "reason": last_step.reason if last_step else "",
                "verify_url": mail.absolute_url(reverse("registration:certificate", args=[certificate.code])),
                "course_url": mail.absolute_url(reverse("registration:course", args=[secret])),
            },
            attachments=attachments,
            about=certificate.subject,
        )
    return True


def send_evaluation(*, slip_id: int) -> bool:
    """Render and queue the request for an evaluation; return whether it still applied."""
    slip = EvaluationSlip.objects.select_related("registration__place_kind").filter(pk=slip_id).first()
    if slip is None or slip.is_answered or _is_gone(slip.registration):
        return False
    registration = slip.registration
    language = Language(registration.language)
    now = clock.now()
    with translation.override(language):
        course = courses.info(registration.place_kind.subject, language)
        if course is None or not evaluations.is_open(course, now):
            return False
        secret = links.issue_manage(registration=registration, now=now)
        mail.queue(
            kind="registration/emails/evaluation",
            recipient=registration.email,
            language=language,
            context={
                "registration": registration,
                "title": course.title,
                "until": clock.local(course.ends + evaluations.OPEN_FOR).date(),
                "evaluation_url": mail.absolute_url(reverse("registration:course-evaluation", args=[secret])),
            },
            about=course.key,
        )
    return True
