"""A course that is over, with attendance and certificates, and one that is under way, with materials; all through the domain."""

from datetime import datetime, timedelta
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from events.domain import materials
from events.enums import MaterialOpening
from portal.demo.builders.common import Build
from portal.demo.specs.courses import MATERIALS, OVER, UNDER_WAY
from portal.kernel.languages import Language
from portal.pdf import documents
from registration import courses, progress
from registration.course_enums import AttendanceState, EvaluationQuestion
from registration.courses import CourseFacts
from registration.domain import certificates, course_attendance, evaluations
from registration.models import Registration

# How often each trainee came, by their place in the list: the last two miss the rule.
CAME: Final = (5, 5, 4, 5, 4, 2, 1)
RATINGS: Final = (5, 5, 4, 5, 4, 4)


def build(context: Build) -> None:
    """Keep the lists, issue and end certificates, and put the materials there."""
    over, running = _course(context, OVER), _course(context, UNDER_WAY)
    rows = progress.trainees(over.key)
    for row, came in zip(rows, CAME, strict=False):
        _attend(context, over, row, came)
    _certify(context, over, rows)
    for row, rating in zip(rows, RATINGS, strict=False):
        evaluations.answer(
            registration=row,
            ratings=dict.fromkeys(EvaluationQuestion, rating),
            comment="Nên có thêm giờ thực hành (ý kiến mẫu)." if rating == min(RATINGS) else "",
            now=over.ends + timedelta(hours=2),
        )
    for row in progress.trainees(running.key):
        _attend(context, running, row, sum(session.ends <= context.now for session in running.sessions))
    _materials(context, running)


def _course(context: Build, key: str) -> CourseFacts:
    found = courses.info(context.pages[key].translation_key, Language.VIETNAMESE)
    if found is None:
        raise LookupError(key)
    return found


def _attend(context: Build, course: CourseFacts, row: Registration, came: int) -> None:
    for number, session in enumerate(course.sessions):
        if session.ends > context.now:
            continue
        course_attendance.note(
            registration=row,
            session=session.key,
            state=AttendanceState.PRESENT if number < came else AttendanceState.ABSENT,
            by=context.people["organiser"],
            now=session.starts + timedelta(minutes=10),
        )


def _certify(context: Build, course: CourseFacts, rows: list[Registration]) -> None:
    by = context.people["organiser"]
    day = timedelta(days=1)
    made = certificates.issue_all(subject=course.key, registrations=rows, by=by, now=course.ends + day).certificates
    first, second = made[0], made[1]
    certificates.revoke(
        certificate=first, by=by, now=course.ends + 2 * day, why="Điểm danh buổi 2 ghi nhầm người (dữ liệu mẫu)."
    )
    certificates.reissue(
        certificate=second,
        holder_name=second.holder_name.replace("(mẫu)", "Anh (mẫu)"),
        by=by,
        now=course.ends + 2 * day,
        why="Tên in thiếu chữ (dữ liệu mẫu).",
    )


def _materials(context: Build, course: CourseFacts) -> None:
    openings = (
        (MaterialOpening.AT_ONCE, None),
        (MaterialOpening.AFTER_SESSION, course.sessions[0].key),
        (MaterialOpening.AFTER_COURSE, None),
    )
    for title, (opening, session) in zip(MATERIALS, openings, strict=True):
        materials.add(
            course=context.pages[UNDER_WAY],
            file=_sheet(title.vi, context.now),
            title_vi=title.vi,
            title_en=title.en,
            opening=opening,
            session=session,
            by=context.people["organiser"],
            now=context.now,
        )


def _sheet(title: str, now: datetime) -> SimpleUploadedFile:
    pdf = documents.render(
        template="demo/sheet.typ",
        data={"text": "Tài liệu minh họa; nội dung do chương trình tạo ra."},
        title=title,
        language=Language.VIETNAMESE,
        moment=now,
    )
    return SimpleUploadedFile(f"{title}.pdf", pdf, "application/pdf")
