"""The secretariat's pages of the check, and what entrants see of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from awards.enums import NominationState
from awards.models import (
    CureRequest,
    DossierAnswer,
    DossierFile,
    EditionSecretary,
    LeakReport,
    Nomination,
    ScreeningCheck,
)
from awards.screening.domain import cures
from awards.screening.enums import Outcome
from portal.accounts.models import User
from portal.operations import db_clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import dossiers as write
from tests.factories import exhibitors
from tests.factories import screening as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, secretary)
    person = exhibitors.make_person(full_name="Trần Thị Tác Giả")
    dossier = make.handed_in(page, person)
    other = make.handed_in(page, person, title="Máy gặt")
    make.begin(page, secretary)
    return {"page": page, "person": person, "secretary": secretary, "dossier": dossier, "other": other}


@pytest.fixture
def dossier(world: dict[str, Any]) -> Nomination:
    return world["dossier"]


@pytest.fixture
def desk(client: Client, world: dict[str, Any]) -> Client:
    client.force_login(world["secretary"], backend=BACKEND)
    return client


@pytest.fixture
def entrant(world: dict[str, Any]) -> Client:
    client = Client()
    client.force_login(world["person"], backend=BACKEND)
    return client


def address(dossier: Nomination, name: str = "-dossier", *more: Any) -> str:
    return reverse(f"awards-screening{name}", args=[dossier.award_key, dossier.public_id, *more])


def answers(dossier: Nomination, **other: str) -> dict[str, str]:
    data = {f"{key}-outcome": "pass" for key in make.keys(dossier)}
    return {**data, **other}


def test_the_list_tells_state_age_and_who_checked_and_costs_the_same_for_many(
    desk: Client, world: dict[str, Any], dossier: Nomination, django_assert_max_num_queries: Any
) -> None:
    make.check(dossier, world["secretary"])
    listing = reverse("awards-screening", args=[dossier.award_key])
    desk.get(listing)
    with django_assert_max_num_queries(40) as few:
        content = desk.get(listing).content.decode()
    total = len(make.keys(dossier))
    assert f"{total}/{total}" in content
    assert f"0/{total}" in content
    assert "Lê Thư Ký" in content
    assert address(dossier) in content
    for number in range(6):
        copied = Nomination.objects.get(pk=dossier.pk)
        copied.pk, copied.public_id, copied.title = (
            None,
            f"00000000-0000-4000-8000-00000000000{number}",
            f"Hồ sơ {number}",
        )
        copied.save()
        check = ScreeningCheck(nomination=copied, key="category", outcome=Outcome.PASS, at=db_clock.now())
        check.by = exhibitors.make_person()
        check.save()
    with django_assert_max_num_queries(40) as many:
        assert "Hồ sơ 5" in desk.get(listing).content.decode()
    assert len(many) == len(few)


def test_outcomes_are_kept_rule_by_rule_and_bad_ones_are_explained(desk: Client, dossier: Nomination) -> None:
    data = answers(dossier, action="save")
    data["category-outcome"] = "unclear"
    answer = desk.post(address(dossier), data)
    assert answer.status_code == 200
    assert "Hãy viết rõ điều gì chưa đạt hoặc chưa rõ." in answer.content.decode()
    assert ScreeningCheck.objects.count() == len(make.keys(dossier)) - 1
    data["category-note"] = "Có thể thuộc hạng mục khác."
    assert desk.post(address(dossier), data).status_code == 302
    assert ScreeningCheck.objects.get(key="category").note == "Có thể thuộc hạng mục khác."
    assert "Có thể thuộc hạng mục khác." in desk.get(address(dossier)).content.decode()


def test_eligible_in_one_step_and_the_page_then_only_tells(desk: Client, dossier: Nomination, entrant: Client) -> None:
    assert desk.post(address(dossier), answers(dossier, action="eligible")).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == NominationState.ELIGIBLE
    content = desk.get(address(dossier)).content.decode()
    assert 'name="action"' not in content
    assert dossier.alias in content
    seen = entrant.get(reverse("awards:dossier", args=[dossier.public_id])).content.decode()
    assert "Hồ sơ của bạn đủ mọi điều kiện." in seen


def test_not_eligible_tells_the_entrant_why(desk: Client, dossier: Nomination, entrant: Client) -> None:
    data = answers(dossier, action="ineligible", reason="")
    data |= {"category-outcome": "fail", "category-note": "Không thuộc hạng mục."}
    answer = desk.post(address(dossier), data)
    assert answer.status_code == 200
    assert answer.context["exclude"].errors["reason"]
    assert desk.post(address(dossier), {**data, "reason": "Sai hạng mục."}).status_code == 302
    seen = entrant.get(reverse("awards:dossier", args=[dossier.public_id])).content.decode()
    assert "Sai hạng mục." in seen


def test_sent_back_completed_and_checked_again(
    desk: Client, world: dict[str, Any], dossier: Nomination, entrant: Client
) -> None:
    key, other = (one.key for one in write.rules_of(world["page"]).criteria[:2])
    data = answers(dossier, action="cure", words="Bổ sung số liệu.")
    data |= {"category-outcome": "unclear", "category-note": "Chưa rõ."}
    answer = desk.post(address(dossier), data)
    assert answer.context["cure_form"].errors["parts"]
    assert desk.post(address(dossier), {**data, "parts": f"answer:{key}"}).status_code == 302
    page = reverse("awards:dossier", args=[dossier.public_id])
    content = entrant.get(page).content.decode()
    assert "Bổ sung số liệu." in content
    writing = reverse("awards:dossier-answer", args=[dossier.public_id, key])
    assert writing in content
    assert reverse("awards:dossier-answer", args=[dossier.public_id, other]) not in content
    assert entrant.get(reverse("awards:dossier-answer", args=[dossier.public_id, other])).status_code == 404
    form = entrant.get(writing).context["form"]
    sent = {"text": "Đã thêm số liệu.", "seen_at": form["seen_at"].value()}
    assert entrant.post(writing, sent).status_code == 302
    complete = reverse("awards:dossier-complete", args=[dossier.public_id])
    assert "Bổ sung số liệu." in entrant.get(complete).content.decode()
    assert entrant.post(complete, {}).status_code == 200
    assert entrant.post(complete, {"agree": "on"}).status_code == 302
    assert entrant.get(complete).status_code == 404
    content = desk.get(address(dossier)).content.decode()
    assert "Đã thêm số liệu." in content
    assert 'value="cure"' not in content
    assert desk.post(address(dossier), answers(dossier, action="eligible")).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == NominationState.ELIGIBLE


def test_late_is_told_and_changes_nothing(
    world: dict[str, Any], dossier: Nomination, entrant: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make.send_back(dossier, world["secretary"], "basics")
    monkeypatch.setattr(db_clock, "now", lambda: request.due_at)
    answer = entrant.post(reverse("awards:dossier-complete", args=[dossier.public_id]), {"agree": "on"})
    assert answer.status_code == 200
    assert str(cures.TOO_LATE) in answer.content.decode()
    assert CureRequest.objects.filter(answered_at__isnull=True).exists()


def test_others_find_nothing(
    site: Site, client: Client, world: dict[str, Any], dossier: Nomination, entrant: Client
) -> None:
    kept = dossier.files.first()
    assert kept is not None
    pages = [
        reverse("awards-screening", args=[dossier.award_key]),
        address(dossier),
        address(dossier, "-file", kept.pk),
    ]
    EditionSecretary.objects.create(award_key=dossier.award_key, user=world["secretary"])
    foreign = Client()
    foreign.force_login(factory.make_secretary(site), backend=BACKEND)
    for page in pages:
        assert foreign.get(page).status_code == 404
        assert entrant.get(page).status_code in {302, 403, 404}
        assert client.get(page).status_code == 302
    assert foreign.post(address(dossier), answers(dossier, action="eligible")).status_code == 404
    own = Client()
    own.force_login(world["secretary"], backend=BACKEND)
    answer = own.get(pages[2])
    assert "no-store" in answer["Cache-Control"]
    Nomination.objects.filter(pk=dossier.pk).update(state=NominationState.DRAFT)
    for page in pages[1:]:
        assert own.get(page).status_code == 404


def test_a_stranger_completes_nothing(world: dict[str, Any], dossier: Nomination) -> None:
    make.send_back(dossier, world["secretary"], "basics")
    stranger = Client()
    person: User = exhibitors.make_person()
    stranger.force_login(person, backend=BACKEND)
    assert stranger.get(reverse("awards:dossier-complete", args=[dossier.public_id])).status_code == 404


def test_what_a_version_without_names_gives_away_is_shown_on_both_sides(
    desk: Client, world: dict[str, Any], dossier: Nomination, entrant: Client
) -> None:
    twin = DossierFile.objects.filter(nomination=dossier, is_twin=True).first()
    assert twin is not None
    findings = [{"place": "properties", "found": "Trần Thị Tác Giả"}, {"place": "text", "found": "Trần Thị Tác Giả"}]
    LeakReport.objects.filter(file=twin).update(findings=findings)
    DossierAnswer.objects.filter(nomination=dossier, key="effect").update(text="Do Trần Thị Tác Giả làm.")
    page = desk.get(address(dossier))
    content = page.content.decode()
    assert content.count("Trần Thị Tác Giả") >= 3
    form = next(form for form in page.context["rule_forms"] if form.row.rule.subject == twin.key)
    assert form.initial["outcome"] == Outcome.UNCLEAR
    leaks_page = address(dossier, "-leaks", twin.pk)
    assert desk.post(leaks_page, {"action": "accept", "note": ""}).status_code == 302
    assert not LeakReport.objects.filter(accepted_at__isnull=False).exists()
    desk.post(leaks_page, {"action": "accept", "note": "Tên làng nghề."})
    assert "Tên làng nghề." in desk.get(address(dossier)).content.decode()
    desk.post(leaks_page, {"action": "look"})
    assert not LeakReport.objects.filter(accepted_at__isnull=False).exists()
    LeakReport.objects.filter(file=twin).update(findings=findings)
    make.send_back(dossier, world["secretary"], f"document:{twin.key}")
    seen = entrant.get(reverse("awards:dossier-document", args=[dossier.public_id, twin.key])).content.decode()
    assert "Bản này để lộ danh tính của bạn" in seen
    assert "Dùng bản đã làm sạch" in seen
    stranger = Client()
    stranger.force_login(exhibitors.make_person(), backend=BACKEND)
    assert stranger.post(leaks_page, {"action": "look"}).status_code in {302, 403, 404}
