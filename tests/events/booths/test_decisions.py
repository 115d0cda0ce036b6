"""Two people, fairs that do not take place, fees."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client

from events import fair_queries as fairs
from events.booth_enums import AllocationMode, BoothState
from events.domain import applications, booths, choosing, payments, setups
from events.enums import ApplicationState
from events.models import Booth, FairApplicationLog
from portal.accounts.models import User
from portal.kernel.errors import DomainError
from tests.events.booths.scene import KEY, NOW, confirmed, run_sql
from tests.factories import booths as stock
from tests.factories import events as make


def test_the_database_refuses_what_the_rules_refuse(hall: Any, owner: User, operator: User) -> None:
    done = confirmed(hall, owner, operator)
    free = stock.make_booth(hall)
    for sql, values in (
        ("UPDATE events_booth SET state = 'assigned', holder_id = %s WHERE id = %s", (done.pk, free.pk)),
        ("UPDATE events_booth SET state = 'assigned' WHERE id = %s", (free.pk,)),
        ("UPDATE events_booth SET state = 'free' WHERE holder_id = %s", (done.pk,)),
        ("UPDATE events_booth SET state = 'held' WHERE holder_id = %s", (done.pk,)),
        ("UPDATE events_booth SET number = %s WHERE id = %s", (done.stand.lower(), free.pk)),
        ("UPDATE events_booth SET state = 'lent' WHERE id = %s", (free.pk,)),
        ("UPDATE events_fairapplication SET proposed_by_id = %s, decided_by_id = %s", (owner.pk, owner.pk)),
    ):
        with pytest.raises(IntegrityError):
            run_sql(sql, *values)


def test_two_people_decide_where_the_fair_asks_for_it(hall: Any, owner: User, operator: User) -> None:
    stock.make_setup(KEY, needs_two_people=True)
    application = stock.make_applicant(KEY, owner, state=ApplicationState.SUBMITTED, decided_at=None)
    other, before = make.make_operator(), len(mail.outbox)
    proposed = applications.accept(application=application, by=operator, now=NOW, words="Tốt.")
    assert (proposed.state, proposed.proposed_by, len(mail.outbox)) == ("submitted", operator, before)
    with pytest.raises(DomainError):
        applications.accept(application=application, by=operator, now=NOW)
    turned = applications.decline(application=application, by=other, now=NOW, words="Hết chỗ.")
    assert (turned.state, turned.proposed_by) == ("submitted", other)
    applications.accept(application=application, by=operator, now=NOW)
    booth = stock.make_booth(hall)
    decided = applications.accept(application=application, by=other, now=NOW, booth=booth)
    assert (decided.state, decided.decided_by, decided.proposed_by) == ("booth-offered", other, operator)
    assert FairApplicationLog.objects.filter(is_internal=True).count() == 3


def test_nobody_decides_alone_by_changing_the_set_up(owner: User, operator: User) -> None:
    setup = stock.make_setup(KEY, needs_two_people=True)
    application = stock.make_applicant(KEY, owner, state=ApplicationState.SUBMITTED, decided_at=None)
    applications.decline(application=application, by=operator, now=NOW, words="Hết chỗ.")
    setup.needs_two_people = False
    with pytest.raises(DomainError) as refused:
        setups.save(setup=setup, by=operator, now=NOW)
    assert refused.value.field == "needs_two_people"
    assert fairs.setup_of(KEY).needs_two_people
    applications.decline(application=application, by=make.make_operator(), now=NOW, words="Hết chỗ.")
    assert not setups.save(setup=setup, by=operator, now=NOW).needs_two_people


def test_a_fair_that_does_not_take_place_gives_no_booth(site: Any, owner: User, operator: User) -> None:
    from events.domain import status

    fair = make.make_fair(make.make_index(site))
    key = fair.translation_key
    application, booth = stock.make_applicant(key, owner), stock.make_booth(stock.make_hall(key), fee=5_000_000)
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    booths.confirm(application=application, by=owner, now=NOW)
    payments.mark_paid(application=application, paid_on=date(2026, 11, 20), note="", by=operator, now=NOW)
    status.postpone(event=fair, by=operator, now=NOW, notes={})
    freed = stock.reload(application)
    assert (freed.state, freed.stand, fairs.booth_of(freed)) == (ApplicationState.ACCEPTED, "", None)
    with pytest.raises(booths.NotTakingPlaceError):
        booths.offer(application=freed, booth=booth, by=operator, now=NOW)


def test_a_fair_held_online_gives_no_booth_and_frees_those_given_meanwhile(
    site: Any, owner: User, operator: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from events.domain import status

    fair = make.make_fair(make.make_index(site))
    key = fair.translation_key
    application, booth = stock.make_applicant(key, owner), stock.make_booth(stock.make_hall(key))
    take = booths.lock

    def offer_first(*, booth_ids: Any) -> Any:
        monkeypatch.setattr(booths, "lock", take)
        Booth.objects.filter(pk=booth.pk).update(
            state=BoothState.HELD, holder=application, held_until=NOW + timedelta(hours=1)
        )
        type(application).objects.filter(pk=application.pk).update(state=ApplicationState.BOOTH_OFFERED)
        return take(booth_ids=booth_ids)

    monkeypatch.setattr(booths, "lock", offer_first)
    status.move_online(event=fair, by=operator, now=NOW, notes={}, online_url="https://meet.example.org/1")
    assert stock.reload(application).state == ApplicationState.ACCEPTED
    assert booth in fairs.free_booths(key, NOW)
    client.force_login(owner)
    page = client.get(f"/dang-ky-gian-hang/ho-so/{application.reference}/").content.decode()
    assert "Hội chợ này đã hoãn, đã hủy hoặc chuyển sang trực tuyến" in page
    told = mail.outbox[-1].body
    assert "Gian hàng đã giữ hoặc đã giao được trả lại" in told
    with pytest.raises(booths.NotTakingPlaceError):
        booths.offer(application=application, booth=booth, by=operator, now=NOW)


def test_a_mark_taken_back_leaves_no_fee_to_who_has_no_booth(hall: Any, owner: User, operator: User) -> None:
    done = confirmed(hall, owner, operator, fee=5_000_000)
    payments.mark_paid(application=done, paid_on=date(2026, 11, 20), note="", by=operator, now=NOW)
    booths.release(application=done, by=operator, now=NOW, words="Đổi chỗ.")
    payments.unmark_paid(application=done, note="Đã trả lại.", by=operator, now=NOW)
    assert (stock.reload(done).paid_on, stock.reload(done).fee_due) == (None, None)


def test_another_choice_gives_no_more_time(hall: Any, owner: User, operator: User) -> None:
    stock.make_setup(KEY, AllocationMode.CHOICE)
    application, one, two = stock.make_applicant(KEY, owner), stock.make_booth(hall), stock.make_booth(hall)
    starts = NOW + timedelta(hours=1)
    choosing.announce_order(
        fair_key=KEY, references=[application.reference], starts_at=starts, minutes=60, by=operator, now=NOW
    )
    booths.choose(application=application, booth=one, by=owner, now=starts)
    booths.choose(application=application, booth=two, by=owner, now=starts + timedelta(hours=10))
    two.refresh_from_db()
    assert two.held_until == starts + timedelta(hours=72)
    booths.choose(application=application, booth=one, by=owner, now=starts + timedelta(hours=80))
    one.refresh_from_db()
    assert one.held_until == starts + timedelta(hours=152)


def test_a_fee_that_was_paid_stays_with_a_booth_without_fee(hall: Any, owner: User, operator: User) -> None:
    done = confirmed(hall, owner, operator, fee=5_000_000)
    payments.mark_paid(application=done, paid_on=date(2026, 11, 20), note="", by=operator, now=NOW)
    booths.release(application=done, by=operator, now=NOW, words="Đổi chỗ.")
    booths.offer(application=done, booth=stock.make_booth(hall), by=operator, now=NOW)
    again = booths.confirm(application=done, by=owner, now=NOW)
    assert (again.fee_due, again.paid_on) == (5_000_000, date(2026, 11, 20))
