"""The consent under a need that a focal point enters: by link, on paper, refused, withdrawn; and its constraints."""

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from portal.kernel import clock, errors
from showcase import queries
from showcase.domain import consent_rules
from showcase.domain import need as needs
from showcase.enums import ReviewState
from showcase.models import FocalPoint, NeedConsent, NeedPage
from showcase.need_enums import CONSENT_MOVES, ConsentMethod, ConsentState
from tests.factories import focal_points as focal
from tests.factories import showcase as factory


@pytest.fixture
def office(market: SimpleNamespace) -> FocalPoint:
    return focal.appoint()


def fresh(page: Page) -> NeedPage:
    return NeedPage.objects.get(pk=page.pk)


def state_of(page: Page) -> ReviewState:
    return queries.review_states([fresh(page)])[page.pk]


def link_in(letter: str) -> str:
    return next(line for line in letter.splitlines() if "nhu-cau-dong-y" in line).removeprefix("http://testserver")


def secret_in(letter: str) -> str:
    return link_in(letter).rstrip("/").rpartition("/")[2]


def consent_of(page: NeedPage) -> NeedConsent:
    return NeedConsent.objects.get(need_key=page.translation_key)


def test_the_link_shows_on_get_and_consents_on_post_and_starts_the_review(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office)
    assert state_of(page) is ReviewState.DRAFT
    url = link_in(focal.letter_to("mien@example.org"))
    shown = client.get(url)
    assert shown.status_code == 200
    assert "no-cache" in shown["Cache-Control"]
    assert page.title in shown.content.decode()
    assert consent_of(page).state == ConsentState.WAITING, "reading changes nothing"
    assert focal.agree(client, url).status_code == 200
    consent = consent_of(page)
    assert (consent.state, consent.given_on) == (ConsentState.GIVEN, clock.today())
    assert state_of(page) is ReviewState.IN_REVIEW
    assert page.title in focal.letter_to(focal.person_of(office).email)
    focal.approve(page)
    assert fresh(page).live
    again = client.post(url, {"answer": "refuse"})
    assert again.status_code == 200
    assert again.context["refused"]
    assert consent_of(page).state == ConsentState.GIVEN


def test_nothing_goes_live_before_the_consent_whichever_way(market: SimpleNamespace, office: FocalPoint) -> None:
    page = focal.enter(market, office)
    with pytest.raises(consent_rules.NoConsentError):
        fresh(page).get_latest_revision().publish()
    assert not fresh(page).live
    with pytest.raises(errors.DomainError):
        needs.submit_need(page=fresh(page), by=focal.person_of(office), now=clock.now())
    NeedConsent.objects.filter(need_key=page.translation_key).delete()
    live = fresh(page)
    live.live = True
    with pytest.raises(consent_rules.NoConsentError):
        live.save()


def test_the_admin_says_that_the_consent_is_missing(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office)
    client.force_login(factory.make_reviewer())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = client.get(edit)
    assert shown.status_code == 200
    assert consent_of(page).contact_name in shown.content.decode()
    form = shown.context["form"]
    bound = type(form)(
        {"action-publish": "1", "title": page.title}, instance=fresh(page), for_user=factory.make_reviewer()
    )
    bound.is_valid()
    assert bound.non_field_errors() == [consent_rules.obstacle(ConsentState.WAITING)]


@pytest.mark.parametrize("state", [None, *ConsentState])
def test_only_a_given_consent_lets_a_need_live(state: ConsentState | None) -> None:
    assert (consent_rules.obstacle(state) == "") is (state is ConsentState.GIVEN)


def test_a_refusal_keeps_the_need_a_draft_and_tells_the_focal_point(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office)
    url = link_in(focal.letter_to("mien@example.org"))
    assert client.post(url, {"answer": "refuse", "note": "Chưa bàn xong"}).status_code == 200
    assert consent_of(page).state == ConsentState.REFUSED
    assert "Chưa bàn xong" in focal.letter_to(focal.person_of(office).email)
    with pytest.raises(errors.DomainError):
        needs.submit_need(page=fresh(page), by=focal.person_of(office), now=clock.now())


