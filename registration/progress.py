"""How far trainees are from their certificate: what is counted, what is missing, in words."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.kernel import formats, sorting
from registration.course_enums import CAME, AttendanceState, CertificateState
from registration.courses import CourseFacts
from registration.enums import PLACE_HOLDING_STATES, Audience
from registration.models import Certificate, ExamMark, Registration, SessionAttendance


@dataclass(frozen=True, slots=True)
class Progress:
    """One trainee in one course. ``missing`` says in sentences what the rule still asks for; empty where it is met."""

    registration: Registration
    states: Mapping[uuid.UUID, AttendanceState]
    attended: int
    hours: Decimal
    mark: Decimal | None
    certificate: Certificate | None
    missing: tuple[str, ...]

    @property
    def is_qualified(self) -> bool:
        """Whether the certificate can be issued now: the rule is met and none is valid."""
        return not self.missing and self.certificate is None


def trainees(subject: uuid.UUID) -> list[Registration]:
    """Return the confirmed trainees of a course, by given name in the order of the Vietnamese alphabet."""
    rows = Registration.objects.select_related("place_kind").filter(
        place_kind__subject=subject, place_kind__audience=Audience.TRAINEE, state__in=PLACE_HOLDING_STATES
    )
    return sorted(rows, key=lambda row: (sorting.vietnamese_key(" ".join(reversed(row.full_name.split()))), row.pk))


def of_course(course: CourseFacts, *, now: datetime) -> list[Progress]:
    """Return the progress of every confirmed trainee; the number of queries does not grow with them."""
    return of(course, trainees(course.key), now=now)


def of(course: CourseFacts, rows: Sequence[Registration], *, now: datetime) -> list[Progress]:
    """Return the progress of these trainees of a course, in their order."""
    states: dict[int, dict[uuid.UUID, AttendanceState]] = defaultdict(dict)
    for row in SessionAttendance.objects.filter(registration__in=rows):
        states[row.registration_id][row.session] = AttendanceState(row.state)
    marks = dict(ExamMark.objects.filter(registration__in=rows).values_list("registration_id", "mark"))
    valid = {
        found.registration_id: found
        for found in Certificate.objects.filter(registration__in=rows, state=CertificateState.ISSUED)
    }
    return [
        _progress(
            course,
            row,
            states=states[row.pk],
            mark=marks.get(row.pk),
            certificate=valid.get(row.pk),
            now=now,
        )
        for row in rows
    ]


def _progress(
    course: CourseFacts,
    registration: Registration,
    *,
    states: Mapping[uuid.UUID, AttendanceState],
    mark: Decimal | None,
    certificate: Certificate | None,
    now: datetime,
) -> Progress:
    came = [session for session in course.sessions if states.get(session.key) in CAME]
    hours = sum((session.hours for session in came), Decimal())
    missing = _missing(course, attended=len(came), hours=hours, mark=mark, now=now)
    return Progress(registration, states, len(came), hours, mark, certificate, tuple(missing))


def sessions_needed(course: CourseFacts) -> int:
    """Return how many sessions the share of the rule comes to, rounded up; 0 where no share is asked for."""
    share = course.terms.share if course.terms is not None else None
    return 0 if share is None else -(-share * len(course.sessions) // 100)


def _missing(course: CourseFacts, *, attended: int, hours: Decimal, mark: Decimal | None, now: datetime) -> list[str]:
    terms = course.terms
    if terms is None:
        return [_("This course gives no certificate.")]
    found = []
    if now < course.sessions[-1].starts:
        found.append(_("The last session has not begun."))
    needed = sessions_needed(course)
    if attended < needed:
        found.append(
            _("Attended %(attended)s of %(all)s sessions; %(needed)s are needed.")
            % {
                "attended": formats.number(attended),
                "all": formats.number(len(course.sessions)),
                "needed": formats.number(needed),
            }
        )
    if terms.hours is not None and hours < terms.hours:
        found.append(
            _("Attended %(attended)s hours; %(needed)s are needed.")
            % {"attended": short(hours), "needed": short(terms.hours)}
        )
    if terms.mark is not None and mark is None:
        found.append(_("The mark of the examination is not entered yet."))
    elif terms.mark is not None and mark is not None and mark < terms.mark:
        found.append(
            _("The mark of the examination is %(mark)s; %(needed)s is needed.")
            % {"mark": short(mark), "needed": short(terms.mark)}
        )
    return found


def rule_in_words(course: CourseFacts) -> str:
    """Return what the certificate asks for, in one sentence."""
    terms = course.terms
    if terms is None:
        return _("This course gives no certificate.")
    parts = []
    if terms.share is not None:
        parts.append(
            _("at least %(needed)s of %(all)s sessions (%(share)s%%)")
            % {
                "needed": formats.number(sessions_needed(course)),
                "all": formats.number(len(course.sessions)),
                "share": formats.number(terms.share),
            }
        )
    if terms.hours is not None:
        parts.append(_("at least %(hours)s hours") % {"hours": short(terms.hours)})
    if terms.mark is not None:
        parts.append(_("a mark of at least %(mark)s of 10 in the examination") % {"mark": short(terms.mark)})
    return _("For the certificate you need: %(what)s.") % {"what": "; ".join(parts)}


def short(value: Decimal) -> str:
    """Return a number of hours or a mark without superfluous decimals."""
    rounded = value.quantize(Decimal("0.01")).normalize()
    exponent = rounded.as_tuple().exponent
    return formats.number(rounded, max(0, -exponent) if isinstance(exponent, int) else 0)
