"""The desk of a local focal point: pages, forms, and who finds them."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from portal.kernel import clock
from portal.vocabularies.enums import VocabularyCode
from showcase import queries
from showcase.domain import need as needs
from showcase.domain import need_for_others
from showcase.enums import ReviewState
from showcase.models import FocalPoint, NeedConsent, NeedPage
from showcase.need_enums import ConsentMethod
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories import showcase as factory
from tests.factories.focal_points import consent_data, need_data


@pytest.fixture
def office(market: SimpleNamespace) -> FocalPoint:
    return focal.appoint()


def fresh(page: Page) -> NeedPage:
    return NeedPage.objects.get(pk=page.pk)


def state_of(page: Page) -> ReviewState:
    return queries.review_states([fresh(page)])[page.pk]


def link_in(letter: str) -> str:
    return next(line for line in letter.splitlines() if "nhu-cau-dong-y" in line).removeprefix("http://testserver")


def test_focal_point_finds_the_organisation_and_writes_its_need_down(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    client.force_login(focal.person_of(office))
    start = client.get(reverse("exhibitors:desk")).content.decode()
    assert reverse("showcase:focal-desk") in start
    found = client.get(reverse("showcase:focal-organisations"), {"q": "dong trang"})
    assert [organisation.pk for organisation in found.context["found"]] == [market.buyer.pk]
    url = reverse("showcase:focal-new") + f"?organisation={market.buyer.slug}"
    assert client.get(url, follow=True).status_code == 200
    wrong = client.post(url, {**need_data(title=""), **consent_data(method="phone", contact_name="")})
    assert wrong.status_code == 200
    assert "contact_name" in wrong.context["consent_form"].errors
    assert "title" in wrong.context["form"].errors
    assert "Phơi ngoài trời." in wrong.content.decode()
    assert client.post(url, {**need_data(), **consent_data()}).url == reverse("showcase:focal-desk")
    page = NeedPage.objects.get()
    assert page.organisation == market.buyer
    assert page.get_latest_revision_as_object().measures.all()[0].value == Decimal("0.6")
    desk = client.get(reverse("showcase:focal-desk"))
    assert page.title in desk.content.decode()
    assert client.get(reverse("showcase:need-edit", args=[page.pk])).status_code == 200


def test_a_need_can_be_kept_half_done_and_sent_later(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    client.force_login(focal.person_of(office))
    data = {**need_data(situation="", summary=""), **consent_data(), "action": "save"}
    assert client.post(reverse("showcase:focal-new"), data).status_code == 302
    page = NeedPage.objects.get()
    focal.agree(client, link_in(focal.letter_to("mien@example.org")))
    assert state_of(page) is ReviewState.DRAFT, "the focal point has not sent it yet"
    edit = reverse("showcase:need-edit", args=[page.pk])
    sent = client.post(edit, need_data())
    assert sent.status_code == 302, sent.context["form"].errors
    assert sent.url == reverse("showcase:focal-desk")
    assert state_of(page) is ReviewState.DRAFT, "the organisation agreed to half of it"
    focal.agree(client, link_in(focal.letter_to("mien@example.org")))
    assert state_of(page) is ReviewState.IN_REVIEW


@pytest.mark.parametrize("who", ["exhibitor", "reviewer", "other focal point", None])
def test_pages_of_focal_points_do_not_exist_for_others(
    client: Client, market: SimpleNamespace, office: FocalPoint, who: str | None
) -> None:
    page = focal.enter(market, office)
    if who == "exhibitor":
        client.force_login(exhibitors.owner_of(market.organisation))
    elif who == "reviewer":
        client.force_login(factory.make_reviewer())
    elif who:
        client.force_login(focal.person_of(focal.appoint()))
    own = [reverse("showcase:need-edit", args=[page.pk]), reverse("showcase:consent-again", args=[page.pk])]
    own += [reverse(f"showcase:{name}", args=[page.pk]) for name in ("need-renew", "need-take-over", "need-status")]
    own.append(reverse("showcase:matches-of", args=["need", page.translation_key]))
    general = [reverse(f"showcase:{name}") for name in ("focal-desk", "focal-organisations", "focal-new")]
    before = mail.outbox[:]
    for url in own if who == "other focal point" else [*own, *general]:
        for response in (client.get(url), client.post(url, {})):
            assert response.status_code in ({302} if who is None else {404, 405}), url
    assert mail.outbox == before
    assert state_of(page) is ReviewState.DRAFT


def test_focal_desk_costs_the_same_with_few_and_many(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    client.force_login(focal.person_of(office))

    def cost() -> int:
        client.get(reverse("showcase:focal-desk"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("showcase:focal-desk"))
        return len(captured)

    focal.enter(market, office)
    few = cost()
    for number in range(5):
        focal.enter(market, office, page=focal.unsaved_need(title=f"Nhu cầu {number}"))
    assert cost() == few


def changed_and_sent(market: SimpleNamespace, office: FocalPoint, title: str) -> NeedPage:
    """A need whose organisation agreed by link, then changed by the focal point and sent."""
    page = focal.enter(market, office, page=focal.unsaved_need(title=title), send=False)
    consent = NeedConsent.objects.get(need_key=page.translation_key)
    need_for_others.give(consent=consent, now=clock.now())
    draft: NeedPage = fresh(page).get_latest_revision_as_object()
    draft.title = f"{title}, viết lại"
    draft.cooperation = [factory.term(VocabularyCode.COOPERATION, "licence")]
    needs.save_need(page=draft, by=focal.person_of(office))
    need_for_others.send_when_agreed(page=fresh(page), by=focal.person_of(office), now=clock.now())
    return fresh(page)


def test_the_desk_says_that_the_organisation_was_asked_again(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    client.force_login(focal.person_of(office))
    desk, waits = reverse("showcase:focal-desk"), "Chờ tổ chức đồng ý với nội dung mới"
    agreed = focal.enter(market, office, method=ConsentMethod.PAPER, given_on=clock.today())
    html = client.get(desk).content.decode()
    assert waits not in html
    page = changed_and_sent(market, office, "Sấy long nhãn")
    html = client.get(desk).content.decode()
    assert html.count(waits) == 1
    again = reverse("showcase:consent-again", args=[page.pk])
    assert again in html
    assert reverse("showcase:consent-again", args=[agreed.pk]) not in html
    before = len(mail.outbox)
    assert client.post(again).url == desk
    assert "“Sấy long nhãn, viết lại”" in str(mail.outbox[before].body)
    assert waits in client.get(desk).content.decode()
    focal.agree(client, link_in(focal.letter_to("mien@example.org")))
    html = client.get(desk).content.decode()
    assert waits not in html
    assert again not in html


def test_focal_desk_costs_the_same_with_few_and_many_that_were_asked_again(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    client.force_login(focal.person_of(office))
    desk = reverse("showcase:focal-desk")

    def cost() -> int:
        client.get(desk)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(desk).content.decode().count("Chờ tổ chức đồng ý với nội dung mới") == len(pages)
        return len(captured)

    pages = [changed_and_sent(market, office, "Một")]
    few = cost()
    pages += [changed_and_sent(market, office, f"Nhu cầu {number}") for number in range(4)]
    assert cost() == few


def test_a_need_without_account_leads_to_the_office_and_names_nobody(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office, method=ConsentMethod.PAPER, given_on=clock.today())
    focal.approve(page)
    html = client.get(fresh(page).url).content.decode()
    assert "phuong-thu@example.org" in html
    for secret in ("Bãi Nổi", "Nguyễn Văn Miến", "mien@example.org"):
        assert secret not in html
        assert secret not in client.get(market.needs.url).content.decode()
