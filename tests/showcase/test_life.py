"""The life of a listing: renewal, reminders, archive, endings; links; the daily run."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from exhibitors.enums import MemberRole
from exhibitors.models import Membership
from portal.kernel import clock, errors
from showcase.domain import lifecycle
from showcase.domain import technology as technologies
from showcase.enums import ListingAction, ListingState, Outcome
from showcase.models import ListingLog, ListingReminder, TechnologyPage
from tests.factories import exhibitors
from tests.factories import showcase as factory

NOON = clock.at(date(2026, 11, 25), 12)
DAY = timedelta(days=1)


def fresh(page: TechnologyPage) -> TechnologyPage:
    return TechnologyPage.objects.get(pk=page.pk)


def listing(market: SimpleNamespace, days_left: int, **values: Any) -> TechnologyPage:
    ends = NOON.date() + days_left * DAY
    return factory.publish_technology(market, confirmed_on=ends - 180 * DAY, expires_on=ends, **values)


def link_in(message: Any) -> str:
    marker = "/gia-han/"
    return marker + message.body.split(marker)[1].split("/")[0] + "/"


@pytest.mark.parametrize(
    ("left", "done", "sent", "overtaken"),
    [
        (31, set(), None, ()),
        (30, set(), 30, ()),
        (29, set(), 30, ()),
        (29, {30}, None, ()),
        (7, {30}, 7, ()),
        (3, set(), 7, (30,)),
        (0, {30}, 0, (7,)),
        (0, {30, 7, 0}, None, ()),
    ],
)
def test_only_the_most_urgent_reminder_goes_out(
    left: int, done: set[int], sent: int | None, overtaken: tuple[int, ...]
) -> None:
    assert lifecycle.due_reminders(NOON.date() + left * DAY, NOON.date(), done) == (sent, overtaken)


def test_every_reminder_goes_once_and_then_the_listing_is_archived(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    page = listing(market, 40)
    english = factory.english(page, title="Garlic drying")
    mail.outbox.clear()
    for day in range(45):
        for _again in range(2):
            lifecycle.tend(now=NOON + day * DAY)
    told = [message.subject for message in mail.outbox if message.to == [owner.email]]
    assert len(told) == 4
    assert ListingReminder.objects.filter(was_sent=True).count() == 3
    for version in (page, english):
        kept = fresh(version)
        assert kept.live
        assert kept.archived_on == NOON.date() + 41 * DAY
        assert kept.listing_state is ListingState.ARCHIVED
    assert not TechnologyPage.objects.public(NOON.date()).filter(pk=page.pk).exists()
    assert fresh(page).findable_document() is None
    assert Client().get(fresh(page).url).status_code == 200, "who has the link reads that nobody confirmed it"


def test_missed_days_are_caught_up_with_one_mail(market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    listing(market, 40)
    mail.outbox.clear()
    done = lifecycle.tend(now=NOON + 36 * DAY)
    assert (done.reminded, done.archived) == (1, 0)
    assert [message.to for message in mail.outbox] == [[owner.email]]
    assert dict(ListingReminder.objects.values_list("days", "was_sent")) == {30: False, 7: True}


def test_nobody_is_reminded_of_what_ended_or_is_closed(market: SimpleNamespace) -> None:
    from exhibitors.enums import VerificationState
    from exhibitors.models import Organisation

    sold = listing(market, 5, outcome=Outcome.TRANSFERRED)
    listing(market, 5)
    Organisation.objects.filter(pk=market.organisation.pk).update(
        state=VerificationState.SUSPENDED, state_changed_at=clock.now()
    )
    mail.outbox.clear()
    assert lifecycle.tend(now=NOON) == lifecycle.Tended()
    lifecycle.tend(now=NOON + 9 * DAY)
    assert mail.outbox == []
    assert fresh(sold).archived_on is None


def test_mailed_link_shows_first_and_renews_by_post(client: Client, market: SimpleNamespace) -> None:
    today = clock.today()
    page = factory.publish_technology(market, confirmed_on=today - 175 * DAY, expires_on=today + 5 * DAY)
    factory.english(page, title="Garlic drying")
    mail.outbox.clear()
    lifecycle.tend(now=clock.now())
    link = link_in(mail.outbox[-1])
    shown = client.get(link)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"].startswith("max-age=0")
    assert fresh(page).confirmed_on == today - 175 * DAY, "GET changes nothing"
    assert client.post(link).context["done"]
    for version in TechnologyPage.objects.filter(translation_key=page.translation_key):
        assert (version.confirmed_on, version.expires_on) == (today, today + lifecycle.LISTING_LIFE)
        assert version.get_latest_revision_as_object().expires_on == version.expires_on
    assert client.get(link).status_code == 404, "a link is used once"
    assert client.get(reverse("showcase:listing-renew-link", args=["x" * 43])).status_code == 404
    public = client.get(fresh(page).url).content.decode()
    assert f"{today:%d/%m/%Y}" in public or f"{today.day}/{today.month}/{today.year}" in public


def test_link_dies_with_the_membership(client: Client, market: SimpleNamespace) -> None:
    editor = exhibitors.make_member(market.organisation, MemberRole.EDITOR)
    page = listing(market, 5)
    TechnologyPage.objects.filter(pk=page.pk).update(owner=editor.user)
    mail.outbox.clear()
    lifecycle.tend(now=NOON)
    link = next(link_in(message) for message in mail.outbox if message.to == [editor.user.email])
    assert client.get(link).status_code == 200
    editor.delete()
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    assert fresh(page).expires_on == page.expires_on


def test_archived_listing_comes_back_with_one_click(client: Client, market: SimpleNamespace) -> None:
    page = listing(market, 0)
    mail.outbox.clear()
    assert lifecycle.tend(now=NOON + DAY).archived == 1
    assert client.post(link_in(mail.outbox[-1])).context["done"]
    back = fresh(page)
    assert back.listing_state is ListingState.OFFERED
    assert back.is_offered
    actions = ListingLog.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == [ListingAction.ARCHIVED, ListingAction.OFFERED_AGAIN]


def test_owner_ends_and_offers_again_at_the_desk(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    english = factory.english(page, title="Garlic drying")
    client.force_login(exhibitors.owner_of(market.organisation))
    url = reverse("showcase:technology-listing", args=[page.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"action": "end"}).context["form"].errors
    assert client.post(url, {"action": "end", "outcome": "withdrawn", "note": "Tạm nghỉ"}).status_code == 302
    for version in (page, english):
        assert fresh(version).outcome == Outcome.WITHDRAWN
        assert not TechnologyPage.objects.public(clock.today()).filter(pk=version.pk).exists()
    assert client.post(url, {"action": "renew"}).status_code == 302
    assert fresh(page).listing_state is ListingState.OFFERED
    assert fresh(english).outcome == Outcome.NONE
    assert ListingLog.objects.filter(translation_key=page.translation_key).count() == 2


def test_strangers_viewers_and_the_unpublished_cannot_be_renewed(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    viewer = exhibitors.make_member(market.organisation, MemberRole.VIEWER).user
    for person in (viewer, exhibitors.owner_of(market.buyer)):
        with pytest.raises(errors.NotAllowedError):
            lifecycle.renew(page=page, by=person, now=NOON)
        with pytest.raises(errors.NotAllowedError):
            lifecycle.end(page=page, outcome=Outcome.WITHDRAWN, by=person, now=NOON)
        client.force_login(person)
        url = reverse("showcase:technology-listing", args=[page.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {"action": "renew"}).status_code == 404
    owner = exhibitors.owner_of(market.organisation)
    draft = technologies.start_technology(organisation=market.organisation, by=owner, title="Nháp", now=NOON)
    with pytest.raises(errors.IllegalMoveError):
        lifecycle.renew(page=draft, by=owner, now=NOON)


def test_command_tends(market: SimpleNamespace, capsys: Any) -> None:
    today = clock.today()
    factory.publish_technology(market, confirmed_on=today - 181 * DAY, expires_on=today - DAY)
    call_command("tend_listings")
    assert "1 archived" in capsys.readouterr().out


def test_right_to_renew_and_end_is_asked_for_behind_the_lock(
    market: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    real = lifecycle._lock

    def lose_it_while_waiting(page: Any) -> list[Any]:
        versions = real(page)
        Membership.objects.filter(user=owner).delete()
        return versions

    monkeypatch.setattr(lifecycle, "_lock", lose_it_while_waiting)
    before = page.expires_on
    with pytest.raises(errors.NotAllowedError):
        lifecycle.renew(page=page, by=owner, now=clock.now() + timedelta(days=20))
    with pytest.raises(errors.NotAllowedError):
        lifecycle.end(page=page, outcome=Outcome.WITHDRAWN, by=owner, now=clock.now())
    page.refresh_from_db()
    assert (page.expires_on, page.listing_state) == (before, ListingState.OFFERED)


def test_preview_of_a_draft_does_not_say_that_it_was_confirmed(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    draft = technologies.start_technology(organisation=market.organisation, by=owner, title="Nháp", now=NOON)
    client.force_login(owner)
    words = "Xác nhận còn hiệu lực ngày"
    assert words not in client.get(reverse("showcase:technology-preview", args=[draft.pk])).content.decode()
    live = factory.publish_technology(market)
    assert words in client.get(reverse("showcase:technology-preview", args=[live.pk])).content.decode()


def test_example_stands_on_its_own_line_of_the_hint(client: Client, market: SimpleNamespace) -> None:
    owner = exhibitors.owner_of(market.organisation)
    draft = technologies.start_technology(organisation=market.organisation, by=owner, title="Nháp", now=NOON)
    client.force_login(owner)
    page = client.get(reverse("showcase:technology-step", args=[draft.pk, "solution"]))
    hint = str(page.context["form"].fields["problem"].help_text)
    assert "<br>Ví dụ: " in hint


def test_queue_has_the_way_from_home(client: Client, market: SimpleNamespace) -> None:
    client.force_login(factory.make_reviewer())
    answer = client.get(reverse("showcase_review:queue"))
    assert [entry["label"] for entry in answer.context["breadcrumbs_items"]] == ["Trang chủ", "Hàng chờ duyệt"]


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.NONE])
def test_only_what_is_offered_says_when_it_was_confirmed(
    client: Client, market: SimpleNamespace, outcome: Outcome
) -> None:
    today = clock.today()
    page = factory.publish_technology(market, confirmed_on=today - DAY, expires_on=today + 50 * DAY, outcome=outcome)
    shown = client.get(page.url).content.decode()
    assert ("Xác nhận còn hiệu lực ngày" in shown) is (outcome is Outcome.NONE)
