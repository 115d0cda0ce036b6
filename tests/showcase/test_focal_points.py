"""Needs that a focal point enters: consent before publication, the link, taking over, places, roles, the report."""

import uuid
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from exhibitors.enums import MemberRole
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit
from showcase import focal_points as focal_point_reads
from showcase import need_report, permissions, queries
from showcase.domain import consent_rules, focal_points, lifecycle, need_for_others
from showcase.domain import need as needs
from showcase.enums import EnteredBy, NeedStatus, ReviewState
from showcase.models import FocalPoint, NeedConsent, NeedPage
from showcase.need_enums import CONSENT_MOVES, ConsentMethod, ConsentState
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories import showcase as factory


@pytest.fixture
def office(market: SimpleNamespace) -> FocalPoint:
    return focal.appoint()


def fresh(page: Page) -> NeedPage:
    return NeedPage.objects.get(pk=page.pk)


def state_of(page: Page) -> ReviewState:
    return queries.review_states([fresh(page)])[page.pk]


def approve(page: Page) -> None:
    state = fresh(page).current_workflow_task_state
    state.task.specific.on_action(state, factory.make_reviewer(), "approve")


def letter_to(address: str) -> str:
    return next(sent.body for sent in reversed(mail.outbox) if address in sent.to)


def link_in(letter: str) -> str:
    return next(line for line in letter.splitlines() if "nhu-cau-dong-y" in line).removeprefix("http://testserver")


def secret_in(letter: str) -> str:
    return link_in(letter).rstrip("/").rpartition("/")[2]


def consent_of(page: NeedPage) -> NeedConsent:
    return NeedConsent.objects.get(need_key=page.translation_key)


# The way of a need with a link ------------------------------------------------------------------------------------------


def test_the_link_shows_on_get_and_consents_on_post_and_starts_the_review(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office)
    assert state_of(page) is ReviewState.DRAFT
    url = link_in(letter_to("mien@example.org"))
    shown = client.get(url)
    assert shown.status_code == 200
    assert "no-cache" in shown["Cache-Control"]
    assert page.title in shown.content.decode()
    assert consent_of(page).state == ConsentState.WAITING, "reading changes nothing"
    assert client.post(url, {"answer": "agree"}).status_code == 200
    consent = consent_of(page)
    assert (consent.state, consent.given_on) == (ConsentState.GIVEN, clock.today())
    assert state_of(page) is ReviewState.IN_REVIEW
    assert page.title in letter_to(focal.person_of(office).email)
    approve(page)
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
    url = link_in(letter_to("mien@example.org"))
    assert client.post(url, {"answer": "refuse", "note": "Chưa bàn xong"}).status_code == 200
    assert consent_of(page).state == ConsentState.REFUSED
    assert "Chưa bàn xong" in letter_to(focal.person_of(office).email)
    with pytest.raises(errors.DomainError):
        needs.submit_need(page=fresh(page), by=focal.person_of(office), now=clock.now())


@pytest.mark.parametrize("stage", ["in-review", "live"])
def test_withdrawing_takes_the_need_down_and_ends_the_review(
    client: Client, market: SimpleNamespace, office: FocalPoint, stage: str
) -> None:
    page = focal.enter(market, office)
    url = link_in(letter_to("mien@example.org"))
    client.post(url, {"answer": "agree"})
    if stage == "live":
        approve(page)
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
    first = link_in(letter_to("mien@example.org"))
    assert client.get(reverse("showcase:consent", args=["x" * 43])).status_code == 404
    assert client.get(reverse("showcase:match-digest-off", args=[secret_in(first)])).status_code == 404
    client.force_login(focal.person_of(office))
    assert client.post(reverse("showcase:consent-again", args=[page.pk])).status_code == 302
    second = link_in(letter_to("mien@example.org"))
    assert first != second
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert client.post(second, {"answer": "publish everything"}).status_code == 404


# On paper, by telephone -------------------------------------------------------------------------------------------------


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
    assert "rút lại" in letter_to("mien@example.org"), "the organisation hears of it and can withdraw"


def test_the_same_form_twice_makes_one_need(market: SimpleNamespace, office: FocalPoint) -> None:
    key = uuid.uuid4()
    first = focal.enter(market, office, form_key=key)
    second = focal.enter(market, office, form_key=key)
    assert first.pk == second.pk
    assert NeedPage.objects.count() == 1


# Places and people ------------------------------------------------------------------------------------------------------


