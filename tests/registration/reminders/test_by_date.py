"""Reminding reads only what begins soon, however many old events still have registrations that stand."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from events import subjects as event_subjects
from portal.accounts.models import User
from portal.kernel.languages import Language
from registration import subjects
from registration.domain import mail_settings, reminders
from registration.enums import LeadTime, ReminderAudience
from registration.subjects import SubjectInfo
from tests.factories import events as make
from tests.factories.registration import make_kind, make_registration
from tests.registration.conftest import Known
from tests.registration.reminders.scene import START, WEEK_BEFORE, here

pytestmark = pytest.mark.django_db


def event_at(known: Known, starts: datetime) -> SubjectInfo:
    info = SubjectInfo(key=uuid.uuid4(), title="Chợ", url="/su-kien/cho/", starts=starts, ends=starts)
    known[info.key] = info
    make_registration(make_kind(subject=info.key), now=here(8, days=0))
    return info


def test_old_and_far_events_are_neither_read_nor_asked_about(
    known: Known, organiser: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = subjects.info_for

    def info_for(keys: Collection[uuid.UUID], language: Language | None = None) -> Known:
        asked.append(len(keys))
        return real(keys, language)

    monkeypatch.setattr(subjects, "info_for", info_for)
    mail_settings.add_rule(
        subject=None, audience=ReminderAudience.CONFIRMED, lead=LeadTime.WEEK, by=organiser, now=here(8, days=-1)
    )
    event_at(known, START)
    assert reminders.send_due(now=WEEK_BEFORE) == 1
    costs = []
    for number in (1, 20):
        for _number in range(number):
            event_at(known, here(9, days=-30))
            event_at(known, here(9, days=200))
        asked.clear()
        with CaptureQueriesContext(connection) as queries:
            assert reminders.send_due(now=WEEK_BEFORE + timedelta(minutes=5)) == 0
        costs.append((len(queries), asked[0]))
    assert costs == [(costs[0][0], 1)] * 2


def test_a_rule_of_its_own_event_still_reminds(known: Known, organiser: User) -> None:
    info = event_at(known, START)
    event_at(known, START)
    mail_settings.add_rule(
        subject=info.key, audience=ReminderAudience.CONFIRMED, lead=LeadTime.WEEK, by=organiser, now=here(8, days=-1)
    )
    assert reminders.send_due(now=WEEK_BEFORE) == 1


def test_events_are_found_by_their_beginning_while_they_are_published(site: Site) -> None:
    page = make.make_event(make.make_index(site), starts_at=START, ends_at=START + timedelta(hours=2))
    key, second = page.translation_key, timedelta(seconds=1)
    assert subjects.beginning_between(START - second, START) >= {key}
    assert key not in subjects.beginning_between(START, START + second)
    assert key not in subjects.beginning_between(START - 2 * second, START - second)
    page.unpublish()
    assert key not in event_subjects.beginning_between(START - second, START)
