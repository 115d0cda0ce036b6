"""Event pages, fairs, courses and applications for tests."""

import itertools
import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from wagtail.models import Locale, Page, Site

from events.domain import applications
from events.enums import EventKind, PowerNeed, StandSize
from events.models import (
    CourseIndexPage,
    CoursePage,
    EventIndexPage,
    EventPage,
    EventSession,
    FairApplication,
    FairPage,
)
from portal.accounts.models import User
from portal.kernel import clock

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=clock.VIETNAM)
_numbers = itertools.count(1)


def make_index(site: Site, *, english: bool = True) -> EventIndexPage:
    """Publish the list of events in Vietnamese and English; return the Vietnamese one."""
    return _index(
        site, EventIndexPage(title="Sự kiện", slug="su-kien", introduction="Hội chợ."), "Events", "events", english
    )


def make_course_index(site: Site, *, english: bool = True) -> CourseIndexPage:
    """Publish the list of courses in Vietnamese and English; return the Vietnamese one."""
    return _index(site, CourseIndexPage(title="Đào tạo", slug="dao-tao"), "Training", "training", english)


def _index(site: Site, page: Any, title: str, slug: str, english: bool) -> Any:
    page.locale = site.root_page.locale
    Page.objects.get(pk=site.root_page.pk).add_child(instance=page)
    page.save_revision().publish()
    if english:
        translated = page.copy_for_translation(Locale.objects.get(language_code="en"))
        translated.title, translated.slug = title, slug
        translated.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_event(index: Any, model: type[EventPage] = EventPage, *, publish: bool = True, **values: Any) -> Any:
    """Publish an event under a list: by default a seminar on 12 December 2026, 14:00 to 16:30 in Việt Nam."""
    number = next(_numbers)
    sessions, organisers = values.pop("sessions", []), values.pop("organisers", [])
    starts = values.pop("starts_at", clock.at(datetime(2026, 12, 12).date(), 14))  # noqa: DTZ001 -- a day
    values.setdefault("ends_at", starts + timedelta(hours=2, minutes=30))
    fields = {
        "title": f"Hội thảo thử {number}",
        "slug": f"hoi-thao-thu-{number}",
        "lead": "Một câu dẫn.",
        "venue_name": "Nhà văn hóa",
        "address": "1 phố Thử",
        "contact_email": "ban-to-chuc@example.org",
        "starts_at": starts,
        **values,
    }
    if model is EventPage:
        fields.setdefault("kind", EventKind.SEMINAR)
    page = model(locale=index.locale, **fields)
    page.live = False
    page.sessions = sessions
    page.organisers = organisers
    Page.objects.get(pk=index.pk).add_child(instance=page)
    if publish:
        page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def far_ahead() -> dict[str, Any]:
    """Return the values of an event in ten days from now that takes registrations until it is over."""
    starts = clock.now() + timedelta(days=10)
    return {"starts_at": starts, "ends_at": starts + timedelta(hours=3), "takes_registrations": True}


def make_session(starts_at: datetime, minutes: int = 90, **values: Any) -> EventSession:
    """Return an unsaved session."""
    return EventSession(
        title=values.pop("title", f"Phiên {next(_numbers)}"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        **values,
    )


def day(number: int, hour: int = 8, minute: int = 0, month: int = 12) -> datetime:
    """Return a time in December 2026 on Việt Nam's clock."""
    return datetime(2026, month, number, hour, minute, tzinfo=clock.VIETNAM)


def make_fair(index: EventIndexPage, **values: Any) -> FairPage:
    """Publish a fair of three days that takes applications."""
    return make_event(
        index,
        FairPage,
        **{
            "title": "Chợ công nghệ thử",
            "starts_at": day(18, 8),
            "ends_at": day(20, 17),
            "applications_open_at": day(1, month=11),
            "applications_close_at": day(5),
            "exhibitor_conditions": "Giữ vệ sinh.\nKhông ồn.",
            **values,
        },
    )


def make_course(index: CourseIndexPage, **values: Any) -> CoursePage:
    """Publish a course."""
    return make_event(index, CoursePage, **{"title": f"Khóa học thử {next(_numbers)}", "capacity": 30, **values})


def english(page: Any, **texts: Any) -> Any:
    """Publish the English page of an event."""
    translated = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, value in {"title": f"English {page.title}", "slug": f"en-{page.slug}", **texts}.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    return type(page).objects.get(pk=translated.pk)


def submit(fair: FairPage, organisation: Any, by: User, **values: Any) -> FairApplication:
    """Submit an application through the domain."""
    return applications.submit(
        **{
            "fair": fair,
            "organisation": organisation,
            "by": by,
            "now": NOW,
            "submission_key": uuid.uuid4(),
            "stand_size": StandSize.STANDARD,
            "power": PowerNeed.ONE_PHASE,
            "contact_phone": "0912 345 678",
            **values,
        }
    )


def make_operator() -> User:
    """Make a person with every right."""
    return User.objects.create_superuser(f"van-hanh-{next(_numbers)}@example.org", "mat-khau-thu")
