"""Telling the seat engine about courses: sessions, the rule of the certificate, materials."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial

from django.utils import translation

from events.enums import CertificateRule, MaterialOpening, OrganiserRole
from events.models import CourseMaterial, CoursePage
from portal.kernel.languages import Language
from portal.mail import domain as mail
from registration.courses import CertificateTerms, CourseFacts, Material, SessionFacts


def resolve(keys: Collection[uuid.UUID], language: Language) -> Mapping[uuid.UUID, CourseFacts]:
    """Return the public courses among these keys, in a language or else in Vietnamese, in a constant number of queries."""
    found: dict[uuid.UUID, CoursePage] = {}
    rows = CoursePage.objects.live().public().filter(translation_key__in=keys, alias_of=None)
    for page in rows.select_related("locale").prefetch_related("sessions", "organisers__organisation"):
        known = found.get(page.translation_key)
        if known is None or page.locale.language_code == language:
            found[page.translation_key] = page
    with translation.override(language):
        return {key: _facts(page, language) for key, page in found.items()}


def _facts(page: CoursePage, language: Language) -> CourseFacts:
    sessions = _sessions(page)
    hours = page.hours if page.hours is not None else sum((session.hours for session in sessions), Decimal())
    return CourseFacts(
        key=page.translation_key,
        title=page.title,
        url=page.url or "",
        sessions=sessions,
        hours=hours.quantize(Decimal("0.1")),
        issuer=_issuer(page, language),
        terms=_terms(page),
        materials=partial(materials, page.translation_key, sessions),
        language=Language(page.locale.language_code),
        takes_place=page.takes_place,
    )


def _sessions(page: CoursePage) -> tuple[SessionFacts, ...]:
    """Return the sessions by time; a course without a programme is one session, under its own key."""
    rows = sorted(page.sessions.all(), key=lambda row: (row.starts_at, row.ends_at, row.pk or 0))
    if not rows:
        return (SessionFacts(page.translation_key, page.title, page.starts_at, page.ends_at),)
    return tuple(SessionFacts(row.translation_key, row.title, row.starts_at, row.ends_at, row.room) for row in rows)


def _issuer(page: CoursePage, language: Language) -> str:
    rows = sorted(page.organisers.all(), key=lambda row: (row.role != OrganiserRole.ORGANISER, row.sort_order or 0))
    for row in rows:
        name = row.name or (row.organisation.display_name if row.organisation else "")
        if name:
            return str(name)
    return mail.site_name(language)


def _terms(page: CoursePage) -> CertificateTerms | None:
    rule = CertificateRule(page.certificate_rule)
    if rule is CertificateRule.NONE:
        return None
    return CertificateTerms(
        share=page.certificate_attendance if rule is not CertificateRule.HOURS else None,
        hours=page.certificate_hours if rule is CertificateRule.HOURS else None,
        mark=page.certificate_mark if rule is CertificateRule.EXAM else None,
    )


def materials(course_key: uuid.UUID, sessions: tuple[SessionFacts, ...]) -> list[Material]:
    """Return all files of a course, in the order in which they were added, titles in the active language."""
    rows = CourseMaterial.objects.filter(course_key=course_key).select_related("file")
    return [Material(row.key, row.title, row.file, _opens_at(row, sessions)) for row in rows]


def _opens_at(row: CourseMaterial, sessions: tuple[SessionFacts, ...]) -> datetime | None:
    """Return when a file opens; one whose session was taken off the programme opens after the course."""
    if row.opening == MaterialOpening.AT_ONCE:
        return None
    ends = [session.ends for session in sessions if session.key == row.session]
    return ends[0] if ends else max(session.ends for session in sessions)
