"""An event under random edits: SEQUENCE rises exactly when time, place or status changed, and nothing depends on the clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from events.calendars import feed, lint
from events.domain import calendar
from events.enums import AttendanceMode, EventStatus
from events.models import CalendarFeedState, CalendarIdentity, EventPage
from portal.kernel.languages import Language
from tests.factories import events as make

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
SCHEDULE: dict[str, st.SearchStrategy[Any]] = {
    "starts_at": st.integers(0, 5).map(lambda hours: make.day(12, 8) + timedelta(hours=hours)),
    "venue_name": st.sampled_from(["Nhà A", "Nhà B; tầng 2"]),
    "address": st.sampled_from(["1 phố Thử", "2 phố Thử"]),
    "online_url": st.sampled_from(["", "https://hop.example.org/1"]),
    "attendance_mode": st.sampled_from(AttendanceMode.values),
    "status": st.sampled_from([EventStatus.SCHEDULED, EventStatus.POSTPONED, EventStatus.MOVED_ONLINE]),
}
TEXT: dict[str, st.SearchStrategy[Any]] = {"title": WORDS, "lead": WORDS, "contact_email": st.just("a@example.org")}
EDITS = st.one_of(
    [st.tuples(st.just(name), values) for name, values in (SCHEDULE | TEXT).items()],
)


@pytest.mark.postgresql
def test_sequence_follows_time_place_and_status_alone(site: Site) -> None:
    page = make.make_event(make.make_index(site), starts_at=make.day(12, 8), ends_at=make.day(12, 20))

    @settings(
        max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.lists(EDITS, min_size=1, max_size=6))
    def follow(edits: list[tuple[str, Any]]) -> None:
        with transaction.atomic():
            _follow(page.pk, edits)
            transaction.set_rollback(True)

    follow()


def _follow(pk: int, edits: list[tuple[str, Any]]) -> None:
    now = make.NOW
    for name, value in edits:
        before = CalendarIdentity.objects.get()
        state = CalendarFeedState.objects.get()
        old = getattr(EventPage.objects.get(pk=pk), name)
        EventPage.objects.filter(pk=pk).update(**{name: value})
        now += timedelta(minutes=1)
        calendar.refresh(keys=[before.event_key], now=now)
        after = CalendarIdentity.objects.get()
        changed = old != value
        assert after.uid == before.uid
        assert after.sequence == before.sequence + (changed and name in SCHEDULE)
        assert after.content_changed_at >= before.content_changed_at
        if not changed:
            assert after.content_changed_at == before.content_changed_at
            assert CalendarFeedState.objects.get().revision == state.revision
        for language in Language:
            body = feed.render(language=language, now=now)
            assert body == feed.render(language=language, now=now + timedelta(hours=2))
            assert lint.lint(body) == []
