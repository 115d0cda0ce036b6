"""What an organisation agreed to is kept, a draft that says something else is known, and the reviewer sees the difference."""

import uuid
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from portal.kernel import clock
from portal.vocabularies.enums import VocabularyCode
from showcase import queries, summaries
from showcase.domain import consent_scope, need_for_others
from showcase.domain import need as needs
from showcase.enums import MeasureRole, Operator, ReviewState
from showcase.models import FocalPoint, NeedConsent, NeedMeasure, NeedPage
from showcase.need_enums import ConsentMethod, ConsentState
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories import showcase as factory


@pytest.fixture
def office(market: SimpleNamespace) -> FocalPoint:
    return focal.appoint()


@pytest.fixture
def entered(market: SimpleNamespace, office: FocalPoint) -> NeedPage:
    """A need whose organisation agreed on paper."""
    day = clock.today()
    return focal.enter(market, office, method=ConsentMethod.PAPER, given_on=day, send=False)


def consent_of(page: NeedPage) -> NeedConsent:
    return NeedConsent.objects.get(need_key=page.translation_key)


def draft_of(page: NeedPage) -> NeedPage:
    draft: NeedPage = NeedPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft


def rewrite(page: NeedPage, office: FocalPoint) -> NeedPage:
    """Let the focal point replace title, a term and a figure."""
    draft = draft_of(page)
    draft.title, draft.needed_by = "Nhu cầu khác hẳn", clock.today() + timedelta(days=90)
    draft.cooperation = [factory.term(VocabularyCode.COOPERATION, "licence")]
    draft.measures = [
        NeedMeasure(role=MeasureRole.TARGET, name="Điện", operator=Operator.AT_MOST, value=Decimal("0.9"), unit="kWh")
    ]
    needs.save_need(page=draft, by=focal.person_of(office))
    return NeedPage.objects.get(pk=page.pk)


def test_consent_on_paper_keeps_what_was_written(entered: NeedPage) -> None:
    agreed = consent_of(entered).agreed_to
    assert agreed["title"] == entered.title
    assert [row["value"] for row in agreed["measures"]] == ["0.6"]
    assert set(agreed) == set(consent_scope.NAMES)
    assert consent_scope.changed_since_consent(entered, draft_of(entered)) == ()


def test_everything_that_differs_is_named(entered: NeedPage, office: FocalPoint) -> None:
    written = [summaries.words(draft_of(entered), name) for name in consent_scope.NAMES]
    page = rewrite(entered, office)
    names = ("title", "needed_by", "cooperation", "measures")
    assert consent_scope.changed_since_consent(page, draft_of(page)) == names
    agreed = consent_scope.agreed_page(consent_of(page), draft_of(page))
    assert [summaries.words(agreed, name) for name in consent_scope.NAMES] == written
    draft = draft_of(page)
    draft.measures = [
        NeedMeasure(
            role=MeasureRole.TARGET, name="Điện năng", operator=Operator.AT_MOST, value=Decimal("0.6000"), unit="kWh/kg"
        )
    ]
    draft.title, draft.needed_by = entered.title, None
    draft.cooperation = []
    assert consent_scope.changed_since_consent(page, draft) == (), "the same words again are what was agreed to"


