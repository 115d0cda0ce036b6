"""Two people write one draft at once, and forms that are sent twice."""

import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from exhibitors.enums import MemberRole
from portal.kernel import clock
from showcase.domain import merging, review
from showcase.domain import technology as technologies
from showcase.models import DraftStart, ReviewRound, TechnologyPage
from tests.factories import exhibitors
from tests.showcase.test_desk import draft_of, picture, rows, step
from tests.showcase.test_review import filled_draft

SOLUTION = {
    "problem": "Sấy tốn điện.",
    "solution": "Bơm nhiệt hai cấp.",
    "advantages": "Ít điện hơn.",
    "compared_with": "Sấy điện trở.",
}


@pytest.fixture
def draft(market: SimpleNamespace) -> TechnologyPage:
    return filled_draft(market)


@pytest.fixture
def writer(client: Client, market: SimpleNamespace) -> Client:
    client.force_login(exhibitors.owner_of(market.organisation))
    return client


def post(client: Client, page: TechnologyPage, made_from: int, **values: Any) -> Any:
    data = {**SOLUTION, **rows("specifications"), "revision": made_from, **values}
    return client.post(step(page, "solution"), data)


def again(shown: Any) -> dict[str, Any]:
    """Return what the form carries that was shown again after a part of it was kept."""
    context = shown.context
    asked = [conflict.name for conflict in context["conflicts"]]
    return {"earlier": context["earlier"], "kept": context["kept"], "asked": asked}


def theirs_saved(page: TechnologyPage, market: SimpleNamespace, **values: Any) -> None:
    other = exhibitors.make_member(market.organisation, MemberRole.EDITOR).user
    newest = TechnologyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(newest, name, value)
    technologies.save_technology(page=newest, by=other)


def test_stale_save_shows_both_versions_and_loses_nothing(
    writer: Client, market: SimpleNamespace, draft: TechnologyPage
) -> None:
    read = draft.latest_revision_id
    theirs_saved(draft, market, problem="Của đồng nghiệp", evidence="Đồng nghiệp thêm")
    response = post(writer, draft, read, problem="Của tôi", solution="Tôi viết lại")
    assert response.status_code == 200
    assert [conflict.name for conflict in response.context["conflicts"]] == ["problem"]
    html = response.content.decode()
    assert "Của đồng nghiệp" in html
    assert "Của tôi" in html
    kept = draft_of(draft)
    assert (kept.problem, kept.evidence, kept.solution) == ("Của đồng nghiệp", "Đồng nghiệp thêm", "Tôi viết lại")

    mine = post(
        writer, draft, read, problem="Của tôi", solution="Tôi viết lại", **again(response), choice_problem="mine"
    )
    assert mine.url == step(draft, "maturity")
    kept = draft_of(draft)
    assert (kept.problem, kept.evidence, kept.solution) == ("Của tôi", "Đồng nghiệp thêm", "Tôi viết lại")


def test_their_words_can_be_taken(writer: Client, market: SimpleNamespace, draft: TechnologyPage) -> None:
    read = draft.latest_revision_id
    theirs_saved(draft, market, problem="Của đồng nghiệp")
    shown = again(post(writer, draft, read, problem="Của tôi"))
    assert post(writer, draft, read, problem="Của tôi", **shown, choice_problem="theirs").status_code == 302
    assert draft_of(draft).problem == "Của đồng nghiệp"


def test_a_choice_made_before_a_third_save_asks_again(
    writer: Client, market: SimpleNamespace, draft: TechnologyPage
) -> None:
    read = draft.latest_revision_id
    theirs_saved(draft, market, problem="Lần một")
    shown = again(post(writer, draft, read, problem="Của tôi"))
    theirs_saved(draft, market, problem="Lần hai")
    asked = post(writer, draft, read, problem="Của tôi", **shown, choice_problem="mine")
    assert asked.status_code == 200
    assert asked.context["conflicts"][0].theirs == "Lần hai"
    assert draft_of(draft).problem == "Lần hai"


def test_changes_of_other_steps_and_rows_are_kept(
    writer: Client, market: SimpleNamespace, draft: TechnologyPage
) -> None:
    read = draft.latest_revision_id
    theirs_saved(draft, market, warranty="24 tháng")
    figure = rows("specifications", {"name": "Điện năng", "value": "0,52", "unit": "kWh/kg"})
    assert post(writer, draft, read, **figure).status_code == 302
    kept = draft_of(draft)
    assert kept.warranty == "24 tháng"
    assert [row.name for row in kept.specifications.all()] == ["Điện năng"]


def test_domain_refuses_a_save_on_an_older_revision(market: SimpleNamespace, draft: TechnologyPage) -> None:
    owner = exhibitors.owner_of(market.organisation)
    read = TechnologyPage.objects.get(pk=draft.pk)
    mine = read.get_latest_revision_as_object()
    theirs_saved(draft, market, problem="Mới hơn")
    with pytest.raises(merging.StaleDraftError):
        technologies.save_technology(page=mine, by=owner, made_from=read.latest_revision_id)
    assert draft_of(draft).problem == "Mới hơn"


def test_forms_sent_twice_make_one(writer: Client, market: SimpleNamespace) -> None:
    key = str(uuid.uuid4())
    first = writer.post(reverse("showcase:technology-new"), {"title": "Sấy tỏi", "submission_key": key})
    second = writer.post(reverse("showcase:technology-new"), {"title": "Sấy tỏi", "submission_key": key})
    assert first.url == second.url
    page = TechnologyPage.objects.get()
    assert DraftStart.objects.get().page_id == page.pk

    read = page.latest_revision_id
    before = page.revisions.count()
    data = {"title": "Sấy tỏi", "action": "save", "picture_alt": "Máy sấy", "revision": read, **rows("pictures")}
    for _time in range(2):
        assert writer.post(step(page, "identity"), {**data, "picture": picture()}).status_code == 302
    assert draft_of(page).pictures.count() == 1
    assert page.revisions.count() <= before + 2


def test_sending_twice_opens_one_round(writer: Client, draft: TechnologyPage) -> None:
    check = reverse("showcase:technology-check", args=[draft.pk])
    for _time in range(2):
        assert writer.post(check).url == reverse("exhibitors:desk")
    assert ReviewRound.objects.count() == 1


def test_key_of_a_stranger_leads_to_no_draft_of_others(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    key = uuid.uuid4()
    technologies.start_technology(
        organisation=market.organisation, by=owner, title="Của người khác", now=clock.now(), submission_key=key
    )
    client.force_login(exhibitors.owner_of(market.buyer))
    response = client.post(reverse("showcase:technology-new"), {"title": "Của tôi", "submission_key": str(key)})
    assert TechnologyPage.objects.filter(organisation=market.buyer).count() == 0
    assert response.status_code == 200
    assert response.context["form"].errors


def test_place_taken_at_the_same_moment_is_told_and_the_form_can_be_sent_again(
    writer: Client, market: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(**_values: Any) -> None:
        raise IntegrityError

    data = {"title": "Sấy tỏi", "submission_key": str(uuid.uuid4())}
    with monkeypatch.context() as patch:
        patch.setattr(review, "add_draft", taken)
        answer = writer.post(reverse("showcase:technology-new"), data)
    assert "gửi lại" in str(answer.context["form"].errors)
    assert "Sấy tỏi" in answer.content.decode()
    assert writer.post(reverse("showcase:technology-new"), data).status_code == 302
    assert TechnologyPage.objects.count() == 1
