"""The secretariat in the Wagtail admin, and its role."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from awards import roles
from awards.enums import Honour, NominationState
from awards.models import AwardPage, Nomination, NominationPage
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@worlds.standing
def award(site: Site) -> AwardPage:
    return factory.make_award(factory.make_index(site), title="Giải thử")


@pytest.fixture
def desk(client: Client, award: AwardPage, site: Site) -> Client:
    client.force_login(factory.make_secretary(site), backend=BACKEND)
    return client


def move_url(nomination: Nomination) -> str:
    return reverse("awards-move-nomination", args=[nomination.pk])


def move(desk: Client, nomination: Nomination, **data: Any) -> Any:
    return desk.post(move_url(nomination), data)


def test_moving_to_finalist_publishes_in_both_languages(desk: Client, award: AwardPage) -> None:
    factory.english(award, title="Test award", slug="test-award")
    nomination = factory.submit(award, title="Máy sấy", title_en="A dryer")
    assert desk.get(move_url(nomination)).status_code == 200
    assert move(desk, nomination, to="eligible").status_code == 302
    answer = move(desk, nomination, to="finalist", citation="Bền.", citation_en="Lasting.")
    assert answer.status_code == 302
    reader = Client()
    vietnamese, english = NominationPage.objects.order_by("pk")
    assert "Bền." in reader.get(vietnamese.url or "").content.decode()
    assert "Lasting." in reader.get(english.url or "").content.decode()
    assert nomination.log.filter(to_state=NominationState.FINALIST, by__isnull=False).exists()


@pytest.mark.parametrize(
    ("state", "data", "field"),
    [
        ("submitted", {"to": "ineligible", "reason": " "}, "reason"),
        ("submitted", {"to": "winner"}, "to"),
        ("submitted", {"to": ""}, "to"),
        ("finalist", {"to": "winner", "honour": ""}, "honour"),
        ("finalist", {"to": "winner", "honour": "golden"}, "honour"),
        ("eligible", {"to": "finalist", "honour": "first"}, "honour"),
        ("finalist", {"to": "winner", "honour": "first", "citation": "x" * 1001}, "citation"),
    ],
)
def test_bad_input_is_explained_beside_the_field_and_kept(
    desk: Client, award: AwardPage, state: str, data: dict[str, str], field: str
) -> None:
    nomination = factory.submit(award)
    Nomination.objects.filter(pk=nomination.pk).update(state=state)
    answer = move(desk, nomination, **{"reason": "Lý do đã gõ", **data})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.errors[field]
    assert str(form.errors[field][0]) in answer.content.decode()
    if "reason" not in data:
        assert "Lý do đã gõ" in answer.content.decode()
    nomination.refresh_from_db()
    assert nomination.state == state
    assert not NominationPage.objects.exists()


def test_looking_changes_nothing(desk: Client, award: AwardPage) -> None:
    nomination = factory.submit(award)
    desk.get(move_url(nomination), {"to": "eligible"})
    nomination.refresh_from_db()
    assert nomination.state == NominationState.SUBMITTED


def test_foreign_staff_find_nothing(client: Client, award: AwardPage) -> None:
    nomination = factory.submit(award)
    stranger = exhibitors.make_person()
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger, backend=BACKEND)
    assert client.get(move_url(nomination)).status_code == 404
    assert move(client, nomination, to="eligible").status_code == 404
    nomination.refresh_from_db()
    assert nomination.state == NominationState.SUBMITTED
    client.force_login(exhibitors.make_person(), backend=BACKEND)
    assert client.get(move_url(nomination)).status_code == 302
    assert Client().get(move_url(nomination)).status_code == 302


def test_unknown_nomination_is_not_found(desk: Client) -> None:
    assert desk.get(reverse("awards-move-nomination", args=[99999])).status_code == 404


def test_list_offers_the_move_only_where_one_is_left(desk: Client, award: AwardPage) -> None:
    open_one, closed = factory.submit(award), factory.submit(award)
    Nomination.objects.filter(pk=closed.pk).update(state=NominationState.NOT_SELECTED)
    content = desk.get(reverse("wagtailsnippets_awards_nomination:list")).content.decode()
    assert move_url(open_one) in content
    assert move_url(closed) not in content


def test_secretariat_corrects_but_neither_adds_nor_deletes(desk: Client, award: AwardPage) -> None:
    nomination = factory.submit(award)
    edit = reverse("wagtailsnippets_awards_nomination:edit", args=[nomination.pk])
    assert desk.get(edit).status_code == 200
    data = {"title": "Đã sửa", "title_en": "", "nominee_name": "Ai đó", "category_code": "invention", "summary": ""}
    answer = desk.post(edit, {**data, "summary_en": "", "state": "winner", "honour": "first"})
    assert answer.status_code == 302
    nomination.refresh_from_db()
    assert (nomination.title, nomination.state, nomination.honour) == ("Đã sửa", "submitted", "")
    operator = User.objects.create_superuser("operator@example.org")
    desk.force_login(operator, backend=BACKEND)
    for name, args in (("add", []), ("delete", [nomination.pk])):
        try:
            url = reverse(f"wagtailsnippets_awards_nomination:{name}", args=args)
        except Exception:  # noqa: BLE001 -- no address is the best refusal
            continue
        desk.post(url, data)
    assert Nomination.objects.count() == 1


def test_role_is_made_once_and_without_drift(site: Site) -> None:
    factory.make_index(site)
    declared = [roles.declare()]
    for _time in range(2):
        role_domain.sync(declared=declared)
        assert role_domain.drift(declared=[roles.declare()]) == []
    group = Group.objects.get(name=roles.SECRETARIAT)
    held = set(group.permissions.values_list("content_type__app_label", "codename"))
    assert held == {
        ("awards", "view_nomination"),
        ("awards", "change_nomination"),
        ("wagtailadmin", "access_admin"),
    }
    assert group.page_permissions.count() == 2 * 5
    assert group.collection_permissions.count() == 6


def test_role_opens_award_pages_and_nothing_about_people(desk: Client, award: AwardPage, site: Site) -> None:
    secretary = User.objects.get(groups__name=roles.SECRETARIAT)
    assert award.permissions_for_user(secretary).can_publish()
    assert not site.root_page.permissions_for_user(secretary).can_edit()
    assert not any("user" in name for name in secretary.get_all_permissions())
    assert desk.get("/admin/users/").status_code in {302, 403, 404}
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[award.pk])).status_code == 200


def test_winners_prize_reaches_the_page(desk: Client, award: AwardPage) -> None:
    nomination = factory.submit(award)
    for to in ("eligible", "finalist"):
        move(desk, nomination, to=to)
    assert move(desk, nomination, to="winner", honour="second").status_code == 302
    assert NominationPage.objects.get().honour == Honour.SECOND


def test_exports_hold_no_formulas(desk: Client, award: AwardPage) -> None:
    factory.submit(award, title='=HYPERLINK("https://example.org")')
    address = reverse("wagtailsnippets_awards_nomination:list")
    answer = desk.get(address, {"export": "csv"})
    written = b"".join(answer).decode()
    assert "HYPERLINK" in written
    assert "'=HYPERLINK" in written