def test_an_office_speaks_for_its_own_places_only(market: SimpleNamespace) -> None:
    ward = focal.appoint(units=("phuong-thu",))
    elsewhere = AdministrativeUnit.objects.create(code="xa-khac", level="commune", name_vi="Xã Khác", name_en="Other")
    with pytest.raises(errors.DomainError) as caught:
        focal.enter(market, ward, page=focal.unsaved_need(place=elsewhere))
    assert caught.value.field == "place"
    far = exhibitors.make_organisation(place="xa-khac")
    with pytest.raises(errors.DomainError):
        focal.enter(market, ward, organisation=far)
    assert focal.enter(market, ward).place.code == "phuong-thu"


def test_a_former_district_covers_what_followed_it(market: SimpleNamespace) -> None:
    district = AdministrativeUnit.objects.get(code="huyen-cu")
    district.replaced_by = AdministrativeUnit.objects.get(code="phuong-thu")
    district.save()
    old = focal.appoint(units=("huyen-cu",))
    assert {unit.code for unit in focal_point_reads.places_of(old)} == {"huyen-cu", "phuong-thu"}


def test_appointing_and_ending_are_the_officers(market: SimpleNamespace, office: FocalPoint) -> None:
    person = focal.person_of(office)
    given = focal_points.Office("Sở Thử", "so@example.org")
    with pytest.raises(errors.NotAllowedError):
        focal_points.appoint(email=person.email, office=given, by=person, now=clock.now())
    officer = focal.make_appointer()
    with pytest.raises(errors.DomainError) as caught:
        focal_points.appoint(email=person.email, office=given, by=officer, now=clock.now())
    assert caught.value.field == "person"
    with pytest.raises(errors.DomainError):
        focal_points.appoint(email="nobody@example.org", office=given, by=officer, now=clock.now())
    page = focal.enter(market, office)
    focal_points.end(focal_point=office, by=officer, now=clock.now())
    person = User.objects.get(pk=person.pk)
    assert not permissions.may_write_page(person, fresh(page))
    assert not person.groups.filter(name=focal_points.GROUP).exists()
    with pytest.raises(errors.NotAllowedError):
        focal.enter(market, office)


def test_a_person_whose_group_is_taken_away_enters_nothing(market: SimpleNamespace, office: FocalPoint) -> None:
    focal.person_of(office).groups.remove(Group.objects.get(name=focal_points.GROUP))
    with pytest.raises(errors.NotAllowedError):
        focal.enter(market, office)


def test_the_focal_group_opens_no_admin(client: Client, market: SimpleNamespace, office: FocalPoint) -> None:
    client.force_login(focal.person_of(office))
    assert client.get("/admin/").status_code == 302
    assert client.get(reverse("need_report")).status_code in {302, 404}


# Taking over ------------------------------------------------------------------------------------------------------------


def test_an_organisation_of_the_directory_hears_of_it_and_takes_it_over(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office, organisation=market.buyer)
    owner = exhibitors.owner_of(market.buyer)
    assert page.title in letter_to(owner.email)
    client.force_login(owner)
    shown = client.get(reverse("showcase:need-edit", args=[page.pk]))
    assert shown.context["can_take_over"]
    assert client.post(reverse("showcase:need-take-over", args=[page.pk])).status_code == 302
    taken = fresh(page)
    assert (taken.entered_by, taken.entered_by_user, taken.owner) == (EnteredBy.ORGANISATION, owner, owner)
    assert taken.get_latest_revision_as_object().entered_by == EnteredBy.ORGANISATION
    assert not permissions.may_write_page(focal.person_of(office), taken)
    needs.submit_need(page=taken, by=owner, now=clock.now())
    approve(page)
    assert fresh(page).live, "it is its own now: no consent is asked for"
    client.force_login(focal.person_of(office))
    assert client.get(reverse("showcase:need-edit", args=[page.pk])).status_code == 404


def test_a_new_organisation_takes_its_need_over_by_the_link(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office)
    url = link_in(letter_to("mien@example.org"))
    assert client.post(url, {"answer": "take-over"}).status_code == 404, "nobody is signed in"
    newcomer = exhibitors.make_organisation(name="Hộ làm miến Bãi Nổi")
    viewer = exhibitors.make_member(newcomer, MemberRole.VIEWER).user
    client.force_login(viewer)
    assert client.post(url, {"answer": "take-over"}).status_code == 404
    client.force_login(exhibitors.owner_of(newcomer))
    assert client.post(url, {"answer": "take-over"}).status_code == 200
    taken = fresh(page)
    assert taken.organisation == newcomer
    assert taken.entered_by == EnteredBy.ORGANISATION
    assert client.get(url).status_code == 404, "the link has no further use"