def test_consent_by_link_keeps_what_was_shown_and_nothing_unread(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    texts = {
        "scale": "Hai tạ một mẻ",
        "constraint_space": "Nhà rộng 30 m2",
        "constraint_power": "Điện một pha",
        "constraint_standard": "TCVN 1234",
        "absorption": "Hai người thợ",
        "ip_expectations": "Không cần độc quyền",
        "keywords": "miến dong",
    }
    page = focal.enter(market, office, send=False, page=focal.unsaved_need(**texts))
    assert consent_of(page).agreed_to is None
    letter = focal.letter_to("mien@example.org")
    url = next(line for line in letter.splitlines() if "nhu-cau-dong-y" in line).removeprefix("http://testserver")
    shown = client.get(url).context["shown"]
    assert f'name="shown" value="{shown}"' in client.get(url).content.decode()
    html = client.get(url).content.decode()
    assert [words for words in texts.values() if words not in html] == []
    rewrite(page, office)
    for posted in ({"shown": shown}, {}):
        refused = client.post(url, {"answer": "agree", **posted})
        assert refused.context["refused"] == str(consent_scope.ShownOtherwiseError())
        assert "Nhu cầu khác hẳn" in refused.content.decode()
        assert consent_of(page).state == ConsentState.WAITING
    assert client.post(url, {"answer": "agree", "shown": refused.context["shown"]}).context["done"]
    assert consent_of(page).agreed_to["title"] == "Nhu cầu khác hẳn"


def test_only_needs_under_a_consent_that_knows_its_words_are_compared(
    market: SimpleNamespace, entered: NeedPage, office: FocalPoint
) -> None:
    own = factory.publish_need(market)
    draft = draft_of(own)
    draft.title = "Khác"
    assert consent_scope.changed_since_consent(own, draft) == ()
    page = rewrite(entered, office)
    NeedConsent.objects.update(agreed_to=None)
    assert consent_scope.changed_since_consent(page, draft_of(page)) == ()


def test_a_need_that_was_taken_over_is_the_organisations_own(market: SimpleNamespace, office: FocalPoint) -> None:
    page = focal.enter(market, office, organisation=market.organisation, send=False, form_key=uuid.uuid4())
    owner = exhibitors.owner_of(market.organisation)
    taken = need_for_others.take_over(page=page, organisation=market.organisation, by=owner, now=clock.now())
    draft = draft_of(taken)
    draft.title = "Của chúng tôi"
    assert consent_scope.changed_since_consent(taken, draft) == ()


def test_the_reviewer_sees_who_agreed_and_to_what(client: Client, entered: NeedPage, office: FocalPoint) -> None:
    client.force_login(factory.make_reviewer())
    url = reverse("showcase_review:review", args=[entered.pk])
    html = client.get(url).content.decode()
    for words in ("Nhập thay cho tổ chức", office.body, "Hộ làm miến Bãi Nổi", "Nguyễn Văn Miến", "Ký trên giấy"):
        assert words in html
    assert client.get(url).context["not_agreed_to"] == []
    rewrite(entered, office)
    answer = client.get(url)
    shown = {row.label: (row.live, row.draft) for row in answer.context["not_agreed_to"]}
    assert shown["Tiêu đề"] == (entered.title, "Nhu cầu khác hẳn")
    assert len(shown) == 4
    assert "Tổ chức đã đồng ý với nội dung khác" in answer.content.decode()


def test_the_review_of_an_organisations_own_need_speaks_of_no_consent(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_need(market)
    client.force_login(factory.make_reviewer())
    answer = client.get(reverse("showcase_review:review", args=[page.pk]))
    assert "is_for_others" not in answer.context


def test_changed_words_are_not_sent_before_a_new_agreement_on_paper(
    client: Client, entered: NeedPage, office: FocalPoint
) -> None:
    page = rewrite(entered, office)
    NeedConsent.objects.update(contact_email="")
    person = focal.person_of(office)
    with pytest.raises(consent_scope.ChangedSinceConsentError) as caught:
        need_for_others.send_when_agreed(page=page, by=person, now=clock.now())
    assert "title" in caught.value.names
    client.force_login(person)
    edit = reverse("showcase:need-edit", args=[page.pk])
    again = reverse("showcase:need-agreed-again", args=[page.pk])
    assert again in client.get(edit).content.decode()
    client.post(again, {"agreed-given_on": "ngày mai"})
    assert consent_scope.changed_since_consent(page, draft_of(page))
    client.post(again, {"agreed-given_on": clock.today().strftime("%d/%m/%Y"), "agreed-note": "Ký lại"})
    assert not consent_scope.changed_since_consent(page, draft_of(page))
    assert again not in client.get(edit).content.decode()
    sent = need_for_others.send_when_agreed(page=page, by=person, now=clock.now())
    assert sent is need_for_others.Sending.SENT


def test_who_agreed_by_link_is_asked_by_mail_and_the_need_is_sent_with_the_answer(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office, send=False)
    need_for_others.give(consent=consent_of(page), now=clock.now())
    page = rewrite(page, office)
    person = focal.person_of(office)
    sent = need_for_others.send_when_agreed(page=page, by=person, now=clock.now())
    assert sent is need_for_others.Sending.ASKED_AGAIN
    assert queries.review_states([page])[page.pk] is ReviewState.DRAFT
    letter = focal.letter_to("mien@example.org")
    url = next(line for line in letter.splitlines() if "nhu-cau-dong-y" in line).removeprefix("http://testserver")
    assert "“Nhu cầu khác hẳn”" in letter
    assert "Sấy miến không cần nắng" not in letter
    page_behind = client.get(url)
    changed = {row.label: (row.live, row.draft) for row in page_behind.context["not_agreed_to"]}
    assert changed["Tiêu đề"] == ("Sấy miến không cần nắng", "Nhu cầu khác hẳn")
    assert len(changed) == 4
    html = page_behind.content.decode()
    assert [words for pair in changed.values() for words in pair if words not in html] == []
    focal.agree(client, url)
    assert client.get(url).context["not_agreed_to"] == []
    assert queries.review_states([page])[page.pk] is ReviewState.IN_REVIEW
    assert consent_of(page).state == ConsentState.GIVEN
    assert not consent_scope.changed_since_consent(page, draft_of(page))
