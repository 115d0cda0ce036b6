"""The organisers' list: who sees it, what can be decided there, what leaves it."""

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from registration.domain import registrations
from registration.enums import RegistrationState
from registration.models import Pool
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind, make_registration

pytestmark = pytest.mark.django_db

INDEX = "/admin/registrations/"


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """The admin needs the site."""


@pytest.fixture
def desk(client: Client, organiser: User) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    return client


def decide_url(pk: int, action: str) -> str:
    return reverse("registrations:decide", args=[pk, action])


def test_list_filters_by_subject_and_state(desk: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=1)
    mine, waiting = make_registration(kind), make_registration(kind)
    other = make_registration(make_kind())
    everything = desk.get(INDEX).content.decode()
    assert all(row.reference in everything for row in (mine, waiting, other))
    assert fair.title in everything
    shown = desk.get(INDEX, {"subject": str(fair.key), "state": "wait-listed"}).content.decode()
    assert waiting.reference in shown
    assert mine.reference not in shown
    assert other.reference not in shown


def test_list_costs_the_same_with_one_and_with_nineteen(
    desk: Client, fair: SubjectInfo, django_assert_max_num_queries: object
) -> None:
    kind = make_kind(subject=fair.key, capacity=3)
    counts = []
    make_registration(kind)
    desk.get(INDEX)
    for more in (0, 18):
        for _number in range(more):
            make_registration(kind)
        with django_assert_max_num_queries(60) as made:  # type: ignore[operator]
            assert desk.get(INDEX).status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_organiser_approves_and_refuses(desk: Client, fair: SubjectInfo, mailoutbox: list[object]) -> None:
    kind = make_kind(subject=fair.key, capacity=5, needs_approval=True)
    good, bad = make_registration(kind), make_registration(kind)
    assert desk.get(decide_url(good.pk, "approve")).status_code == 200
    good.refresh_from_db()
    assert good.state == RegistrationState.PENDING_APPROVAL
    desk.post(decide_url(good.pk, "approve"))
    desk.post(decide_url(bad.pk, "reject"), {"why": "Chỉ dành cho giảng viên"})
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == ("confirmed", "rejected")
    inspected = desk.get(reverse("registrations:inspect", args=[bad.pk])).content.decode()
    assert "Chỉ dành cho giảng viên" in inspected
    again = desk.post(decide_url(bad.pk, "approve"))
    assert again.context["form"].non_field_errors()


def test_times_of_a_registration_are_on_the_clock_of_viet_nam(desk: Client, fair: SubjectInfo) -> None:
    late = datetime(2026, 11, 30, 0, 30, tzinfo=clock.VIETNAM)
    row = make_registration(make_kind(subject=fair.key, capacity=3), now=late)
    page = desk.get(reverse("registrations:inspect", args=[row.pk])).content.decode()
    assert page.count("00:30 30/11/2026") == 4
    assert not re.search(r">\s*None\s*<", page)


def test_organiser_cancels_and_notes_attendance(desk: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key)
    gone, came = make_registration(kind), make_registration(kind)
    desk.post(decide_url(gone.pk, "cancel"), {"why": ""})
    desk.post(decide_url(came.pk, "attended"))
    gone.refresh_from_db()
    came.refresh_from_db()
    assert (gone.state, came.state) == ("cancelled", "attended")


def test_nothing_is_added_edited_or_deleted(desk: Client) -> None:
    registration = make_registration(make_kind())
    for name, args in (("add", []), ("edit", [registration.pk]), ("delete", [registration.pk])):
        url = reverse(f"registrations:{name}", args=args)
        assert desk.post(url, {"note": "changed"}).status_code in {302, 403, 404}
    registration.refresh_from_db()
    assert registration.note == ""


def test_strangers_find_nothing(client: Client, fair: SubjectInfo) -> None:
    registration = make_registration(make_kind(subject=fair.key, needs_approval=True))
    stranger = User.objects.create_user("editor@example.org")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    assert client.get(INDEX).status_code == 302
    assert client.get(decide_url(registration.pk, "approve")).status_code == 404
    assert client.post(decide_url(registration.pk, "approve")).status_code == 404
    assert client.get(INDEX, {"export": "csv"}).status_code == 404
    registration.refresh_from_db()
    assert registration.state == RegistrationState.PENDING_APPROVAL


def test_viewers_may_not_export(client: Client) -> None:
    make_registration(make_kind())
    viewer = User.objects.create_user("viewer@example.org")
    viewer.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "view_registration"]))
    client.force_login(viewer)
    page = client.get(INDEX)
    assert page.status_code == 200
    assert "export=csv" not in page.content.decode()
    assert client.get(INDEX, {"export": "csv"}).status_code == 404
    assert client.get(INDEX, {"export": "xlsx"}).status_code == 404


def test_export_cannot_carry_formulas(desk: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key)
    make_registration(kind, full_name="=HYPERLINK(1)", organisation="@SUM(A1)", note="+84")
    answer = desk.get(INDEX, {"export": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    cells = rows[1]
    assert fair.title in cells
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]
    book = load_workbook(io.BytesIO(b"".join(desk.get(INDEX, {"export": "xlsx"}).streaming_content)))  # type: ignore[arg-type]
    assert not [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"]


def test_check_places_names_and_repairs_a_wrong_counter(capsys: pytest.CaptureFixture[str]) -> None:
    kind = make_kind(capacity=5)
    make_registration(kind)
    call_command("check_places")
    Pool.objects.update(taken=3)
    with pytest.raises(CommandError):
        call_command("check_places")
    assert "counter 3, rows 1" in capsys.readouterr().err
    call_command("check_places", "--repair")
    call_command("check_places")
    assert Pool.objects.get().taken == 1


def test_expire_offers_command_serves_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    long_ago = clock.now() - timedelta(days=9)
    kind = make_kind(capacity=1)
    first, second, third = (make_registration(kind, now=long_ago) for _number in range(3))
    registrations.cancel(registration=first, now=long_ago)
    call_command("expire_offers")
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == ("expired", "offered")
    assert capsys.readouterr().out.startswith("1 ")
