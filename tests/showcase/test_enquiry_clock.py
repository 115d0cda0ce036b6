"""The life of an enquiry by the clock: confirmed, reminded, told to officers, ended; each mail once."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from portal.kernel import clock, errors
from showcase.domain import conversation, enquiry_clock, sides
from showcase.domain import enquiry as enquiries
from showcase.enquiry_enums import DeclineReason, EnquiryStep
from showcase.enums import EnquiryState
from showcase.models import Enquiry, EnquiryLog
from tests.factories import exhibitors
from tests.factories import showcase as factory

MONDAY = clock.at(date(2026, 11, 23), 9)


def run(day: date) -> enquiry_clock.Done:
    return enquiry_clock.run(now=clock.at(day, 2, 30))


def test_unconfirmed_enquiry_reaches_nobody_but_its_own_address(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    mail.outbox.clear()
    made = factory.ask(page, confirmed=False)
    assert [message.to for message in mail.outbox] == [["mua@example.org"]]
    client.force_login(owner)
    assert client.get(reverse("showcase:enquiry", args=[made.reference])).status_code == 404
    assert made.title not in client.get(reverse("showcase:enquiries")).content.decode()
    path = factory.link_in(mail.outbox[0], "/quan-tam/xac-nhan/")
    client.logout()
    assert client.get(path).status_code == 200
    assert Enquiry.objects.get().state == EnquiryState.UNCONFIRMED
    for _twice in range(2):
        assert client.post(path, follow=True).status_code == 200
    assert Enquiry.objects.get().state == EnquiryState.NEW
    assert len(factory.letters_to(mail.outbox, owner.email)) == 1
    assert client.get("/quan-tam/xac-nhan/khong-dung/").status_code == 404


def test_account_with_its_own_address_needs_no_confirmation(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    person = exhibitors.make_person()
    own = factory.ask(page, confirmed=False, sender=person, email=person.email.upper())
    assert (own.state, own.sender) == (EnquiryState.NEW, person)
    other = factory.ask(page, confirmed=False, sender=person, email="cua-ai@example.org")
    assert (other.state, other.sender) == (EnquiryState.UNCONFIRMED, None)


def test_clock_runs_from_the_confirmation(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    made = factory.ask(page, confirmed=False, now=MONDAY)
    later = enquiries.confirm(enquiry=made, now=MONDAY + timedelta(days=2))
    assert later.reply_due_on == date(2026, 12, 2)
    assert later.expires_on == date(2026, 12, 25)


def test_daily_run_reminds_tells_and_ends_each_once(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    officer = factory.make_intermediary()
    made = factory.ask(page, now=MONDAY)
    assert made.reply_due_on == date(2026, 11, 30)
    mail.outbox.clear()
    assert run(date(2026, 11, 26)) == enquiry_clock.Done(0, 0, 0, 0)
    for _twice in range(2):
        run(date(2026, 11, 27))
    run(date(2026, 11, 30))
    assert [message.to for message in mail.outbox] == [[owner.email]]
    for _twice in range(2):
        run(date(2026, 12, 1))
    assert [message.to for message in mail.outbox] == [[owner.email], [officer.email]]
    assert run(date(2026, 12, 22)).expired == 0
    for _twice in range(2):
        run(date(2026, 12, 23))
    assert {tuple(message.to) for message in mail.outbox[2:]} == {(owner.email,), ("mua@example.org",)}
    assert len(mail.outbox) == 4
    ended = Enquiry.objects.get(pk=made.pk)
    assert ended.state == EnquiryState.EXPIRED
    steps = list(EnquiryLog.objects.filter(enquiry=ended).order_by("pk").values_list("step", flat=True))
    assert steps == ["sent", "confirmed", "delivered", "reminded", "alerted", "expired"]
    with pytest.raises(errors.IllegalMoveError):
        enquiries.answer(enquiry=made, by=owner, text="Muộn", now=clock.now())


def test_daily_run_catches_up_without_reminding_of_what_is_over(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    made = factory.ask(page, now=MONDAY)
    mail.outbox.clear()
    done = run(date(2027, 1, 15))
    assert (done.expired, done.alerted, done.reminded) == (1, 0, 0)
    assert Enquiry.objects.get(pk=made.pk).reminded_at is None
    assert len(mail.outbox) == 2


def test_daily_run_drops_what_nobody_confirmed_without_a_word(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    made = factory.ask(page, confirmed=False, now=MONDAY)
    secret = sides.issue_confirmation(enquiry=made, now=MONDAY)
    mail.outbox.clear()
    assert run(date(2026, 11, 25)).unconfirmed == 0
    assert run(date(2026, 11, 27)).unconfirmed == 1
    assert mail.outbox == []
    assert sides.enquiry_of(purpose=sides.CONFIRM_PURPOSE, secret=secret, now=MONDAY) is None
    with pytest.raises(errors.IllegalMoveError):
        enquiries.confirm(enquiry=made, now=clock.now())


def test_answered_enquiry_is_left_alone(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    factory.answered(page, owner, now=MONDAY)
    mail.outbox.clear()
    assert run(date(2027, 3, 1)) == enquiry_clock.Done(0, 0, 0, 0)
    assert mail.outbox == []


def test_command_runs_and_names_a_provisional_year(
    market: SimpleNamespace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    factory.ask(factory.publish_technology(market), now=MONDAY)
    monkeypatch.setattr(clock, "now", lambda: clock.at(date(2027, 12, 30), 3))
    call_command("mind_enquiries")
    said = capsys.readouterr()
    assert "1 ended" in said.out
    assert "2028" in said.err


def test_decline_tells_the_reason_and_is_counted(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    made = factory.ask(page)
    client.force_login(owner)
    url = reverse("showcase:enquiry-decline", args=[made.reference])
    assert "reason" in client.post(url, {"note": "x"}).context["form"].errors
    mail.outbox.clear()
    assert client.post(url, {"reason": "too-early", "note": "Quý sau mới thử."}).status_code == 302
    assert [message.to for message in mail.outbox] == [["mua@example.org"]]
    assert "Quý sau mới thử." in mail.outbox[0].body
    assert str(DeclineReason.TOO_EARLY.label) in mail.outbox[0].body
    html = client.get(reverse("showcase:enquiries")).content.decode()
    assert str(DeclineReason.TOO_EARLY.label) in html
    assert Enquiry.objects.get().state == EnquiryState.DECLINED
    assert client.get(url).status_code == 302
    assert len(DeclineReason) == 9


def test_refused_sender_is_told_only_after_proving_the_address(client: Client, market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    owner = exhibitors.owner_of(market.organisation)
    first = factory.ask(page)
    client.force_login(owner)
    url = reverse("showcase:desk-refuse", args=[first.reference])
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 302
    listed = client.get(reverse("showcase:enquiries")).content.decode()
    assert "Trần Thị Mua" in listed
    assert "mua@example.org" not in listed
    client.logout()
    again = factory.ask(page, confirmed=False, email="mua+2@example.org")
    with pytest.raises(errors.DomainError):
        enquiries.confirm(enquiry=again, now=clock.now())
    assert Enquiry.objects.get(pk=again.pk).state == EnquiryState.UNCONFIRMED
    block = Enquiry.objects.get(pk=first.pk).organisation
    found = conversation.SenderBlock.objects.get(organisation=block)
    client.force_login(owner)
    assert client.post(reverse("showcase:sender-accept", args=[found.pk])).status_code == 302
    assert enquiries.confirm(enquiry=again, now=clock.now()).state == EnquiryState.NEW


def test_lost_link_goes_to_its_own_address_only(client: Client, market: SimpleNamespace) -> None:
    made = factory.ask(factory.publish_technology(market))
    url = reverse("showcase:link-again")
    mail.outbox.clear()
    wrong = client.post(url, {"reference": made.reference, "email": "khac@example.org"})
    right = client.post(url, {"reference": made.reference.lower(), "email": "MUA@example.org"})
    assert wrong.context["is_sent"] is right.context["is_sent"] is True
    assert [message.to for message in mail.outbox] == [["mua@example.org"]]
    assert client.get(factory.link_in(mail.outbox[0], "/quan-tam/trao-doi/")).status_code == 200


def test_log_is_kept_for_every_step() -> None:
    assert set(EnquiryStep.values) >= set(EnquiryState.values) - {"unconfirmed", "new"}
