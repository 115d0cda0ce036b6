"""Two people write one need at once, and forms of needs that are sent twice."""

import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exhibitors.enums import MemberRole
from showcase import queries
from showcase.domain import need as needs
from showcase.enums import ReviewState
from showcase.models import NeedPage, ReviewRound
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories.focal_points import consent_data, need_data
from tests.showcase.test_desk import draft_of

NEW = "showcase:need-new"


@pytest.fixture
def writer(client: Client, market: SimpleNamespace) -> Client:
    client.force_login(exhibitors.owner_of(market.organisation))
    return client


@pytest.fixture
def draft(writer: Client) -> NeedPage:
    assert writer.post(reverse(NEW), need_data(action="save")).status_code == 302
    return NeedPage.objects.get()


def edited(page: NeedPage, **values: Any) -> dict[str, Any]:
    """Return what the form of a kept need posts: its row of figures has a number by now."""
    row = draft_of(page).measures.all()[0]
    return need_data(**{"measures-INITIAL_FORMS": 1, "measures-0-id": row.pk, "action": "save", **values})


def theirs_saved(page: NeedPage, market: SimpleNamespace, **values: Any) -> None:
    other = exhibitors.make_member(market.organisation, MemberRole.EDITOR).user
    newest = draft_of(page)
    for name, value in values.items():
        setattr(newest, name, value)
    needs.save_need(page=newest, by=other)


def test_stale_save_shows_both_versions_and_loses_nothing(
    writer: Client, market: SimpleNamespace, draft: NeedPage
) -> None:
    url, read = reverse("showcase:need-edit", args=[draft.pk]), draft.latest_revision_id
    assert f'name="revision" value="{read}"' in writer.get(url).content.decode()
    theirs_saved(draft, market, situation="Của đồng nghiệp", scale="Ba tấn mỗi ngày")
    mine = edited(draft, revision=read, situation="Của tôi", summary="Tôi viết lại.")
    response = writer.post(url, mine)
    assert response.status_code == 200
    assert [conflict.name for conflict in response.context["conflicts"]] == ["situation"]
    html = response.content.decode()
    assert "Của đồng nghiệp" in html
    assert "Của tôi" in html
    kept = draft_of(draft)
    assert (kept.situation, kept.scale, kept.summary) == ("Của đồng nghiệp", "Ba tấn mỗi ngày", "Tôi viết lại.")

    chosen = writer.post(url, {**mine, "seen": response.context["seen"], "choice_situation": "mine"})
    assert chosen.status_code == 302
    kept = draft_of(draft)
    assert (kept.situation, kept.scale, kept.summary) == ("Của tôi", "Ba tấn mỗi ngày", "Tôi viết lại.")
    assert kept.measures.count() == 1


def test_figures_that_nobody_changed_are_no_conflict(writer: Client, market: SimpleNamespace, draft: NeedPage) -> None:
    read, newest = draft.latest_revision_id, draft_of(draft)
    figure = newest.measures.all()[0]
    figure.value = "0.5"
    newest.measures.set([figure])
    needs.save_need(page=newest, by=exhibitors.owner_of(market.organisation))
    answer = writer.post(
        reverse("showcase:need-edit", args=[draft.pk]), edited(draft, revision=read, scale="Hai tấn mỗi ngày")
    )
    assert answer.status_code == 302
    kept = draft_of(draft)
    assert kept.scale == "Hai tấn mỗi ngày"
    assert [str(row.value) for row in kept.measures.all()] == ["0.5000"]


def test_form_sent_twice_makes_one_need_and_one_review(writer: Client) -> None:
    data = need_data(submission_key=str(uuid.uuid4()))
    answers = [writer.post(reverse(NEW), data) for _time in range(2)]
    assert {answer.url for answer in answers} == {reverse("exhibitors:desk")}
    page = NeedPage.objects.get()
    assert queries.review_states([page])[page.pk] is ReviewState.IN_REVIEW
    assert ReviewRound.objects.count() == 1
    assert page.measures.count() == 1


def test_form_that_was_sent_and_changed_since_goes_on_with_its_draft(writer: Client, market: SimpleNamespace) -> None:
    data = need_data(submission_key=str(uuid.uuid4()), action="save")
    writer.post(reverse(NEW), data)
    page = NeedPage.objects.get()
    theirs_saved(page, market, scale="Ba tấn mỗi ngày")
    assert writer.post(reverse(NEW), {**data, "summary": "Viết lại sau khi lùi trang."}).status_code == 302
    kept = draft_of(NeedPage.objects.get())
    assert (kept.summary, kept.scale) == ("Viết lại sau khi lùi trang.", "Ba tấn mỗi ngày")
    assert kept.measures.count() == 1

    theirs_saved(page, market, situation="Của đồng nghiệp")
    asked = writer.post(reverse(NEW), {**data, "situation": "Của tôi"})
    assert [conflict.name for conflict in asked.context["conflicts"]] == ["situation"]


def test_rule_that_refuses_a_new_need_is_told_where_one_goes_on(writer: Client) -> None:
    answer = writer.post(reverse(NEW), need_data(needed_by="01/01/2020"), follow=True)
    page = NeedPage.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("showcase:need-edit", args=[page.pk])
    assert "đã qua" in answer.content.decode()


def test_focal_point_who_sends_a_form_again_goes_on_with_its_need(client: Client, market: SimpleNamespace) -> None:
    client.force_login(focal.person_of(focal.appoint()))
    url = reverse("showcase:focal-new")
    data = {**need_data(), **consent_data()}
    for _time in range(2):
        assert client.post(url, data).url == reverse("showcase:focal-desk")
    page = NeedPage.objects.get()
    changed = client.post(url, {**data, "summary": "Viết lại."})
    assert changed.url == reverse("showcase:need-edit", args=[page.pk])
    kept = draft_of(page)
    assert kept.summary == "Viết lại."
    assert kept.measures.count() == 1
