"""Events and courses with their programmes; one is moved and one cancelled by the organiser, through the domain."""

from datetime import timedelta
from typing import Any

from events.domain import status
from events.enums import AttendanceMode, EventKind, EventStatus, OrganiserRole
from events.models import (
    CoursePage,
    CourseTrainer,
    EventOrganiser,
    EventPage,
    EventSession,
    FairHall,
    FairPage,
    SyllabusRow,
    TradePromotionPage,
)
from portal.demo.builders import common
from portal.demo.builders.common import Build
from portal.demo.specs.courses import COURSES
from portal.demo.specs.events import EVENTS, STREET
from portal.demo.specs.shapes import CourseSpec, EventSpec, SessionSpec
from portal.kernel import clock, slugs
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode

CLASSES: dict[EventKind, type[EventPage]] = {
    EventKind.FAIR: FairPage,
    EventKind.TRADE_PROMOTION: TradePromotionPage,
}
COURSE_HOURS = (8, 16)
MODES_ON_SITE = {AttendanceMode.ON_SITE, AttendanceMode.BOTH}


def build(context: Build) -> None:
    """Make events, then courses, then what happened to them."""
    for spec in EVENTS:
        _event(context, spec)
    for course in COURSES:
        _course(context, course)


def _organisers(context: Build, keys: tuple[str, ...], role: OrganiserRole) -> list[EventOrganiser]:
    return [EventOrganiser(organisation=context.organisations[key], role=role) for key in keys]


def _sessions(context: Build, spec: EventSpec | CourseSpec, language: str) -> list[EventSession]:
    def one(session: SessionSpec) -> EventSession:
        day = clock.local(context.now).date() + timedelta(days=spec.starts_in + session.day)
        starts = clock.at(day, session.hour, session.minute)
        return EventSession(
            title=getattr(session.title, language),
            starts_at=starts,
            ends_at=starts + timedelta(minutes=session.minutes),
            room=getattr(session.room, language),
            speakers=getattr(session.speakers, language),
            takes_registrations=session.places is not None,
            capacity=session.places,
        )

    return [one(session) for session in spec.sessions]


def _times(context: Build, page: Any, *, starts_in: int, days: int, hours: tuple[int, int]) -> None:
    first = clock.local(context.now).date() + timedelta(days=starts_in)
    page.starts_at = clock.at(first, hours[0])
    page.ends_at = clock.at(first + timedelta(days=days - 1), hours[1])
    page.registration_opens_at = context.now - timedelta(days=60)
    page.registration_closes_at = page.starts_at - timedelta(hours=12)


def _event(context: Build, spec: EventSpec) -> None:
    page = CLASSES.get(spec.kind, EventPage)(
        title=spec.title.vi,
        slug=slugs.slug(spec.title.vi),
        kind=spec.kind,
        level=spec.level,
        attendance_mode=spec.mode,
        lead=spec.lead.vi,
        body=common.paragraphs(common.vi(spec.paragraphs)),
        venue_name=spec.venue.vi,
        address=spec.address.vi,
        place=context.place(spec.place),
        online_url=spec.online_url,
        partner_country=spec.partner_country,
        spoken_languages=list(spec.languages),
        capacity=spec.capacity if spec.mode in MODES_ON_SITE else None,
        contact_email="su-kien@example.org",
        is_illustrative=True,
        owner=context.people["organiser"],
        locale=context.sections["events"].locale,
    )
    _times(context, page, starts_in=spec.starts_in, days=spec.days, hours=(spec.hour, spec.end_hour))
    page.fields = context.terms(VocabularyCode.FIELD, spec.fields)
    page.audiences = context.terms(VocabularyCode.AUDIENCE, spec.audiences)
    page.organisers = [
        *_organisers(context, spec.organisers, OrganiserRole.ORGANISER),
        *_organisers(context, spec.co_organisers, OrganiserRole.CO_ORGANISER),
    ]
    page.sessions = _sessions(context, spec, "vi")
    if isinstance(page, FairPage):
        _stands(context, page, spec)
    context.sections["events"].add_child(instance=page)
    page.save_revision(user=context.people["organiser"]).publish()
    context.pages[spec.key] = page
    if spec.title.en:
        _english_event(page, spec)
    _what_happened(context, page, spec)


def _stands(context: Build, page: FairPage, spec: EventSpec) -> None:
    page.applications_open_at = context.now - timedelta(days=30)
    page.applications_close_at = page.starts_at - timedelta(days=5)
    page.stand_count = sum(count for _code, _name, count in spec.halls)
    page.exhibitor_conditions = "Mỗi đơn vị một gian; công nghệ đã có hồ sơ công khai trên cổng."
    page.stand_fee_text = "Miễn phí (dữ liệu minh họa)"
    page.halls = [FairHall(code=code, name=name.vi, stand_count=count) for code, name, count in spec.halls]