def test_nobody_takes_over_what_is_not_theirs(market: SimpleNamespace, office: FocalPoint) -> None:
    page = focal.enter(market, office)
    stranger = exhibitors.owner_of(market.organisation)
    consent = consent_of(page)
    for organisation, by, proof in (
        (market.organisation, stranger, None),
        (market.organisation, exhibitors.owner_of(market.buyer), consent),
    ):
        with pytest.raises(errors.NotAllowedError):
            need_for_others.take_over(page=page, organisation=organisation, by=by, now=clock.now(), consent=proof)
    other = focal.enter(market, office, page=focal.unsaved_need(title="Nhu cầu khác"))
    with pytest.raises(errors.NotAllowedError):
        need_for_others.take_over(
            page=other, organisation=market.organisation, by=stranger, now=clock.now(), consent=consent
        )
    own = factory.publish_need(market)
    with pytest.raises(errors.IllegalMoveError):
        need_for_others.take_over(page=own, organisation=market.organisation, by=stranger, now=clock.now())


# Pages ------------------------------------------------------------------------------------------------------------------


def need_data(**values: Any) -> dict[str, Any]:
    rows = {
        "measures-TOTAL_FORMS": 1,
        "measures-INITIAL_FORMS": 0,
        "measures-0-role": "target",
        "measures-0-name": "Điện năng",
        "measures-0-operator": "le",
        "measures-0-value": "0,6",
        "measures-0-unit": "kWh/kg",
    }
    return {
        "title": "Sấy miến không cần nắng",
        "summary": "Sấy kín.",
        "field": factory.field().pk,
        "situation": "Phơi ngoài trời.",
        "budget_band": "under-200m",
        "funding": "own",
        "disclosure": "on-interest",
        "place": AdministrativeUnit.objects.get(code="phuong-thu").pk,
        **rows,
        **values,
    }


def consent_data(**values: Any) -> dict[str, Any]:
    return {
        "organisation_name": "Hộ làm miến Bãi Nổi",
        "contact_name": "Nguyễn Văn Miến",
        "method": "link",
        "contact_email": "mien@example.org",
        "form_key": str(uuid.uuid4()),
        **values,
    }


