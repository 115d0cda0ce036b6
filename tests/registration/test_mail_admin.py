"""The organisers' pages for words and reminders in the admin."""

import uuid
from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from registration.models import MailWords, ReminderRule
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(organiser: User) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    made = Client()
    made.force_login(organiser)
    return made


def address(name: str, *args: object) -> str:
    return reverse(f"registration_mails:{name}", args=args)


def test_words_are_kept_and_shown_again(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key)
    page = address("event", fair.key)
    assert client.get(page).status_code == 200
    assert client.post(page, {"confirmed_vi": "Cổng số 2.", "reminder_en": "Gate 2."}).status_code == 302
    assert MailWords.objects.count() == 2
    shown = client.get(page).content.decode()
    assert "Cổng số 2." in shown
    assert "Gate 2." in shown
    refused = client.post(page, {"confirmed_vi": "x" * 1001})
    assert refused.status_code == 200
    assert "x" * 1001 in refused.content.decode()
    assert MailWords.objects.get(notice="confirmed").words_vi == "Cổng số 2."


def test_rules_are_added_and_taken_away(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key)
    assert client.get(address("index")).status_code == 200
    for name, args in (("add", ()), ("add-for", (fair.key,))):
        assert client.get(address(name, *args)).status_code == 200
        typed = {"audience": "confirmed", "lead": "1440"}
        assert client.post(address(name, *args), typed).status_code == 302
        again = client.post(address(name, *args), typed)
        assert again.status_code == 200
        assert "error" in again.content.decode()
    assert {rule.subject for rule in ReminderRule.objects.all()} == {None, fair.key}
    for rule in ReminderRule.objects.all():
        drop = address("drop", rule.pk)
        assert client.get(drop).status_code == 200
        assert ReminderRule.objects.filter(pk=rule.pk).exists()
        assert client.post(drop).status_code == 302
        assert client.post(drop).status_code == 404
    assert not ReminderRule.objects.exists()


def test_strangers_and_unknown_events_find_nothing(client: Client, fair: SubjectInfo) -> None:
    assert client.get(address("event", uuid.uuid4())).status_code == 404
    assert client.get(address("add-for", uuid.uuid4())).status_code == 404
    editor = User.objects.create_user("bien.tap@example.org", full_name="Biên tập")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(User.objects.get(pk=editor.pk))
    make_kind(subject=fair.key)
    for page in (address("index"), address("add"), address("event", fair.key)):
        assert client.get(page).status_code == 404
        assert client.post(page, {"audience": "confirmed", "lead": "1440"}).status_code in {404, 405}
    assert not ReminderRule.objects.exists()


def test_list_costs_the_same_for_one_and_for_thirty_events(
    client: Client, fair: SubjectInfo, known: dict[uuid.UUID, SubjectInfo]
) -> None:
    costs = []
    for number in (1, 29):
        for _number in range(number):
            info = replace(fair, key=uuid.uuid4())
            known[info.key] = info
            make_kind(subject=info.key)
        client.get(address("index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("index"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_form_says_which_general_reminders_an_event_of_its_own_rule_leaves(
    client: Client, fair: SubjectInfo
) -> None:
    make_kind(subject=fair.key)

    def hint(*args: object) -> str:
        return str(client.get(address("add-for" if args else "add", *args)).context["form"]["audience"].help_text)

    assert hint(fair.key) == ""
    client.post(address("add"), {"audience": "confirmed", "lead": "1440"})
    client.post(address("add"), {"audience": "confirmed", "lead": "10080"})
    client.post(address("add"), {"audience": "offered", "lead": "1440"})
    assert hint() == ""
    told = hint(fair.key)
    assert "Người đã được xác nhận chỗ: Trước 7 ngày, Trước 1 ngày" in told
    refused = client.post(address("add-for", fair.key), {"audience": "confirmed", "lead": ""})
    assert refused.context["form"]["audience"].help_text == told
    client.post(address("add-for", fair.key), {"audience": "confirmed", "lead": "2880"})
    assert "Trước 7 ngày" not in hint(fair.key)
    assert "Trước 1 ngày" in hint(fair.key)
