"""Postponing, moving online and cancelling: each does all of it in one action, and other modules can hook in."""

from typing import Any

import pytest
from django.core import mail
from wagtail.models import Site

from events.domain import consequences, pages, status
from events.enums import EventStatus
from events.models import CalendarIdentity, EventPage, EventSession
from portal.kernel import clock
from portal.kernel.languages import Language
from registration.models import AuditRow, PlaceKind
from registration.organiser_enums import AuditAction
from tests.factories import events as make
from tests.factories.registration import make_registration

NOTES = {Language.VIETNAMESE: "Do mưa bão.", Language.ENGLISH: "Because of the storm."}
ACTIONS = {
    "postpone": EventStatus.POSTPONED,
    "move_online": EventStatus.MOVED_ONLINE,
    "cancel": EventStatus.CANCELLED,
}


@pytest.fixture
def event(site: Site) -> EventPage:
    page = make.make_event(make.make_index(site), capacity=5)
    make.english(page)
    return page


@pytest.mark.parametrize("action", list(ACTIONS))
def test_one_action_does_everything(event: EventPage, action: str) -> None:
    kind = PlaceKind.objects.get(subject=event.translation_key)
    make_registration(kind, now=clock.now(), email_verified=True)
    mail.outbox.clear()
    before = CalendarIdentity.objects.get(event_key=event.translation_key).sequence
    freed: list[Any] = []
    remove = consequences.register(lambda **values: freed.append((values["event"].pk, values["status"])))
    operator = make.make_operator()
    try:
        getattr(status, action)(event=event, by=operator, now=clock.now(), notes=NOTES)
    finally:
        remove()
    kind.refresh_from_db()
    assert kind.is_open == (action == "move_online")
    assert len(mail.outbox) == 1
    assert freed == [(event.pk, ACTIONS[action])]
    assert CalendarIdentity.objects.get(event_key=event.translation_key).sequence == before + 1
    row = AuditRow.objects.get(action=AuditAction.EVENT_STATUS)
    assert (row.by, row.subject, row.remark) == (operator, event.translation_key, "Do mưa bão.")
    assert ["status", "scheduled", ACTIONS[action].value] in row.changes


def test_an_event_whose_text_lacks_something_can_be_cancelled(event: EventPage) -> None:
    for page in EventPage.objects.filter(translation_key=event.translation_key):
        page.body = [{"type": "quote", "value": {"text": "", "name": "Một người", "role": ""}}]
        page.save()
    status.cancel(event=EventPage.objects.get(pk=event.pk), by=make.make_operator(), now=clock.now(), notes=NOTES)
    found = EventPage.objects.filter(translation_key=event.translation_key)
    assert [page.status for page in found] == [EventStatus.CANCELLED] * 2


def test_facts_reach_the_english_page_though_a_row_of_them_lacks_something(event: EventPage) -> None:
    source = EventPage.objects.get(pk=event.pk)
    source.sessions = [EventSession(title="", starts_at=source.starts_at, ends_at=source.ends_at, locale=source.locale)]
    assert pages.share_facts(source=source) == 1
    english = EventPage.objects.exclude(pk=event.pk).get(translation_key=event.translation_key)
    assert english.live
    assert english.sessions.count() == 1


def test_a_consequence_that_fails_leaves_everything_as_it_was(event: EventPage) -> None:
    def fails(**_values: Any) -> None:
        raise RuntimeError

    remove = consequences.register(fails)
    mail.outbox.clear()
    try:
        with pytest.raises(RuntimeError):
            status.cancel(event=event, by=make.make_operator(), now=clock.now(), notes=NOTES)
    finally:
        remove()
    event.refresh_from_db()
    assert event.status == EventStatus.SCHEDULED
    assert PlaceKind.objects.get(subject=event.translation_key).is_open
    assert not AuditRow.objects.filter(action=AuditAction.EVENT_STATUS).exists()