def test_focal_point_finds_the_organisation_and_writes_its_need_down(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    client.force_login(focal.person_of(office))
    start = client.get(reverse("exhibitors:desk")).content.decode()
    assert reverse("showcase:focal-desk") in start
    found = client.get(reverse("showcase:focal-organisations"), {"q": "dong trang"})
    assert [organisation.pk for organisation in found.context["found"]] == [market.buyer.pk]
    url = reverse("showcase:focal-new") + f"?organisation={market.buyer.slug}"
    assert client.get(url).status_code == 200
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
    client.post(link_in(letter_to("mien@example.org")), {"answer": "agree"})
    assert state_of(page) is ReviewState.DRAFT, "the focal point has not sent it yet"
    edit = reverse("showcase:need-edit", args=[page.pk])
    sent = client.post(edit, need_data())
    assert sent.status_code == 302, sent.context["form"].errors
    assert sent.url == reverse("showcase:focal-desk")
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


def test_a_need_without_account_leads_to_the_office_and_names_nobody(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office, method=ConsentMethod.PAPER, given_on=clock.today())
    approve(page)
    html = client.get(fresh(page).url).content.decode()
    assert "phuong-thu@example.org" in html
    for secret in ("Bãi Nổi", "Nguyễn Văn Miến", "mien@example.org"):
        assert secret not in html
        assert secret not in client.get(market.needs.url).content.decode()


# The life of a need -----------------------------------------------------------------------------------------------------


def test_a_need_lives_180_days_or_until_its_day_and_can_be_renewed(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_need(market, confirmed_on=clock.today() - timedelta(days=170), expires_on=clock.today())
    assert fresh(page).is_open
    assert not fresh(page).is_expired(clock.today())
    assert fresh(page).is_expired(clock.today() + timedelta(days=1))
    NeedPage.objects.filter(pk=page.pk).update(expires_on=clock.today() - timedelta(days=1))
    assert page.title not in client.get(market.needs.url).content.decode()
    assert client.get(page.url).context["action_url"] == ""
    client.force_login(exhibitors.owner_of(market.organisation))
    assert client.get(reverse("showcase:need-renew", args=[page.pk])).status_code == 200
    assert fresh(page).is_expired(), "GET changes nothing"
    assert client.post(reverse("showcase:need-renew", args=[page.pk])).status_code == 302
    assert fresh(page).expires_on == clock.today() + timedelta(days=180)
    assert fresh(page).get_latest_revision_as_object().expires_on == fresh(page).expires_on
    assert page.title in client.get(market.needs.url).content.decode()
    NeedPage.objects.filter(pk=page.pk).update(needed_by=clock.today() - timedelta(days=1))
    assert page.title not in client.get(market.needs.url).content.decode()
    with pytest.raises(errors.DomainError):
        lifecycle.renew(page=fresh(page), by=exhibitors.owner_of(market.organisation), now=clock.now())


def test_status_is_changed_at_the_desk_with_a_reason_where_it_ends(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_need(market)
    client.force_login(exhibitors.owner_of(market.organisation))
    url = reverse("showcase:need-status", args=[page.pk])
    assert client.get(url).status_code == 200
    refused = client.post(url, {"status": "closed", "reason": ""})
    assert "reason" in refused.context["form"].errors
    assert client.post(url, {"status": "closed", "reason": "Đã mua"}).status_code == 302
    assert fresh(page).status == NeedStatus.CLOSED


# The report -------------------------------------------------------------------------------------------------------------


def test_report_counts_needs_by_field_and_place_and_names_nobody(client: Client, market: SimpleNamespace) -> None:
    hidden = exhibitors.make_organisation(name="=Chim Vàng Anh")
    factory.publish_need(market, organisation=hidden, is_anonymous=True)
    factory.english(factory.publish_need(market, status=NeedStatus.SIGNED), title="Signed")
    exhibitors.make_term(VocabularyCode.FIELD, "formula", "=1+1", "=1+1")
    factory.publish_need(market, field=factory.field("formula"), place=None)
    found = need_report.report()
    assert [(line.field, line.figures[:3]) for line in found.by_field] == [("Sấy", [2, 1, 1]), ("=1+1", [1, 1, 0])]
    assert found.total[0] == 3
    assert need_report.report(since=clock.today() + timedelta(days=1)).total[0] == 0
    client.force_login(factory.make_reviewer())
    page = client.get(reverse("need_report"))
    assert page.status_code == 200
    table = client.get(reverse("need_report"), {"export": "csv"})
    lines = table.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert any(line.startswith("'=1+1,") for line in lines)
    assert "Chim Vàng Anh" not in table.content.decode() + page.content.decode()
    client.force_login(exhibitors.make_person())
    assert client.get(reverse("need_report")).status_code in {302, 404}


def test_report_costs_the_same_with_few_and_many(market: SimpleNamespace) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            need_report.report()
        return len(captured)

    factory.publish_need(market)
    few = cost()
    for code in ("energy-saving", "drying"):
        factory.publish_need(market, field=factory.field(code), place=None)
    assert cost() == few


def test_officers_appoint_and_end_in_the_admin(client: Client, market: SimpleNamespace) -> None:
    person = exhibitors.make_person()
    client.force_login(focal.make_appointer())
    assert client.get(reverse("focal_points:index")).status_code == 200
    add = reverse("focal_points:add")
    unit = AdministrativeUnit.objects.get(code="phuong-thu")
    data = {"body": "UBND phường Thử", "email": "thu@example.org", "phone": "", "units": [unit.pk]}
    wrong = client.post(add, {**data, "person": "nobody@example.org"})
    assert "person" in wrong.context["form"].errors
    assert client.post(add, {**data, "person": person.email}).status_code == 302
    made = FocalPoint.objects.get(user=person)
    assert [place.code for place in made.units.all()] == ["phuong-thu"]
    edit = reverse("focal_points:edit", args=[made.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, {**data, "units": []}).status_code == 302
    assert not made.units.exists()
    end = reverse("focal_points:end", args=[made.pk])
    assert client.get(end).status_code == 200
    assert FocalPoint.objects.get(pk=made.pk).ended_at is None, "reading changes nothing"
    assert client.post(end).status_code == 302
    assert FocalPoint.objects.get(pk=made.pk).ended_at is not None
    client.force_login(exhibitors.make_officer())
    assert client.get(end).status_code == 404


# The database -----------------------------------------------------------------------------------------------------------


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