def _english_event(page: Any, spec: EventSpec) -> None:
    twin = common.english(page)
    twin.title, twin.slug, twin.lead = spec.title.en, slugs.slug(spec.title.en), spec.lead.en
    twin.body = common.paragraphs(common.en(spec.paragraphs))
    twin.venue_name, twin.address = spec.venue.en, spec.address.en
    for row, session in zip(twin.sessions.get_object_list(), spec.sessions, strict=True):
        row.title, row.room, row.speakers = session.title.en, session.room.en, session.speakers.en
    if isinstance(twin, FairPage):
        twin.exhibitor_conditions = "One stand each; the technologies must be public on this portal."
        twin.stand_fee_text = "Free of charge (illustrative)"
        for hall, (_code, name, _count) in zip(twin.halls.get_object_list(), spec.halls, strict=True):
            hall.name = name.en
    twin.save_revision().publish()


def _what_happened(context: Build, page: Any, spec: EventSpec) -> None:
    notes = {Language.VIETNAMESE: spec.status_note.vi, Language.ENGLISH: spec.status_note.en}
    organiser = context.people["organiser"]
    if spec.status is EventStatus.CANCELLED:
        status.cancel(event=page, by=organiser, now=context.now, notes=notes)
    elif spec.moved_by_days:
        later = timedelta(days=spec.moved_by_days)
        status.reschedule(
            event=page,
            starts_at=page.starts_at + later,
            ends_at=page.ends_at + later,
            by=organiser,
            now=context.now,
            notes=notes,
        )


def _course(context: Build, spec: CourseSpec) -> None:
    page = CoursePage(
        title=spec.title.vi,
        slug=slugs.slug(spec.title.vi),
        lead=spec.lead.vi,
        audience_note=spec.audience.vi,
        attendance_mode=spec.mode,
        venue_name="" if spec.mode is AttendanceMode.ONLINE else "Phòng học 2 (mẫu)",
        address="" if spec.mode is AttendanceMode.ONLINE else STREET.vi,
        place=None if spec.mode is AttendanceMode.ONLINE else context.place("phuong-kinh-bac"),
        online_url="" if spec.mode is AttendanceMode.ON_SITE else "https://example.org/lop-hoc",
        hours=spec.hours,
        certificate_rule=spec.certificate,
        certificate_attendance=80,
        fee_text=spec.fee.vi,
        legal_basis="Mục III.6.a Kế hoạch 149/KH-UBND ngày 08/5/2023.",
        spoken_languages=list(spec.languages),
        capacity=spec.capacity,
        contact_email="dao-tao@example.org",
        is_illustrative=True,
        owner=context.people["organiser"],
        locale=context.sections["courses"].locale,
    )
    _times(context, page, starts_in=spec.starts_in, days=spec.days, hours=COURSE_HOURS)
    page.audiences = context.terms(VocabularyCode.AUDIENCE, spec.audiences)
    page.organisers = _organisers(context, (spec.organiser,), OrganiserRole.ORGANISER)
    page.sessions = _sessions(context, spec, "vi")
    page.syllabus = [SyllabusRow(title=title.vi, hours=hours) for title, hours in spec.syllabus]
    page.trainers = [CourseTrainer(name=name, role=role.vi) for name, role in spec.trainers]
    context.sections["courses"].add_child(instance=page)
    page.save_revision(user=context.people["organiser"]).publish()
    context.pages[spec.key] = page
    if not spec.title.en:
        return
    twin = common.english(page)
    twin.title, twin.slug, twin.lead = spec.title.en, slugs.slug(spec.title.en), spec.lead.en
    twin.audience_note, twin.fee_text = spec.audience.en, spec.fee.en
    twin.venue_name = "Classroom 2 (sample)" if twin.venue_name else ""
    twin.address = STREET.en if twin.address else ""
    twin.legal_basis = "Section III.6.a of Plan 149/KH-UBND of 8 May 2023."
    for lesson, session in zip(twin.sessions.get_object_list(), spec.sessions, strict=True):
        lesson.title = session.title.en
    for row, (title, _hours) in zip(twin.syllabus.get_object_list(), spec.syllabus, strict=True):
        row.title = title.en
    for trainer, (_name, role) in zip(twin.trainers.get_object_list(), spec.trainers, strict=True):
        trainer.role = role.en
    twin.save_revision().publish()
