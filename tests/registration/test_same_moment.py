"""Organisers' forms that arrive twice at the same instant: the second finds no first yet, and still gets its answer."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from portal.accounts.models import User
from registration.domain import badges, bulk, group_mails
from registration.group_filters import GroupFilter
from registration.models import AuditRow, BadgeSheets, BulkRun, GroupMail
from registration.organiser_enums import BadgeLayout, BulkAction
from tests.factories.registration import NOON, make_kind, make_registration

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=9)
WORDS = {"heading_vi": "Lưu ý", "text_vi": "Xin đến sớm.", "heading_en": "", "text_en": ""}


class Meanwhile(list[int]):
    """Numbers of registrations; whoever reads them finds that the first run has begun meanwhile."""

    def __iter__(self) -> Iterator[int]:
        BulkRun.objects.get_or_create(key=KEY, defaults={"action": BulkAction.ATTENDED, "at": NOON})
        return super().__iter__()


def test_decisions_on_many_are_begun_once(organiser: User) -> None:
    registration = make_registration(make_kind())
    run = bulk.start(
        key=KEY, action=BulkAction.ATTENDED, registration_ids=Meanwhile([registration.pk]), by=organiser, now=NOON
    )
    assert run == BulkRun.objects.get()
    assert not run.rows.exists()


def test_badges_are_asked_for_once(organiser: User, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = make_kind()
    make_registration(kind)
    group = GroupFilter(subject=kind.subject)
    asked: dict[str, Any] = {"key": KEY, "subject": kind.subject, "group": group, "layout": next(iter(BadgeLayout))}

    def number_of(**_values: Any) -> int:
        monkeypatch.undo()
        badges.ask(**asked, by=organiser, now=NOON)
        return 1

    monkeypatch.setattr(badges, "number_of", number_of)
    assert badges.ask(**asked, by=organiser, now=NOON) == BadgeSheets.objects.get()


def test_a_mail_to_a_group_is_written_once(organiser: User, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = make_kind()
    group = GroupFilter(subject=kind.subject)
    rows = AuditRow.objects.count()
    real = GroupFilter.as_json

    def as_json(asked: GroupFilter) -> Any:
        monkeypatch.undo()
        group_mails.write(subject=kind.subject, group=group, words=WORDS, by=organiser, now=NOON, key=KEY)
        return real(asked)

    monkeypatch.setattr(GroupFilter, "as_json", as_json)
    mail = group_mails.write(subject=kind.subject, group=group, words=WORDS, by=organiser, now=NOON, key=KEY)
    assert mail == GroupMail.objects.get()
    assert AuditRow.objects.count() == rows + 1
