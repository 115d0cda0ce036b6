"""The life of a need: reminders, archive, links for organisations and focal points, and its own day that nothing outlives."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exhibitors.enums import MemberRole
from portal.kernel import clock, errors
from showcase.domain import focal_points, life_links, lifecycle, need_for_others
from showcase.domain import need as needs
from showcase.enums import ListingAction, ListingState, NeedStatus
from showcase.models import FocalPoint, ListingLog, ListingReminder, NeedConsent, NeedPage
from showcase.need_enums import ConsentMethod
from tests.factories import exhibitors
from tests.factories import focal_points as focal
from tests.factories import showcase as factory

NOON = clock.at(date(2026, 11, 25), 12)
DAY = timedelta(days=1)
CONTACT = "mien@example.org"


@pytest.fixture
def office(market: SimpleNamespace) -> FocalPoint:
    return focal.appoint(units=("phuong-thu",))


def fresh(page: NeedPage) -> NeedPage:
    return NeedPage.objects.get(pk=page.pk)


def need(market: SimpleNamespace, days_left: int, **values: Any) -> NeedPage:
    ends = clock.local(values.pop("now", NOON)).date() + days_left * DAY
    return factory.publish_need(market, confirmed_on=ends - 180 * DAY, expires_on=ends, **values)


def entered(market: SimpleNamespace, office: FocalPoint, **values: Any) -> NeedPage:
    """Return a published need that a focal point entered, with today's confirmation four days from its end."""
    page = focal.enter(market, office, **{"method": ConsentMethod.PAPER, "given_on": clock.today(), **values})
    focal.approve(page)
    today = clock.today()
    NeedPage.objects.filter(pk=page.pk).update(confirmed_on=today - 176 * DAY, expires_on=today + 4 * DAY)
    mail.outbox.clear()
    return fresh(page)


def links_to(address: str) -> list[str]:
    return [factory.link_in(letter, "/gia-han/") for letter in factory.letters_to(mail.outbox, address)]


