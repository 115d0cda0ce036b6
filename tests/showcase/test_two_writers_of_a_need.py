"""Two people write one need at once, and forms of needs that are sent twice."""

import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from exhibitors.enums import MemberRole
from exhibitors.models import Organisation
from portal.kernel import errors
from showcase import focal_points, queries
from showcase.domain import need as needs
from showcase.enums import ReviewState
from showcase.models import NeedConsent, NeedPage, ReviewRound
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


def again(shown: Any, **values: Any) -> dict[str, Any]:
    """Return what the form posts that was shown again after a part of it was kept."""
    context = shown.context
    asked = [conflict.name for conflict in context["conflicts"]]
    return {"earlier": context["earlier"], "kept": context["kept"], "asked": asked, **values}


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

    chosen = writer.post(url, again(response, **mine, choice_situation="mine"))
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


def test_change_that_was_kept_can_be_taken_back_on_the_page_of_choices(
    writer: Client, market: SimpleNamespace, draft: NeedPage
) -> None:
    url, read = reverse("showcase:need-edit", args=[draft.pk]), draft.latest_revision_id
    theirs_saved(draft, market, situation="Của đồng nghiệp", scale="Ba tấn mỗi ngày")
    shown = writer.post(url, edited(draft, revision=read, situation="Của tôi", title="Tên mới"))
    assert draft_of(draft).title == "Tên mới"
    back = edited(draft, revision=read, situation="Của tôi", choice_situation="theirs")
    assert writer.post(url, again(shown, **back)).status_code == 302
    kept = draft_of(draft)
    assert (kept.title, kept.situation, kept.scale) == (need_data()["title"], "Của đồng nghiệp", "Ba tấn mỗi ngày")


def test_choice_that_was_not_made_is_asked_for_again(writer: Client, market: SimpleNamespace, draft: NeedPage) -> None:
    url, read = reverse("showcase:need-edit", args=[draft.pk]), draft.latest_revision_id
    theirs_saved(draft, market, situation="Của đồng nghiệp")
    mine = edited(draft, revision=read, situation="Của tôi")
    shown = writer.post(url, mine)
    assert [conflict.name for conflict in writer.post(url, again(shown, **mine)).context["conflicts"]] == ["situation"]
    assert draft_of(draft).situation == "Của đồng nghiệp"


def test_day_that_has_passed_is_named_beside_its_field_and_can_be_put_right(writer: Client, draft: NeedPage) -> None:
    url, read = reverse("showcase:need-edit", args=[draft.pk]), draft.latest_revision_id
    wrong = writer.post(url, edited(draft, revision=read, action="send", needed_by="01/01/2020"))
    assert "needed_by" in wrong.context["form"].errors
    assert draft_of(draft).needed_by is None
    right = writer.post(url, again(wrong, **edited(draft, revision=read, action="send", needed_by="01/01/2099")))
    assert right.url == reverse("exhibitors:desk")


