"""Badges: one for each person with a place, whole sheets, fetched by organisers only, thrown away after a week."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from portal.media.models import PrivateFile
from registration import badge_sheets
from registration.domain import badges
from registration.enums import WayOfAttending
from registration.group_filters import GroupFilter
from registration.models import AuditRow, BadgeSheets, PlaceKind
from registration.organiser_enums import AuditAction, BadgeLayout, BadgeState
from registration.subjects import SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration.conftest import Known

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_shelf")]
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}


@pytest.fixture
def desk(client: Client, organiser: User, site: Site) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    return client


def ask(kind: PlaceKind, by: User, **values: Any) -> BadgeSheets:
    shared = {"key": uuid.uuid4(), "group": GroupFilter(), "layout": BadgeLayout.EIGHT, "now": NOON}
    return badges.ask(**{**shared, "subject": kind.subject, "by": by, **values})


def test_each_person_with_a_place_gets_one(organiser: User, fair: SubjectInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = make_kind(subject=fair.key, capacity=4, party_maximum=3)
    make_registration(kind, full_name="Nguyễn Thị Đào", organisation="Hợp tác xã Thuận Thành", party_size=3)
    make_registration(kind, full_name="Trần An")
    make_registration(kind, full_name="Người Đợi")
    drawn: list[dict[str, Any]] = []

    def render(**values: Any) -> bytes:
        drawn.append(values)
        return b"%PDF-1.7\n%%EOF"

    monkeypatch.setattr(badge_sheets.documents, "render", render)
    sheets = ask(kind, organiser)
    sheets.refresh_from_db()
    assert (sheets.state, sheets.badge_count) == (BadgeState.READY, 4)
    names = [item["name"] for item in drawn[0]["data"]["badges"]]
    assert names[0] == "Nguyễn Thị Đào"
    assert "Nguyễn Thị Đào" in names[1]
    assert names[3] == "Trần An"
    assert len({item["code"] for item in drawn[0]["data"]["badges"]}) == 4


def test_badges_are_made_for_those_who_come(fair: SubjectInfo, known: Known) -> None:
    for way in WayOfAttending:
        make_registration(make_kind(subject=fair.key, way=way), full_name=way.value)
    assert badges.number_of(subject=fair.key, group=GroupFilter()) == 2
    names = {row.full_name for row in badge_sheets.badged(fair.key, GroupFilter())}
    assert names == {WayOfAttending.ON_SITE.value, WayOfAttending.EITHER.value}
    known[fair.key] = replace(fair, is_online=True)
    assert badges.number_of(subject=fair.key, group=GroupFilter()) == 0


@pytest.mark.parametrize("layout", list(BadgeLayout))
def test_sheets_are_drawn_with_the_longest_names(organiser: User, fair: SubjectInfo, layout: BadgeLayout) -> None:
    kind = make_kind(subject=fair.key, capacity=20, name_vi="Khách tham quan đã đăng ký trước")
    make_registration(
        kind, full_name="Nguyễn Thị Hoàng " * 8, organisation="Công ty trách nhiệm hữu hạn một thành viên " * 4
    )
    for _number in range(9):
        make_registration(kind)
    sheets = ask(kind, organiser, layout=layout)
    sheets.refresh_from_db()
    assert sheets.state == BadgeState.READY
    assert sheets.file is not None
    content = sheets.file.file.read()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type/Page\n") in {0, 2, 3}


def test_drawing_again_changes_nothing(organiser: User, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key)
    make_registration(kind)
    sheets = ask(kind, organiser)
    assert badges.make(sheets_id=sheets.pk, now=NOON)
    assert PrivateFile.objects.count() == 1


def test_the_same_form_gives_the_same_sheets(organiser: User, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key)
    make_registration(kind)
    key = uuid.uuid4()
    assert ask(kind, organiser, key=key) == ask(kind, organiser, key=key, layout=BadgeLayout.A6)


def test_what_cannot_be_drawn_says_so(organiser: User, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TASKS = DUMMY
    kind = make_kind()
    make_registration(kind)
    sheets = ask(kind, organiser)

    def fails(**_values: Any) -> bytes:
        raise OSError

    monkeypatch.setattr(badge_sheets.documents, "render", fails)
    assert not badges.make(sheets_id=sheets.pk, now=NOON)
    sheets.refresh_from_db()
    assert sheets.state == BadgeState.FAILED


def test_refusals(organiser: User, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = make_kind(capacity=1)
    with pytest.raises(DomainError):
        ask(kind, organiser)
    make_registration(kind)
    with pytest.raises(NotAllowedError):
        ask(kind, User.objects.create_user("stranger@example.org"))
    monkeypatch.setattr(badges, "MOST", 0)
    with pytest.raises(LimitReachedError):
        ask(kind, organiser)


def test_organiser_makes_and_fetches_and_others_find_nothing(
    desk: Client, client: Client, organiser: User, fair: SubjectInfo
) -> None:
    kind = make_kind(subject=fair.key)
    make_registration(kind)
    url = reverse("registrations:badges", args=[fair.key])
    assert desk.get(url).context["number"] == 1
    desk.post(url, {"key": uuid.uuid4(), "layout": "eight"})
    sheets = BadgeSheets.objects.get()
    file_url = reverse("registrations:badges-file", args=[fair.key, sheets.pk])
    assert file_url in desk.get(url).content.decode()
    answer = desk.get(file_url)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert AuditRow.objects.filter(action=AuditAction.BADGES_FETCHED, by=organiser).exists()
    viewer = User.objects.create_user("viewer@example.org")
    viewer.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_registration"]))
    client.force_login(viewer)
    assert client.get(file_url).status_code == 404
    assert client.get(url).status_code == 404
    client.force_login(organiser)
    other = make_kind()
    assert client.get(reverse("registrations:badges-file", args=[other.subject, sheets.pk])).status_code == 404


def test_sheets_are_thrown_away_after_a_week(organiser: User, django_capture_on_commit_callbacks: Any) -> None:
    kind = make_kind()
    make_registration(kind)
    sheets = ask(kind, organiser)
    sheets.refresh_from_db()
    assert sheets.file is not None
    storage, name = sheets.file.file.storage, sheets.file.file.name
    assert badges.forget_old(now=NOON + timedelta(days=6))[0].number == 0
    later = NOON + timedelta(days=8)
    assert badges.forget_old(now=later, dry_run=True)[0].number == 1
    with django_capture_on_commit_callbacks(execute=True):
        badges.forget_old(now=later)
    assert not BadgeSheets.objects.exists()
    assert not PrivateFile.objects.exists()
    assert not storage.exists(name)


def test_a_filter_of_the_list_chooses_whose(desk: Client, fair: SubjectInfo) -> None:
    kind, press = make_kind(subject=fair.key, capacity=9), make_kind(subject=fair.key, capacity=9)
    make_registration(kind, now=clock.now())
    for _number in range(2):
        make_registration(press, now=clock.now())
    url = reverse("registrations:badges", args=[fair.key])
    assert desk.get(f"{url}?kind={press.pk}").context["number"] == 2
    assert desk.get(f"{url}?kind=nonsense").status_code == 404
