"""The way to the public: drafts, the publish guard, the workflow, the officer's record."""

from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from exhibitors.enums import MemberRole
from portal.kernel import clock, errors
from portal.vocabularies.enums import VocabularyCode
from showcase import queries
from showcase.domain import compliance, review
from showcase.domain import need as needs
from showcase.domain import technology as technologies
from showcase.enums import Compliance, NeedStatus, ReviewState
from showcase.models import NeedPage, ShowcaseIndexPage, TechnologyPage
from tests.factories import exhibitors
from tests.factories import showcase as factory


def filled_draft(market: SimpleNamespace) -> TechnologyPage:
    """Begin a technology through the domain and fill in what a review needs."""
    owner = exhibitors.owner_of(market.organisation)
    page = technologies.start_technology(
        organisation=market.organisation, by=owner, title="Sấy tỏi tốn ít điện", now=clock.now()
    )
    draft = page.get_latest_revision_as_object()
    complete = factory.technology(market.organisation)
    for name in technologies.REQUIRED[1:]:
        setattr(draft, name, getattr(complete, name))
    draft.trl_evidence = "Chạy ở xưởng."
    draft.transfer_forms = [factory.term(VocabularyCode.TRANSFER_FORM, "independent")]
    technologies.save_technology(page=draft, by=owner)
    return TechnologyPage.objects.get(pk=page.pk)


def state_of(page: Page) -> ReviewState:
    page = type(page).objects.get(pk=page.pk)
    return queries.review_states([page])[page.pk]


@pytest.mark.parametrize(
    "values",
    [
        {"compliance": Compliance.UNCHECKED},
        {"compliance": Compliance.PROHIBITED},
        {"compliance": Compliance.RESTRICTED, "transfer_permit": ""},
        {"compliance_list_version": ""},
        {"compliance_checked_on": None},
    ],
)
def test_publishing_is_refused_whichever_way(market: SimpleNamespace, values: dict[str, object]) -> None:
    page = factory.technology(market.organisation, **{**factory.cleared(), **values}, live=False)
    page.locale = market.technologies.locale
    ShowcaseIndexPage.objects.get(pk=market.technologies.pk).add_child(instance=page)
    revision = page.save_revision()
    with pytest.raises(compliance.NotClearedError):
        revision.publish()
    page.live = True
    with pytest.raises(compliance.NotClearedError):
        page.save()
    with pytest.raises(compliance.NotClearedError):
        page.save(clean=False)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert "compliance" in caught.value.message_dict
    assert not TechnologyPage.objects.get(pk=page.pk).live


def test_restricted_technology_goes_live_with_its_permit(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market, compliance=Compliance.RESTRICTED, transfer_permit="GP 12/2026")
    assert page.live


def test_draft_is_kept_under_the_vietnamese_list_and_is_not_public(client: Client, market: SimpleNamespace) -> None:
    page = filled_draft(market)
    assert page.get_parent().pk == market.technologies.pk
    assert not page.live
    assert page.slug == "say-toi-ton-it-dien"
    assert client.get(page.url or "/cong-nghe/say-toi-ton-it-dien/").status_code == 404
    assert state_of(page) is ReviewState.DRAFT
    assert page.transfer_forms.count() == 1
    again = technologies.start_technology(
        organisation=market.organisation,
        by=exhibitors.owner_of(market.organisation),
        title="Sấy tỏi tốn ít điện",
        now=clock.now(),
    )
    assert again.slug == "say-toi-ton-it-dien-2"


def test_strangers_and_viewers_write_nothing(market: SimpleNamespace) -> None:
    page = filled_draft(market)
    viewer = exhibitors.make_member(market.organisation, MemberRole.VIEWER).user
    for person in (viewer, exhibitors.make_person()):
        with pytest.raises(errors.NotAllowedError):
            technologies.start_technology(organisation=market.organisation, by=person, title="X", now=clock.now())
        with pytest.raises(errors.NotAllowedError):
            technologies.save_technology(page=page.get_latest_revision_as_object(), by=person)
        with pytest.raises(errors.NotAllowedError):
            technologies.submit_technology(page=page, by=person, now=clock.now())
    assert state_of(page) is ReviewState.DRAFT


def test_incomplete_technology_is_not_sent(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = technologies.start_technology(organisation=market.organisation, by=owner, title="Dở dang", now=clock.now())
    names = [name for name, _words in technologies.missing_parts(page)]
    assert names == [*technologies.REQUIRED[1:], "transfer_forms"]
    with pytest.raises(errors.DomainError):
        technologies.submit_technology(page=page, by=owner, now=clock.now())
    assert state_of(page) is ReviewState.DRAFT


def test_review_approves_in_the_admin_and_the_page_goes_live(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = filled_draft(market)
    technologies.submit_technology(page=page, by=owner, now=clock.now())
    assert state_of(page) is ReviewState.IN_REVIEW
    with pytest.raises(errors.IllegalMoveError):
        technologies.submit_technology(page=page, by=owner, now=clock.now())
    with pytest.raises(errors.IllegalMoveError):
        technologies.save_technology(page=page.get_latest_revision_as_object(), by=owner)

    reviewer = factory.make_reviewer()
    client.force_login(reviewer)
    task_state = TechnologyPage.objects.get(pk=page.pk).current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task_state.pk])
    client.post(approve, {"comment": ""})
    assert not TechnologyPage.objects.get(pk=page.pk).live, "nobody has compared it with the lists"
    assert state_of(page) is ReviewState.IN_REVIEW

    technologies.record_compliance(
        page=page, by=reviewer, compliance=Compliance.ENCOURAGED, list_version=factory.LISTS, now=clock.now()
    )
    mail.outbox.clear()
    assert client.post(approve, {"comment": ""}).status_code == 302
    published = TechnologyPage.objects.get(pk=page.pk)
    assert published.live
    assert published.compliance == Compliance.ENCOURAGED
    assert state_of(page) is ReviewState.LIVE
    assert Client().get(published.url).status_code == 200
    told = [message for message in mail.outbox if message.to == [owner.email]]
    assert len(told) == 1
    assert published.url in told[0].body