def test_every_reminder_goes_once_and_then_the_need_is_archived(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = need(market, 40, title="Giảm hao hụt tỏi")
    english = factory.english(page, title="Less loss of garlic")
    mail.outbox.clear()
    sent = {}
    for day in range(45):
        for _again in range(2):
            before = len(mail.outbox)
            lifecycle.tend(now=NOON + day * DAY)
            if len(mail.outbox) > before:
                sent[40 - day] = len(mail.outbox) - before
    assert sent == {30: 1, 7: 1, 0: 1, -1: 1}
    assert len(factory.letters_to(mail.outbox, owner.email)) == 4
    for version in (page, english):
        kept = fresh(version)
        assert kept.live, "archived, not deleted"
        assert kept.listing_state is ListingState.ARCHIVED
        assert kept.get_latest_revision_as_object().archived_on == NOON.date() + 41 * DAY
    assert not NeedPage.objects.public(NOON.date()).filter(pk=page.pk).exists()
    assert fresh(page).findable_document() is None
    assert not fresh(page).is_open
    shown = client.get(fresh(page).url)
    assert shown.status_code == 200
    assert shown.context["over_text"]
    assert page.title not in client.get(market.needs.url).content.decode()


def test_own_day_ends_a_need_before_its_180_days(market: SimpleNamespace) -> None:
    page = factory.publish_need(
        market, confirmed_on=NOON.date(), expires_on=NOON.date() + 180 * DAY, needed_by=NOON.date() + 20 * DAY
    )
    mail.outbox.clear()
    days = [day for day in range(25) if lifecycle.tend(now=NOON + day * DAY).reminded]
    assert days == [13, 20], "thirty days before had passed when it was confirmed"
    assert fresh(page).archived_on == NOON.date() + 21 * DAY
    assert set(ListingReminder.objects.values_list("expires_on", flat=True)) == {NOON.date() + 20 * DAY}
    assert ["một ngày mới" in letter.body for letter in mail.outbox] == [True, True, True]


def test_nobody_is_reminded_of_needs_that_ended(market: SimpleNamespace) -> None:
    for status in (NeedStatus.SIGNED, NeedStatus.CLOSED):
        need(market, 5, status=status, closing_reason="Đã mua")
    talking = need(market, 5, status=NeedStatus.IN_TALKS)
    mail.outbox.clear()
    assert lifecycle.tend(now=NOON) == lifecycle.Tended(reminded=1)
    assert talking.title in mail.outbox[0].subject
    assert lifecycle.tend(now=NOON + 9 * DAY) == lifecycle.Tended(archived=1)


def test_link_shows_first_and_renews_by_post(client: Client, market: SimpleNamespace) -> None:
    today = clock.today()
    page = need(market, 5, now=clock.now())
    factory.english(page, title="Less loss")
    mail.outbox.clear()
    lifecycle.tend(now=clock.now())
    link = factory.link_in(mail.outbox[-1], "/gia-han/")
    for _again in range(2):
        assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert fresh(page).expires_on == today + 5 * DAY, "GET changes nothing"
    assert client.post(link).context["done"]
    for version in NeedPage.objects.filter(translation_key=page.translation_key):
        assert (version.confirmed_on, version.expires_on) == (today, today + lifecycle.LISTING_LIFE)
        assert version.get_latest_revision_as_object().expires_on == version.expires_on
    assert client.get(link).status_code == 404, "a link is used once"
    assert client.post(link).status_code == 404
    facts = [fact.term for fact in client.get(fresh(page).url).context["facts"]]
    assert "Xác nhận còn hiệu lực ngày" in facts, "readers see when it was renewed"
    assert ListingLog.objects.get(translation_key=page.translation_key).action == ListingAction.RENEWED


def test_unknown_expired_and_foreign_links_open_nothing(client: Client, market: SimpleNamespace) -> None:
    page = need(market, 5, now=clock.now())
    owner = exhibitors.owner_of(market.organisation)
    stranger = exhibitors.owner_of(market.buyer)
    secrets = {
        "unknown": "x" * 43,
        "expired": life_links.issue(page=page, sent_to=owner, now=clock.now() - life_links.LINK_LIFE - DAY),
        "foreign": life_links.issue(page=page, sent_to=stranger, now=clock.now()),
    }
    for why, secret in secrets.items():
        address = reverse("showcase:listing-renew-link", args=[secret])
        assert client.get(address).status_code == 404, why
        assert client.post(address).status_code == 404, why
        with pytest.raises(errors.NotAllowedError):
            lifecycle.renew_by_link(secret=secret, now=clock.now())
    assert fresh(page).expires_on == page.expires_on
    good = life_links.issue(page=page, sent_to=owner, now=clock.now())
    assert client.get(reverse("showcase:listing-renew-link", args=[good])).status_code == 200


def test_a_passed_day_is_asked_for_anew(client: Client, market: SimpleNamespace) -> None:
    today = clock.today()
    page = need(market, 90, now=clock.now(), needed_by=today - DAY)
    mail.outbox.clear()
    assert lifecycle.tend(now=clock.now()).archived == 1
    link = factory.link_in(mail.outbox[-1], "/gia-han/")
    assert client.get(link).context["renew_form"]["deadline"].initial is None
    for typed in ("", "32/13/2027", f"{today - DAY:%d/%m/%Y}"):
        answer = client.post(link, {"deadline": typed})
        assert "deadline" in answer.context["renew_form"].errors, typed
        if typed:
            assert typed in answer.content.decode(), "what was typed stays"
        assert fresh(page).archived_on is not None
    wanted = today + 60 * DAY
    assert client.post(link, {"deadline": f"{wanted:%d/%m/%Y}"}).context["done"]
    back = fresh(page)
    assert (back.needed_by, back.shown_until, back.archived_on) == (wanted, wanted, None)
    assert back.get_latest_revision_as_object().needed_by == wanted
    assert back.is_open


def test_a_near_day_stays_unless_a_new_one_is_given(client: Client, market: SimpleNamespace) -> None:
    today = clock.today()
    page = need(market, 20, now=clock.now(), needed_by=today + 30 * DAY)
    owner = exhibitors.owner_of(market.organisation)
    client.force_login(owner)
    url = reverse("showcase:need-renew", args=[page.pk])
    assert client.get(url).context["renew_form"]["deadline"].initial == today + 30 * DAY
    assert client.post(url, {"deadline": f"{today + 30 * DAY:%d/%m/%Y}"}).status_code == 302
    kept = fresh(page)
    assert (kept.confirmed_on, kept.shown_until) == (today, today + 30 * DAY), "never past its own day"
    assert client.post(url, {"deadline": f"{today + 400 * DAY:%d/%m/%Y}"}).status_code == 302
    assert fresh(page).shown_until == today + lifecycle.LISTING_LIFE
    assert not lifecycle.asks_for_deadline(fresh(page), today)


def test_renewal_keeps_a_day_that_waits_in_a_draft(market: SimpleNamespace) -> None:
    page = need(market, 20, now=clock.now(), needed_by=clock.today() + 30 * DAY)
    owner = exhibitors.owner_of(market.organisation)
    draft = page.get_latest_revision_as_object()
    draft.needed_by = clock.today() + 50 * DAY
    needs.save_need(page=draft, by=owner)
    lifecycle.renew(page=fresh(page), by=owner, now=clock.now())
    assert fresh(page).get_latest_revision_as_object().needed_by == clock.today() + 50 * DAY
    assert fresh(page).needed_by == clock.today() + 30 * DAY


def test_ended_needs_are_not_renewed_and_reopened_ones_ask(client: Client, market: SimpleNamespace) -> None:
    page = need(market, -3, now=clock.now(), status=NeedStatus.CLOSED, closing_reason="Đã mua")
    owner = exhibitors.owner_of(market.organisation)
    with pytest.raises(errors.IllegalMoveError):
        lifecycle.renew(page=page, by=owner, now=clock.now())
    client.force_login(owner)
    assert client.get(reverse("showcase:need-renew", args=[page.pk])).context["is_ended"]
    answer = client.post(reverse("showcase:need-status", args=[page.pk]), {"status": "open", "reason": ""})
    assert answer.url == reverse("showcase:need-renew", args=[page.pk])


def test_focal_point_and_organisation_are_both_asked(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = entered(market, office)
    person = focal.person_of(office)
    assert lifecycle.tend(now=clock.now()).reminded == 1
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([person.email, CONTACT])
    (link,) = links_to(CONTACT)
    assert client.get(link).context["is_own"] is False
    assert client.post(link).context["done"]
    assert fresh(page).expires_on == clock.today() + lifecycle.LISTING_LIFE
    entry = ListingLog.objects.filter(translation_key=page.translation_key).last()
    assert entry is not None
    assert (entry.action, entry.by, entry.note) == (ListingAction.RENEWED, None, "Hộ làm miến Bãi Nổi")
    assert client.get(link).status_code == 404
    assert client.post(links_to(person.email)[0]).context["done"]


def test_links_of_needs_for_others_die_with_the_office_and_with_the_consent(
    client: Client, market: SimpleNamespace, office: FocalPoint
) -> None:
    page = entered(market, office)
    lifecycle.tend(now=clock.now())
    (of_person,), (of_contact,) = links_to(focal.person_of(office).email), links_to(CONTACT)
    focal_points.end(focal_point=office, by=focal.make_appointer(), now=clock.now())
    assert client.get(of_person).status_code == 404
    assert client.get(of_contact).status_code == 200
    consent = NeedConsent.objects.get(need_key=page.translation_key)
    need_for_others.withdraw(consent=consent, now=clock.now())
    assert client.get(of_contact).status_code == 404
    assert client.post(of_contact).status_code == 404


def test_an_organisation_without_address_or_with_account_is_not_asked_by_its_consent(
    market: SimpleNamespace, office: FocalPoint
) -> None:
    entered(market, office, contact_email="")
    lifecycle.tend(now=clock.now())
    assert [letter.to for letter in mail.outbox] == [[focal.person_of(office).email]]
    NeedConsent.objects.update(contact_email="erased@erased.invalid")
    NeedPage.objects.update(expires_on=clock.today())
    mail.outbox.clear()
    lifecycle.tend(now=clock.now())
    assert [letter.to for letter in mail.outbox] == [[focal.person_of(office).email]], "an erased address gets nothing"
    NeedPage.objects.update(organisation=market.organisation, expires_on=clock.today() + 3 * DAY)
    mail.outbox.clear()
    lifecycle.tend(now=clock.now())
    wanted = [exhibitors.owner_of(market.organisation).email, focal.person_of(office).email]
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(wanted)


def test_strangers_and_viewers_do_not_renew(client: Client, market: SimpleNamespace) -> None:
    page = need(market, 5, now=clock.now())
    viewer = exhibitors.make_member(market.organisation, MemberRole.VIEWER).user
    for person in (viewer, exhibitors.owner_of(market.buyer)):
        with pytest.raises(errors.NotAllowedError):
            lifecycle.renew(page=page, by=person, now=NOON)
        client.force_login(person)
        for answer in (client.get, client.post):
            assert answer(reverse("showcase:need-renew", args=[page.pk])).status_code == 404


def test_desk_says_what_waits_and_costs_the_same_with_many(client: Client, market: SimpleNamespace) -> None:
    client.force_login(exhibitors.owner_of(market.organisation))

    def cost() -> int:
        client.get(reverse("exhibitors:desk"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("exhibitors:desk"))
        return len(captured)

    page = need(market, 5, now=clock.now())
    few = cost()
    assert reverse("showcase:need-renew", args=[page.pk]) in client.get(reverse("exhibitors:desk")).content.decode()
    for number in range(12):
        need(market, number, now=clock.now())
    assert cost() == few


def test_nightly_run_reads_only_what_is_near_its_end(market: SimpleNamespace) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert lifecycle.tend(now=NOON) == lifecycle.Tended()
        return len(captured)

    need(market, 90)
    few = cost()
    for number in range(8):
        need(market, 40 + number, needed_by=NOON.date() + 50 * DAY)
        need(market, -40, status=NeedStatus.CLOSED, closing_reason="Đã mua")
    assert cost() == few == 2, "one query for technologies, one for needs"


def test_command_tends_needs(market: SimpleNamespace, capsys: Any) -> None:
    need(market, -1, now=clock.now())
    call_command("tend_listings")
    assert "1 archived" in capsys.readouterr().out


def test_database_keeps_days_in_order(market: SimpleNamespace) -> None:
    page = need(market, 100)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE showcase_needpage SET archived_on = '2001-01-01' WHERE page_ptr_id = %s", [page.pk])
