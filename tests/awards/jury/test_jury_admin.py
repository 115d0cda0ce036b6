"""The secretariat's pages of a jury: inviting several at once, the jury with its loads, hints, and the distribution before it is done."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from awards.editions.domain import secretaries
from awards.editions.enums import EditionState
from awards.jury.enums import JurorState
from awards.models import Assignment, AwardEdition, Conflict, HintNote, Juror
from portal.accounts.models import User
from portal.kernel import clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import jury as jury_factory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@worlds.standing
def world(site: Site) -> Any:
    secretary, other = factory.make_secretary(site), factory.make_secretary(site)
    operator = User.objects.create_superuser("dieu-hanh-ql@example.org", full_name="Điều Hành")
    page = factory.make_open(site, operator)
    secretaries.name_secretaries(award_key=page.translation_key, people=[secretary], by=operator, now=clock.now())
    return page, secretary, other


@pytest.fixture
def key(world: Any) -> Any:
    return world[0].translation_key


@pytest.fixture
def desk(world: Any) -> Client:
    return signed_in(world[1])


def at(key: Any, state: EditionState) -> None:
    AwardEdition.objects.filter(award_key=key).update(state=state)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk), backend=BACKEND)
    return client


def test_several_are_invited_at_once_or_none(key: Any, desk: Client) -> None:
    url = reverse("awards-jury", args=[key])
    lines = "Nguyễn Văn An; an@vien-vidu.vn; Viện Ví dụ; Trưởng phòng\n\nLê Thị Bình ; binh@dai-hoc-vidu.vn"
    assert desk.post(url, {"people": lines, "language": "vi"}).status_code == 302
    assert {message.to[0] for message in mail.outbox} == {"an@vien-vidu.vn", "binh@dai-hoc-vidu.vn"}
    first = Juror.objects.get(email="an@vien-vidu.vn")
    assert (first.full_name, first.workplace, first.position) == ("Nguyễn Văn An", "Viện Ví dụ", "Trưởng phòng")
    for wrong in (
        "Mới; moi@vien-vidu.vn\nKhông có địa chỉ",
        "Mới; moi@vien-vidu.vn\nNguyễn Văn An; an@vien-vidu.vn",
        "Mới; moi@vien-vidu.vn\nMới nữa; moi@vien-vidu.vn",
        "",
    ):
        refused = desk.post(url, {"people": wrong, "language": "vi"})
        assert refused.context["form"].errors["people"]
        assert refused.context["form"]["people"].value() == wrong
    assert Juror.objects.count() == 2
    page = desk.get(url).content.decode()
    assert "Lê Thị Bình" in page
    assert desk.post(url, {"people": "C; c@vien-vidu.vn", "language": "en", "is_reserve": "on"}).status_code == 302
    assert Juror.objects.get(email="c@vien-vidu.vn").is_reserve
    assert "/en/awards/jury/" in mail.outbox[-1].body


def test_juror_is_reminded_chairs_and_is_replaced(key: Any, desk: Client) -> None:
    juror, reserve = jury_factory.make_juror(key), jury_factory.make_juror(key, is_reserve=True)
    url = reverse("awards-juror", args=[key, juror.public_id])
    assert desk.get(url).status_code == 200
    for act in ("remind", "chair"):
        assert desk.post(url, {"act": act}).status_code == 302
    juror.refresh_from_db()
    assert juror.is_chair
    assert juror.reminded_at is not None
    refused = desk.post(url, {"act": "release", "reason": "", "reserve": str(reserve.public_id)})
    assert refused.context["form"].errors["reason"]
    done = desk.post(url, {"act": "release", "reason": "Bận việc", "reserve": str(reserve.public_id)})
    assert done.status_code == 302
    juror.refresh_from_db()
    reserve.refresh_from_db()
    assert (juror.state, reserve.is_reserve) == (JurorState.RELEASED, False)
    assert "Bận việc" in desk.get(url).content.decode()
    assert desk.post(url, {"act": "dance"}).status_code == 404


def test_secretariat_notes_a_conflict_that_nothing_hints_at(key: Any, desk: Client) -> None:
    juror, dossier = jury_factory.make_juror(key), jury_factory.eligible(key)
    url = reverse("awards-juror", args=[key, juror.public_id])
    refused = desk.post(url, {"act": "conflict", "dossier": dossier.pk, "reason": ""})
    assert refused.context["noted"].errors["reason"]
    assert desk.post(url, {"act": "conflict", "dossier": dossier.pk, "reason": "Anh em"}).status_code == 302
    assert Conflict.objects.get().juror == juror


def test_hints_become_conflicts_or_are_set_aside_with_a_reason(key: Any, desk: Client) -> None:
    place = exhibitors.make_organisation(name="Viện Cơ điện Thử")
    first, second = (jury_factory.eligible(key, organisation=place) for _number in range(2))
    juror = jury_factory.make_juror(key, workplace="Viện Cơ điện Thử")
    url = reverse("awards-jury-hints", args=[key])
    pair = {"juror": juror.pk, "dossier": first.pk}
    refused = desk.post(url, {**pair, "act": "dismiss", "reason": ""})
    assert refused.status_code == 200
    assert 'role="alert"' in refused.content.decode()
    assert desk.post(url, {**pair, "act": "dismiss", "reason": "Trùng tên"}).status_code == 302
    assert (
        desk.post(url, {"juror": juror.pk, "dossier": second.pk, "act": "conflict", "reason": "Cùng"}).status_code
        == 302
    )
    assert (HintNote.objects.count(), Conflict.objects.count()) == (1, 1)
    assert desk.post(url, {**pair, "dossier": 0, "act": "dismiss", "reason": "x"}).status_code == 404
    shown = desk.get(url).content.decode()
    assert "Trùng tên" in shown


def test_distribution_is_looked_at_then_done(key: Any, desk: Client) -> None:
    for _number in range(3):
        jury_factory.eligible(key)
        jury_factory.make_juror(key)
    url = reverse("awards-jury-assign", args=[key])
    assert 'name="seen"' not in desk.get(url).content.decode()
    at(key, EditionState.SCREENING)
    matrix = desk.get(url).context["matrix"]
    assert (matrix.added, matrix.loads) == (9, (3, 3, 3))
    jury_factory.make_juror(key)
    desk.post(url, {"seen": matrix.digest})
    assert not Assignment.objects.exists()
    desk.post(url, {"seen": desk.get(url).context["matrix"].digest})
    assert Assignment.objects.count() == 9
    after = desk.get(url).context["matrix"]
    assert (after.added, sorted(after.loads)) == (0, [2, 2, 2, 3])
    assert len(mail.outbox) == 4


def test_others_get_404(key: Any, desk: Client, world: Any) -> None:
    juror = jury_factory.make_juror(key)
    urls = [reverse(name, args=[key]) for name in ("awards-jury", "awards-jury-assign", "awards-jury-hints")]
    urls.append(reverse("awards-juror", args=[key, juror.public_id]))
    for url in urls:
        assert desk.get(url).status_code == 200
        for method in ("get", "post"):
            assert getattr(signed_in(world[2]), method)(url).status_code == 404
        assert signed_in(juror.user).get(url)["Location"].startswith("/admin/login/")
    assert desk.get(reverse("awards-jury", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
    unknown = reverse("awards-juror", args=[key, "00000000-0000-4000-8000-000000000000"])
    assert desk.get(unknown).status_code == 404


def test_pages_ask_as_often_for_many_as_for_few(key: Any, desk: Client) -> None:
    at(key, EditionState.SCREENING)
    place = exhibitors.make_organisation(name="Viện Cơ điện Thử")

    def grow() -> None:
        for _number in range(3):
            dossier = jury_factory.eligible(key, organisation=place)
            jury_factory.give(jury_factory.make_juror(key, workplace="Viện Cơ điện Thử"), dossier)

    def asked(name: str) -> int:
        url = reverse(name, args=[key])
        desk.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(url).status_code == 200
        return len(caught)

    names = ("awards-jury", "awards-jury-hints", "awards-jury-assign")
    grow()
    few = [asked(name) for name in names]
    grow()
    assert [asked(name) for name in names] == few
