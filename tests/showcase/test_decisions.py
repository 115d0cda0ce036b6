"""Reviewers: the clock, the queue, differences, decisions, mails; and what the database holds of it."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from portal.kernel import clock, errors
from showcase import differences
from showcase.domain import decisions
from showcase.domain import technology as technologies
from showcase.enums import Compliance, ListingAction, ReviewDecision, ReviewState
from showcase.models import ListingLog, ReviewRound, TechnologyPage
from tests import worlds
from tests.factories import exhibitors
from tests.factories import showcase as factory
from tests.showcase.test_desk import draft_of, step
from tests.showcase.test_review import filled_draft, state_of
from tests.showcase.test_screening import load


@worlds.standing
def sent(market: SimpleNamespace) -> TechnologyPage:
    page = filled_draft(market)
    technologies.submit_technology(page=page, by=exhibitors.owner_of(market.organisation), now=clock.now())
    return fresh(page)


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def clear(page: TechnologyPage, by: Any) -> None:
    technologies.record_compliance(
        page=page, by=by, compliance=Compliance.NOT_LISTED, list_version=factory.LISTS, now=clock.now()
    )


def changed_live(market: SimpleNamespace) -> TechnologyPage:
    owner = exhibitors.owner_of(market.organisation)
    page = factory.publish_technology(market, title="Bản đã đăng")
    draft = page.get_latest_revision_as_object()
    draft.title, draft.advantages = "Bản mới", "Tốt hơn nhiều"
    technologies.save_technology(page=draft, by=owner)
    technologies.submit_technology(page=fresh(page), by=owner, now=clock.now())
    return fresh(page)


def test_round_is_due_after_five_working_days_and_the_author_is_told(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = filled_draft(market)
    mail.outbox.clear()
    technologies.submit_technology(page=page, by=owner, now=clock.at(date(2026, 11, 25), 9))
    entry = ReviewRound.objects.get()
    assert entry.due_on == date(2026, 12, 2)
    assert not entry.is_late(date(2026, 12, 2))
    assert entry.is_late(date(2026, 12, 3))
    assert [message.to for message in mail.outbox if page.draft_title in message.subject] == [[owner.email]]


def test_every_decision_closes_the_round_logs_it_and_tells_the_author(market: SimpleNamespace, sent: Any) -> None:
    owner, reviewer = exhibitors.owner_of(market.organisation), factory.make_reviewer()
    with pytest.raises(errors.DomainError) as caught:
        decisions.return_to_author(page=sent, by=reviewer, reason=" ")
    assert caught.value.field == "reason"
    mail.outbox.clear()
    decisions.return_to_author(page=sent, by=reviewer, reason="Ghi rõ công suất.")
    assert state_of(sent) is ReviewState.RETURNED
    assert any("Ghi rõ công suất." in message.body for message in mail.outbox if message.to == [owner.email])
    technologies.submit_technology(page=sent, by=owner, now=clock.now())
    with pytest.raises(errors.NotAllowedError):
        decisions.approve(page=sent, by=reviewer)
    clear(sent, reviewer)
    mail.outbox.clear()
    assert decisions.approve(page=sent, by=reviewer).live
    assert any(fresh(sent).url in message.body for message in mail.outbox if message.to == [owner.email])
    assert list(ReviewRound.objects.order_by("pk").values_list("decision", flat=True)) == [
        ReviewDecision.RETURNED,
        ReviewDecision.APPROVED,
    ]
    actions = list(ListingLog.objects.order_by("pk").values_list("action", flat=True))
    assert actions == [
        ListingAction.SENT,
        ListingAction.RETURNED,
        ListingAction.SENT,
        ListingAction.COMPLIANCE,
        ListingAction.APPROVED,
    ]


def test_refusal_is_final(client: Client, market: SimpleNamespace, sent: Any) -> None:
    owner, reviewer = exhibitors.owner_of(market.organisation), factory.make_reviewer()
    mail.outbox.clear()
    decisions.refuse(page=sent, by=reviewer, reason="Không phải công nghệ.", now=clock.now())
    assert state_of(sent) is ReviewState.REFUSED
    assert any("Không phải công nghệ." in message.body for message in mail.outbox if message.to == [owner.email])
    with pytest.raises(errors.IllegalMoveError):
        technologies.submit_technology(page=sent, by=owner, now=clock.now())
    with pytest.raises(errors.IllegalMoveError):
        technologies.save_technology(page=draft_of(sent), by=owner)
    client.force_login(owner)
    check = client.get(reverse("showcase:technology-check", args=[sent.pk]))
    assert check.context["refusal"] == "Không phải công nghệ."
    assert not check.context["can_send"]
    assert client.get(step(sent, "identity")).url == reverse("showcase:technology-check", args=[sent.pk])


def test_only_reviewers_decide(market: SimpleNamespace, sent: Any) -> None:
    for person in (exhibitors.owner_of(market.organisation), exhibitors.make_person()):
        for decide in (
            lambda by: decisions.approve(page=sent, by=by),
            lambda by: decisions.return_to_author(page=sent, by=by, reason="x"),
            lambda by: decisions.refuse(page=sent, by=by, reason="x", now=clock.now()),
        ):
            with pytest.raises(errors.NotAllowedError):
                decide(person)
    assert state_of(sent) is ReviewState.IN_REVIEW


def test_edits_never_take_the_live_page_down(market: SimpleNamespace) -> None:
    page = changed_live(market)
    reviewer = factory.make_reviewer()

    def public() -> tuple[int, bool]:
        response = Client().get(fresh(page).url)
        return response.status_code, "Bản đã đăng" in response.content.decode()

    assert public() == (200, True)
    decisions.return_to_author(page=page, by=reviewer, reason="Sửa lại.")
    assert public() == (200, True)
    technologies.submit_technology(page=fresh(page), by=exhibitors.owner_of(market.organisation), now=clock.now())
    decisions.refuse(page=page, by=reviewer, reason="Không đúng.", now=clock.now())
    assert public() == (200, True)
    assert state_of(page) is ReviewState.LIVE
    assert draft_of(page).title == "Bản đã đăng", "the draft is again what is live"


def test_difference_names_what_changes(market: SimpleNamespace) -> None:
    page = changed_live(market)
    changed = [row for row in differences.between(page, draft_of(page)) if row.is_changed]
    assert [(row.live, row.draft) for row in changed] == [("Bản đã đăng", "Bản mới"), ("Ít điện hơn.", "Tốt hơn nhiều")]


def under_review(page: Any) -> int:
    return fresh(page).current_workflow_task_state.revision_id


def send(client: Client, page: Any, action: str, **values: Any) -> Any:
    """Post a reviewer's form that was opened just now, or says what it was opened for."""
    data = {"revision": under_review(page), "reason": "Ghi rõ.", **values}
    return client.post(reverse("showcase_review:review", args=[page.pk]), {"action": action, **data})


