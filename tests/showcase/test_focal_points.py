"""Local focal points: for which places they speak, their appointment, and organisations that take their needs over."""

import uuid
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from exhibitors.enums import MemberRole
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.vocabularies.models import AdministrativeUnit
from showcase import focal_points as focal_point_reads
from showcase import permissions
from showcase.domain import focal_points, need_for_others
from showcase.domain import need as needs
from showcase.enums import EnteredBy
from showcase.models import FocalPoint, NeedConsent, NeedPage
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories import showcase as factory


@pytest.fixture
def office(market: SimpleNamespace) -> FocalPoint:
    return focal.appoint()


def fresh(page: Page) -> NeedPage:
    return NeedPage.objects.get(pk=page.pk)


def link_in(letter: str) -> str:
    return next(line for line in letter.splitlines() if "nhu-cau-dong-y" in line).removeprefix("http://testserver")


def consent_of(page: NeedPage) -> NeedConsent:
    return NeedConsent.objects.get(need_key=page.translation_key)


def test_the_same_form_twice_makes_one_need(market: SimpleNamespace, office: FocalPoint) -> None:
    key = uuid.uuid4()
    first = focal.enter(market, office, form_key=key)
    second = focal.enter(market, office, form_key=key)
    assert first.pk == second.pk
    assert NeedPage.objects.count() == 1


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


def test_an_organisation_of_the_directory_hears_of_it_and_takes_it_over(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office, organisation=market.buyer)
    owner = exhibitors.owner_of(market.buyer)
    assert page.title in focal.letter_to(owner.email)
    client.force_login(owner)
    shown = client.get(reverse("showcase:need-edit", args=[page.pk]))
    assert shown.context["can_take_over"]
    assert client.post(reverse("showcase:need-take-over", args=[page.pk])).status_code == 302
    taken = fresh(page)
    assert (taken.entered_by, taken.entered_by_user, taken.owner) == (EnteredBy.ORGANISATION, owner, owner)
    assert taken.get_latest_revision_as_object().entered_by == EnteredBy.ORGANISATION
    assert not permissions.may_write_page(focal.person_of(office), taken)
    needs.submit_need(page=taken, by=owner, now=clock.now())
    focal.approve(page)
    assert fresh(page).live, "it is its own now: no consent is asked for"
    client.force_login(focal.person_of(office))
    assert client.get(reverse("showcase:need-edit", args=[page.pk])).status_code == 404


def test_a_new_organisation_takes_its_need_over_by_the_link(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = focal.enter(market, office)
    url = link_in(focal.letter_to("mien@example.org"))
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