@pytest.mark.parametrize("stage", ["in-review", "live"])
def test_withdrawing_takes_the_need_down_and_ends_the_review(
    client: Client, market: SimpleNamespace, office: FocalPoint, stage: str
) -> None:
    page = focal.enter(market, office)
    url = link_in(focal.letter_to("mien@example.org"))
    focal.agree(client, url)
    if stage == "live":
        focal.approve(page)
        english = factory.english(fresh(page), title="Drying noodles")
    assert client.post(url, {"answer": "withdraw"}).status_code == 200
    assert consent_of(page).state == ConsentState.WITHDRAWN
    assert not NeedPage.objects.filter(translation_key=page.translation_key, live=True).exists()
    assert fresh(page).current_workflow_state is None or not fresh(page).workflow_in_progress
    if stage == "live":
        assert client.get(english.url).status_code == 404


def test_links_are_of_one_purpose_and_unknown_ones_say_so(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office)
    first = link_in(focal.letter_to("mien@example.org"))
    assert client.get(reverse("showcase:consent", args=["x" * 43])).status_code == 404
    assert client.get(reverse("showcase:match-digest-off", args=[secret_in(first)])).status_code == 404
    client.force_login(focal.person_of(office))
    assert client.post(reverse("showcase:consent-again", args=[page.pk])).status_code == 302
    second = link_in(focal.letter_to("mien@example.org"))
    assert first != second
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert client.post(second, {"answer": "publish everything"}).status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"method": ConsentMethod.PAPER}, "given_on"),
        ({"method": ConsentMethod.PAPER, "given_on": clock.today() + timedelta(days=1)}, "given_on"),
        ({"method": ConsentMethod.PHONE, "given_on": clock.today()}, "note"),
        ({"method": ConsentMethod.LINK, "contact_email": ""}, "contact_email"),
        ({"contact_name": " "}, "contact_name"),
        ({"organisation_name": " "}, "organisation_name"),
    ],
)
def test_every_kind_of_consent_needs_its_proof(
    market: SimpleNamespace, office: FocalPoint, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(errors.DomainError) as caught:
        focal.enter(market, office, **values)
    assert caught.value.field == field
    assert not NeedPage.objects.exists()


@pytest.mark.parametrize("method", [ConsentMethod.PAPER, ConsentMethod.PHONE])
def test_consent_on_paper_or_by_telephone_is_on_record_at_once(
    market: SimpleNamespace, office: FocalPoint, method: ConsentMethod
) -> None:
    page = focal.enter(market, office, method=method, given_on=clock.today(), note="Gọi 0222, đồng ý đăng")
    assert consent_of(page).state == ConsentState.GIVEN
    assert state_of(page) is ReviewState.IN_REVIEW
    draft = fresh(page).get_latest_revision_as_object()
    assert draft.expires_on == clock.today() + timedelta(days=180)
    assert "rút lại" in focal.letter_to("mien@example.org"), "the organisation hears of it and can withdraw"


def test_consents_move_one_way() -> None:
    assert CONSENT_MOVES.final_states() == {ConsentState.REFUSED, ConsentState.WITHDRAWN}


@pytest.mark.parametrize(
    "change",
    [
        "state = 'given', answered_at = created_at",
        "state = 'given', given_on = '2026-11-01'",
        "state = 'given', answered_at = created_at, given_on = '2026-11-01', contact_name = ''",
        "state = 'perhaps', answered_at = created_at",
        "state = 'withdrawn', answered_at = created_at, given_on = '2026-11-01'",
        "ended_at = created_at",
        "answered_at = created_at",
        "method = 'rumour'",
        "contact_email = ''",
    ],
)
def test_database_refuses_what_no_consent_may_be(market: SimpleNamespace, office: FocalPoint, change: str) -> None:
    page = focal.enter(market, office)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE showcase_needconsent SET {change} WHERE id = %s", [consent_of(page).pk])


def test_database_keeps_one_open_consent_a_need_and_one_office_a_person(
    market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office)
    consent = consent_of(page)
    consent.pk, consent.form_key = None, uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        consent.save(force_insert=True)
    for change in ("user_id = NULL", "ended_at = '2000-01-01 00:00:00+00:00'", "email = ''"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE showcase_focalpoint SET {change} WHERE id = %s", [office.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        FocalPoint.objects.create(user=office.user, body="x", email="x@example.org", appointed_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE showcase_needpage SET entered_by = 'rumour' WHERE page_ptr_id = %s", [page.pk])


def test_erasing_the_focal_points_account_ends_the_work_and_keeps_the_consent(
    market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office)
    FocalPoint.objects.filter(pk=office.pk).update(ended_at=clock.now())
    focal.person_of(office).delete()
    assert consent_of(page).recorded_by is None
    assert FocalPoint.objects.get(pk=office.pk).user is None