def returned_and_rewritten(page: Any, market: SimpleNamespace) -> Any:
    """Let the author send other words after comments."""
    owner = exhibitors.owner_of(market.organisation)
    decisions.return_to_author(page=page, by=factory.make_reviewer(), reason="Ghi rõ.")
    draft = draft_of(page)
    draft.solution = "Chưa ai đọc câu này."
    technologies.save_technology(page=draft, by=owner)
    technologies.submit_technology(page=fresh(page), by=owner, now=clock.now())
    return fresh(page)


@pytest.mark.parametrize("action", ["approve", "return", "refuse"])
def test_nobody_decides_about_words_they_have_not_read(
    client: Client, market: SimpleNamespace, sent: Any, action: str
) -> None:
    clear(sent, factory.make_reviewer())
    read = under_review(sent)
    page = returned_and_rewritten(sent, market)
    client.force_login(factory.make_reviewer())
    for posted in (read, "", "abc"):
        refused = send(client, page, action, revision=posted, reason="Giữ lời này.")
        assert refused.status_code == 200
        assert state_of(page) is ReviewState.IN_REVIEW
    refused = send(client, page, action, revision=read, reason="Giữ lời này.")
    form = refused.context["decision_form"]
    assert form.non_field_errors() == [str(decisions.StaleReviewError())]
    assert form["reason"].value() == "Giữ lời này."
    assert str(form["revision"].value()) == str(under_review(page))
    assert "Chưa ai đọc câu này." in refused.content.decode()
    assert send(client, page, action).status_code == 302
    assert state_of(page) is not ReviewState.IN_REVIEW


def test_nobody_refuses_unread_words_by_the_lists(market: SimpleNamespace, sent: Any) -> None:
    in_force = load(factory.make_reviewer())
    read = under_review(sent)
    page = returned_and_rewritten(sent, market)
    with pytest.raises(decisions.StaleReviewError):
        decisions.decide_on_lists(
            page=page,
            by=factory.make_reviewer(),
            compliance=Compliance.PROHIBITED,
            transfer_list=in_force,
            now=clock.now(),
            read=read,
        )
    assert state_of(page) is ReviewState.IN_REVIEW


