"""Previews of this room's mails, for a concrete event or an invented one; the person is invented in any case."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.utils import translation

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import access, previews, rendering
from portal.mail.rendering import Rendered
from registration import announcement_words, emails, permissions, reminder_emails, subjects, waiting_words
from registration.enums import AnnouncementKind, Notice, RegistrationState, ReminderAudience
from registration.models import Certificate, PlaceKind, Registration
from registration.subjects import SubjectInfo

NO_EVENT: Final = uuid.UUID(int=0)
WORDS: Final = {
    Language.VIETNAMESE: {
        "title": "Chợ công nghệ và thiết bị (ví dụ)",
        "place": "Nhà văn hoá Ví dụ, phường Kinh Bắc",
        "remark": "Sự kiện đã đủ khách trong lĩnh vực này.",
        "words": "Do thời tiết, giờ khai mạc được dời lại một tiếng.",
        "term": "Bắt đầu",
        "reason": "Cấp nhầm khóa học.",
        "heading": "Lưu ý trước ngày khai mạc",
        "why": "Bạn đã gọi điện đề nghị đổi suất ăn.",
        "question": "Suất ăn trưa",
        "before": "Cơm mặn",
        "after": "Cơm chay",
    },
    Language.ENGLISH: {
        "title": "Technology market (example)",
        "place": "Example Hall, Kinh Bac ward",
        "remark": "There are enough visitors of this field already.",
        "words": "Because of the weather we open an hour later.",
        "term": "Start",
        "reason": "It was issued for the wrong course.",
        "heading": "Before the opening day",
        "why": "You asked for another meal on the telephone.",
        "question": "Lunch",
        "before": "Rice with meat",
        "after": "Vegetarian rice",
    },
}
STATES: Final = {
    Notice.CONFIRM_EMAIL: RegistrationState.WAITING_FOR_EMAIL,
    Notice.CONFIRMED: RegistrationState.CONFIRMED,
    Notice.MOVED: RegistrationState.CONFIRMED,
    Notice.SESSION_GIVEN: RegistrationState.CONFIRMED,
    Notice.SESSIONS_CHANGED: RegistrationState.CONFIRMED,
    Notice.LINK_AGAIN: RegistrationState.CONFIRMED,
}


def invented_event(language: Language) -> SubjectInfo:
    """Return an event in ten days that is nowhere."""
    starts = clock.at(clock.today() + timedelta(days=10), 8)
    return SubjectInfo(
        key=NO_EVENT,
        title=WORDS[language]["title"],
        url="/",
        starts=starts,
        ends=starts + timedelta(hours=9),
        place=WORDS[language]["place"],
        online_url="https://meet.example.org/phong-1",
        language=language,
    )


def invented_registration(state: RegistrationState, language: Language) -> Registration:
    """Return a registration that is never saved."""
    kind = PlaceKind(name_vi="Khách tham quan", name_en="Visitor", subject=NO_EVENT)
    return Registration(
        reference="DK-MAU0-0000",
        place_kind=kind,
        state=state,
        party_size=2,
        full_name=previews.PERSON,
        email="nguoi.mau@example.org",
        language=language,
    )


def _event(language: Language, subject: uuid.UUID | None) -> SubjectInfo:
    if subject is None:
        return invented_event(language)
    info = subjects.info(subject, language)
    if info is None:
        raise LookupError
    return info


def _notice_context(notice: Notice, language: Language, info: SubjectInfo) -> dict[str, Any]:
    state = STATES.get(notice, RegistrationState.WAIT_LISTED)
    registration = invented_registration(state, language)
    return {
        **emails.plain_context(registration, info),
        "manage_url": previews.LINK,
        "ticket_url": previews.LINK,
        "confirm_url": previews.LINK if notice is Notice.CONFIRM_EMAIL else "",
        "offer_until": clock.local(clock.now() + timedelta(hours=24)),
        "position": 3,
        "waiting_sentences": [waiting_words.order(registration.place_kind)],
        "remark": WORDS[language]["remark"],
        "organiser_words": emails.own_words(info.key, notice),
    }


def _changed_context(language: Language, info: SubjectInfo) -> dict[str, Any]:
    named = {"title": info.title}
    kind = AnnouncementKind.RESCHEDULED
    registration = invented_registration(RegistrationState.CONFIRMED, language)
    return {
        **emails.plain_context(registration, info),
        "manage_url": previews.LINK,
        "headline": announcement_words.HEADLINES[kind] % named,
        "sentence": announcement_words.SENTENCES[kind] % named,
        "to_do": announcement_words.TO_DO_OTHERWISE,
        "changes": [{"term": WORDS[language]["term"], "before": "08:00", "after": "09:00"}],
        "words": WORDS[language]["words"],
        "is_over": False,
        "state": registration.get_state_display(),
    }


def _reminder_context(audience: ReminderAudience, language: Language, info: SubjectInfo) -> dict[str, Any]:
    if audience is ReminderAudience.APPROVALS:
        return reminder_emails.approvals_context(info, name=previews.PERSON, number=4)
    registration = invented_registration(RegistrationState.CONFIRMED, language)
    return {
        **reminder_emails.registered_context(registration, info),
        "manage_url": previews.LINK,
        "confirm_url": previews.LINK,
    }


def _certificate_context(language: Language, info: SubjectInfo) -> dict[str, Any]:
    return {
        "certificate": Certificate(number="CN-2026-000000", holder_name=previews.PERSON),
        "title": info.title,
        "reason": WORDS[language]["reason"],
        "verify_url": previews.LINK,
        "course_url": previews.LINK,
    }


def _evaluation_context(language: Language, info: SubjectInfo) -> dict[str, Any]:
    return {
        "registration": invented_registration(RegistrationState.ATTENDED, language),
        "title": info.title,
        "until": clock.local(info.ends or info.starts).date() + timedelta(days=30),
        "evaluation_url": previews.LINK,
    }


def _group_context(language: Language, info: SubjectInfo) -> dict[str, Any]:
    return {
        "heading": WORDS[language]["heading"],
        "words": WORDS[language]["words"],
        "full_name": previews.PERSON,
        "title": info.title,
        "subject_url": previews.LINK,
        "when": info.when,
        "where": info.place,
        "reference": "DK-MAU0-0000",
        "manage_url": previews.LINK,
    }


def _corrected_context(language: Language, info: SubjectInfo) -> dict[str, Any]:
    registration = invented_registration(RegistrationState.CONFIRMED, language)
    words = WORDS[language]
    return {
        **emails.plain_context(registration, info),
        "manage_url": previews.LINK,
        "why": words["why"],
        "changes": [{"term": words["question"], "before": words["before"], "after": words["after"], "is_shown": True}],
    }


Context = Callable[[Language, SubjectInfo], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Renderer:
    """Renders one kind from what ``context`` returns."""

    kind: str
    context: Context

    def __call__(self, language: Language, subject: uuid.UUID | None = None) -> Rendered:
        with translation.override(language):
            context = self.context(language, _event(language, subject))
            return rendering.render(kind=self.kind, language=language, context=context)


def _own_subjects(user: Any) -> Collection[tuple[uuid.UUID, str]]:
    """Return the events with places that the person organises, in a constant number of queries."""
    if not permissions.may_decide(user):
        return []
    keys = set(PlaceKind.objects.order_by().values_list("subject", flat=True).distinct())
    mine = keys if access.may_tend_all(user) else access.own(user, keys)
    return [(info.key, info.title) for info in subjects.info_for(mine).values()]


def _add(name: str, context: Context) -> None:
    kind = f"registration/emails/{name}"
    previews.add(previews.Preview(kind, "registration", _Renderer(kind, context), by_subject=True))


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for notice in Notice:
        _add(notice.value, partial(_notice_context, notice))
    for audience in ReminderAudience:
        _add(f"reminder_{audience.value}", partial(_reminder_context, audience))
    _add("changed", _changed_context)
    _add("answers_corrected", _corrected_context)
    _add("certificate", _certificate_context)
    _add("certificate_revoked", _certificate_context)
    _add("evaluation", _evaluation_context)
    _add("to_group", _group_context)
    previews.register_subjects(_own_subjects)