def test_rows_are_not_doubled_where_sending_is_refused_and_tried_again(
    writer: Client, draft: NeedPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, read = reverse("showcase:need-edit", args=[draft.pk]), draft.latest_revision_id
    data = edited(draft, revision=read, action="send", title="Tên mới")
    data |= {"measures-TOTAL_FORMS": 2, "measures-1-role": "baseline", "measures-1-name": "Hao hụt"}
    data |= {"measures-1-operator": "eq", "measures-1-value": "14", "measures-1-unit": "%"}
    with monkeypatch.context() as patch:
        patch.setattr(needs, "missing_parts", lambda _page: [("summary", "tóm tắt")])
        refused = writer.post(url, data)
    assert refused.context["form"].errors
    assert draft_of(draft).measures.count() == 2
    assert writer.post(url, again(refused, **{**data, "title": need_data()["title"]})).status_code == 302
    kept = draft_of(draft)
    assert (kept.title, kept.measures.count()) == (need_data()["title"], 2)


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


@pytest.mark.parametrize("name", ["showcase:need-new", "showcase:technology-new"])
def test_who_comes_back_to_the_form_by_the_browsers_button_goes_on_with_the_draft(writer: Client, name: str) -> None:
    address = writer.get(reverse(name)).url
    shown = writer.get(address)
    key = shown.context["form"]["submission_key"].value()
    assert str(key) in address
    data = need_data(submission_key=str(key), action="save")
    assert writer.post(address, data).status_code == 302
    page = Page.objects.get(draft_title=data["title"], locale__language_code="vi")
    assert f"/{page.pk}/" in writer.get(address).url
    assert writer.get(reverse(name)).url != address


def test_focal_point_who_sends_a_form_again_goes_on_with_its_need(client: Client, market: SimpleNamespace) -> None:
    client.force_login(focal.person_of(focal.appoint()))
    url = reverse("showcase:focal-new")
    data = {**need_data(), **consent_data()}
    for _time in range(2):
        assert client.post(url, data).url == reverse("showcase:focal-desk")
    page = NeedPage.objects.get()
    assert client.get(f"{url}?form={data['form_key']}").url == reverse("showcase:need-edit", args=[page.pk])
    changed = client.post(url, {**data, "summary": "Viết lại."})
    assert changed.url == reverse("showcase:need-edit", args=[page.pk])
    kept = draft_of(page)
    assert kept.summary == "Viết lại."
    assert kept.measures.count() == 1


def test_focal_point_who_keeps_and_then_sends_has_sent(client: Client, market: SimpleNamespace) -> None:
    client.force_login(focal.person_of(focal.appoint()))
    data = {**need_data(), **consent_data()}
    client.post(reverse("showcase:focal-new"), {**data, "action": "save"})
    consent = NeedConsent.objects.get()
    assert not consent.send_when_given
    client.post(reverse("showcase:focal-new"), data)
    consent.refresh_from_db()
    assert consent.send_when_given
    edit = reverse("showcase:need-edit", args=[NeedPage.objects.get().pk])
    NeedConsent.objects.update(send_when_given=False)
    kept = client.post(edit, edited(NeedPage.objects.get(), action="send"), follow=True)
    consent.refresh_from_db()
    assert consent.send_when_given
    assert "khi tổ chức đồng ý" in kept.content.decode()


def test_focal_point_corrects_the_address_of_the_link(client: Client, market: SimpleNamespace) -> None:
    client.force_login(focal.person_of(focal.appoint()))
    client.post(reverse("showcase:focal-new"), {**need_data(), **consent_data()})
    again_url = reverse("showcase:consent-again", args=[NeedPage.objects.get().pk])
    assert "ten@example.org" in client.post(again_url, {"contact_email": "sai"}, follow=True).content.decode()
    assert NeedConsent.objects.get().contact_email == "mien@example.org"
    client.post(again_url, {"contact_email": "Dung@example.org"})
    assert NeedConsent.objects.get().contact_email == "dung@example.org"
    assert mail.outbox[-1].to == ["dung@example.org"]


def test_key_of_another_focal_point_opens_nothing(market: SimpleNamespace) -> None:
    key = uuid.uuid4()
    first = focal.appoint()
    focal.enter(market, first, form_key=key)
    with pytest.raises(errors.DomainError):
        focal.enter(market, focal.appoint(), form_key=key)
    assert NeedPage.objects.count() == 1


@pytest.mark.parametrize(("code", "found"), [("0271887", False), ("027188712345", False), ("0100109106", True)])
def test_nobody_is_found_by_a_personal_code(market: SimpleNamespace, code: str, found: bool) -> None:
    Organisation.objects.filter(pk=market.buyer.pk).update(tax_code=code if found else "027188712345")
    office = focal.appoint()
    assert bool(focal_points.organisations_found(office, code, 20)) is found


def test_unnamed_need_that_names_its_organisation_is_not_sent(writer: Client, market: SimpleNamespace) -> None:
    name = market.organisation.name
    data = need_data(is_anonymous="on", situation=f"{name} đang phơi ngoài trời.")
    page_with_rule = writer.post(reverse(NEW), data, follow=True)
    page = NeedPage.objects.get()
    assert queries.review_states([page])[page.pk] is ReviewState.DRAFT
    html = page_with_rule.content.decode()
    assert "#id_situation" in html
    edit = reverse("showcase:need-edit", args=[page.pk])
    named = edited(
        page, action="send", revision=page.latest_revision_id, is_anonymous="on", situation=data["situation"]
    )
    assert writer.post(edit, named).context["form"].non_field_errors()
    clean = {**named, "situation": "Đang phơi ngoài trời."}
    assert writer.post(edit, clean).url == reverse("exhibitors:desk")