def test_an_old_tab_of_wagtails_admin_decides_nothing(client: Client, market: SimpleNamespace, sent: Any) -> None:
    clear(sent, factory.make_reviewer())
    old = fresh(sent).current_workflow_task_state
    page = returned_and_rewritten(sent, market)
    reviewer = factory.make_reviewer()
    client.force_login(reviewer)
    for action in ("approve", "reject"):
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, old.pk]), {"comment": "Lời."})
    assert state_of(page) is ReviewState.IN_REVIEW
    form_class = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"].__class__
    words = "Somebody has changed this since you opened it. Open it again, read it, then decide."
    for name, revision, is_refused in (
        ("loaded_revision_id", old.revision_id, True),
        ("loaded_revision_id", page.latest_revision_id, False),
        ("overwrite_revision_id", old.revision_id, True),
    ):
        for decision in ({"action-publish": "1"}, {"action-workflow-action": "1", "workflow-action-name": "approve"}):
            data = {**decision, name: str(revision)}
            form = form_class(data, instance=fresh(page).get_latest_revision_as_object(), for_user=reviewer)
            form.is_valid()
            assert (gettext(words) in form.non_field_errors()) is is_refused


def test_reviewer_works_in_the_admin(client: Client, market: SimpleNamespace, sent: Any) -> None:
    queue = reverse("showcase_review:queue")
    review = reverse("showcase_review:review", args=[sent.pk])
    client.force_login(exhibitors.owner_of(market.organisation))
    assert client.get(queue).status_code == 302
    client.force_login(factory.make_reviewer())
    ReviewRound.objects.update(due_on=clock.today() - timedelta(days=1))
    listed = client.get(queue)
    assert listed.context["late"] == 1
    assert sent.draft_title in listed.content.decode()
    assert client.get(review).status_code == 200
    assert send(client, sent, "return", reason="").context["decision_form"].errors["reason"]
    assert send(client, sent, "approve").context["decision_form"].non_field_errors()
    assert client.post(review, {"action": "steal"}).status_code == 404
    assert client.post(review, {"action": "lists", "compliance": ""}).context["lists_form"].errors
    clear(sent, factory.make_reviewer())
    assert send(client, sent, "approve").url == queue
    assert fresh(sent).live
    assert client.get(reverse("showcase_review:review", args=[0])).status_code == 404


def test_admin_of_wagtail_returns_nothing_without_a_reason(client: Client, market: SimpleNamespace, sent: Any) -> None:
    client.force_login(factory.make_reviewer())
    reject = reverse(
        "wagtailadmin_pages:workflow_action", args=[sent.pk, "reject", sent.current_workflow_task_state.pk]
    )
    client.post(reject, {"comment": " "})
    assert state_of(sent) is ReviewState.IN_REVIEW
    client.post(reject, {"comment": "Ghi rõ."})
    assert state_of(sent) is ReviewState.RETURNED


def test_queue_costs_the_same_with_1_and_many(client: Client, market: SimpleNamespace, sent: Any) -> None:
    client.force_login(factory.make_reviewer())

    def cost() -> int:
        client.get(reverse("showcase_review:queue"))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("showcase_review:queue")).status_code == 200
        return len(captured)

    one = cost()
    for _number in range(5):
        page = filled_draft(market)
        technologies.submit_technology(page=page, by=exhibitors.owner_of(market.organisation), now=clock.now())
    assert cost() == one


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE showcase_reviewround SET decision = 'maybe'",
        "UPDATE showcase_reviewround SET decision = 'approved'",
        "UPDATE showcase_reviewround SET decided_at = sent_at",
        "UPDATE showcase_reviewround SET decision = 'refused', decided_at = sent_at",
        (
            "INSERT INTO showcase_reviewround (subject, translation_key, page_id, title, organisation_id, sent_at, due_on, "
            "decision, reason) SELECT subject, translation_key, page_id, title, organisation_id, sent_at, due_on, decision, "
            "reason FROM showcase_reviewround"
        ),
        "UPDATE showcase_listinglog SET action = 'maybe'",
        "UPDATE showcase_technologypage SET confirmed_on='2026-01-01', expires_on='2026-06-01', archived_on='2025-01-01'",
    ],
)
def test_database_holds_the_rules_of_review(sent: Any, statement: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