def test_review_returns_with_comments_and_goes_on(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = filled_draft(market)
    technologies.submit_technology(page=page, by=owner, now=clock.now())
    client.force_login(factory.make_reviewer())
    task_state = TechnologyPage.objects.get(pk=page.pk).current_workflow_task_state
    mail.outbox.clear()
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task_state.pk]),
        {"comment": "Ghi rõ công suất."},
    )
    assert state_of(page) is ReviewState.RETURNED
    assert queries.review_comment(TechnologyPage.objects.get(pk=page.pk)) == "Ghi rõ công suất."
    assert any("Ghi rõ công suất." in message.body for message in mail.outbox if message.to == [owner.email])
    technologies.submit_technology(page=page, by=owner, now=clock.now())
    assert state_of(page) is ReviewState.IN_REVIEW


def test_changes_to_a_live_page_leave_it_live(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = factory.publish_technology(market, title="Bản đã đăng")
    draft = page.get_latest_revision_as_object()
    draft.title = "Bản mới"
    technologies.save_technology(page=draft, by=owner)
    live = TechnologyPage.objects.get(pk=page.pk)
    assert (live.live, live.title, live.draft_title) == (True, "Bản đã đăng", "Bản mới")
    assert state_of(page) is ReviewState.CHANGED
    technologies.submit_technology(page=live, by=owner, now=clock.now())
    assert state_of(page) is ReviewState.IN_REVIEW
    assert TechnologyPage.objects.get(pk=page.pk).live


def test_prohibition_takes_every_language_down(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    english = factory.english(page, title="Drying")
    with pytest.raises(errors.NotAllowedError):
        technologies.record_compliance(
            page=page,
            by=exhibitors.owner_of(market.organisation),
            compliance=Compliance.PROHIBITED,
            list_version=factory.LISTS,
            now=clock.now(),
        )
    reviewer = factory.make_reviewer()
    with pytest.raises(errors.DomainError):
        technologies.record_compliance(
            page=page, by=reviewer, compliance=Compliance.PROHIBITED, list_version=" ", now=clock.now()
        )
    technologies.record_compliance(
        page=page, by=reviewer, compliance=Compliance.PROHIBITED, list_version=factory.LISTS, now=clock.now()
    )
    for pk in (page.pk, english.pk):
        down = TechnologyPage.objects.get(pk=pk)
        assert not down.live
        assert down.compliance == Compliance.PROHIBITED
        assert down.get_latest_revision_as_object().compliance == Compliance.PROHIBITED
    assert state_of(page) is ReviewState.ARCHIVED


def test_admin_form_refuses_to_publish_what_is_unchecked(client: Client, market: SimpleNamespace) -> None:
    client.force_login(factory.make_reviewer())
    page = filled_draft(market)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert edit.status_code == 200
    form = edit.context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if value is not None and value is not False:
            data[bound.html_name] = [getattr(item, "pk", item) for item in value] if isinstance(value, list) else value
    for name in form.formsets:
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    refused = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), {**data, "action-publish": "action-publish"}
    )
    assert refused.status_code == 200
    assert "compliance" in refused.context["form"].errors
    assert not TechnologyPage.objects.get(pk=page.pk).live
    accepted = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {
            **data,
            "compliance": Compliance.NOT_LISTED,
            "compliance_list_version": factory.LISTS,
            "action-publish": "action-publish",
        },
    )
    assert accepted.status_code == 302
    live = TechnologyPage.objects.get(pk=page.pk)
    assert live.live
    assert live.compliance_checked_by is not None
    assert live.compliance_checked_on == clock.today()


def test_need_is_reviewed_and_its_status_follows_the_table(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = NeedPage(title="Giảm hao hụt", summary="Từ 14 % xuống 6 %", situation="Phơi nắng", field=factory.field())
    made = needs.start_need(organisation=market.organisation, by=owner, page=page)
    needs.submit_need(page=made, by=owner, now=clock.now())
    assert state_of(made) is ReviewState.IN_REVIEW

    live = factory.publish_need(market)
    factory.english(live, title="Less loss")
    with pytest.raises(errors.DomainError):
        needs.change_status(page=live, status=NeedStatus.CLOSED, by=owner, reason=" ")
    with pytest.raises(errors.NotAllowedError):
        needs.change_status(page=live, status=NeedStatus.SIGNED, by=exhibitors.make_person())
    needs.change_status(page=live, status=NeedStatus.SIGNED, by=owner)
    assert set(NeedPage.objects.filter(translation_key=live.translation_key).values_list("status", flat=True)) == {
        "signed"
    }
    with pytest.raises(errors.IllegalMoveError):
        needs.change_status(page=live, status=NeedStatus.OPEN, by=owner)


def test_missing_list_or_workflow_is_said_plainly(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    with pytest.raises(errors.DomainError):
        review.add_draft(page=factory.technology(market.organisation), parent=None, by=owner)
    from wagtail.models import Workflow

    page = filled_draft(market)
    Workflow.objects.all().delete()
    with pytest.raises(errors.DomainError):
        technologies.submit_technology(page=page, by=owner, now=clock.now())
