"""Who has a booth: offered, chosen, confirmed, given back; passes and payments."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError

from events import audit_source
from events import fair_queries as fairs
from events.booth_enums import AllocationMode, BoothState
from events.domain import applications, booths, choosing, payments, staff_passes
from events.enums import ApplicationState
from events.models import Booth, BoothLog, FairApplicationLog
from exhibitors.enums import MemberRole
from portal.accounts.models import User
from portal.kernel import erasure, personal_data
from portal.kernel.errors import DomainError, IllegalMoveError, LimitReachedError, NotAllowedError
from portal.mail.models import OutgoingMail
from registration import audit_sources
from registration.organiser_enums import Capacity
from tests.events.booths.scene import KEY, LATER, NOW, confirmed, run_sql
from tests.factories import booths as stock
from tests.factories import exhibitors as people


def test_an_offer_is_held_confirmed_and_logged(hall: Any, owner: User, operator: User) -> None:
    application, booth = stock.make_applicant(KEY, owner), stock.make_booth(hall, fee=6_000_000)
    offered = booths.offer(application=application, booth=booth, by=operator, now=NOW)
    assert offered.state == ApplicationState.BOOTH_OFFERED
    assert booth.number in mail.outbox[-1].body
    done = booths.confirm(application=application, by=owner, now=NOW + timedelta(hours=72) - timedelta(seconds=1))
    booth.refresh_from_db()
    assert (booth.state, booth.holder, booth.held_until) == (BoothState.ASSIGNED, done, None)
    assert (done.state, done.stand, done.fee_due, done.pass_allowance) == ("confirmed", booth.number, 6_000_000, 3)
    assert list(BoothLog.objects.values_list("from_state", "to_state")) == [("free", "held"), ("held", "assigned")]
    assert list(FairApplicationLog.objects.values_list("to_state", flat=True)) == ["booth-offered", "confirmed"]


def test_organisers_see_which_mails_about_their_booths_failed(hall: Any, owner: User, operator: User) -> None:
    done = confirmed(hall, owner, operator)
    staff_passes.give(application=done, full_name="Lê Thị Ánh", email="anh@example.org", by=owner, now=NOW)
    kinds = OutgoingMail.objects.filter(kind="events/emails/fair_step")
    assert kinds.count() == 3
    assert set(kinds.values_list("about", flat=True)) == {KEY}


def test_a_person_leaves_a_pass_behind_that_still_counts(hall: Any, owner: User, operator: User) -> None:
    done = confirmed(hall, owner, operator)
    for name in ("anh", "binh"):
        staff_passes.give(application=done, full_name=name, email=f"{name}@example.org", by=owner, now=NOW)
    erasure.erase_person(user=people.make_person(), addresses=["anh@example.org"])
    erased = done.passes.first()
    assert (erased.full_name, erased.email) == ("", f"erased-{erased.pk}{erasure.ERASED_DOMAIN}")
    assert done.passes.last().full_name == "binh"
    rule = next(rule for rule in personal_data.rules() if rule.model == "events.StaffPass")
    erasure.erase_expired_of(rule, now=NOW + timedelta(days=300))
    assert done.passes.last().full_name == "binh"
    erasure.erase_expired_of(rule, now=NOW + timedelta(days=366))
    assert done.passes.last().full_name == ""
    assert staff_passes.counters_match_rows() == []


def test_the_audit_says_for_whom_each_step_was_taken(hall: Any, owner: User, operator: User) -> None:
    application, booth = stock.make_applicant(KEY, owner), stock.make_booth(hall, fee=5_000_000)
    colleague = people.make_person()
    people.make_member(application.organisation, MemberRole.OWNER, colleague)
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    booths.expire_offers(now=LATER)
    booths.offer(application=application, booth=booth, by=operator, now=LATER)
    booths.confirm(application=application, by=colleague, now=LATER)
    payments.mark_paid(application=application, paid_on=date(2026, 11, 20), note="", by=operator, now=LATER)
    keys = list(FairApplicationLog.objects.order_by("pk").values_list("pk", flat=True))
    lines = audit_source.SOURCE.lines(keys)
    organiser, system = str(Capacity.ORGANISER.label), str(Capacity.SYSTEM.label)
    own = application.organisation.display_name
    assert [str(lines[key].capacity) for key in keys] == [organiser, system, organiser, own, organiser]


def test_the_audit_finds_booths_that_were_taken_out_of_rent(hall: Any, operator: User) -> None:
    booth = stock.make_booth(hall)
    booths.set_blocked(booth_ids=[booth.pk], is_blocked=True, by=operator, now=NOW)
    wanted = audit_sources.AuditFilter(subject=KEY, action=audit_source.BOOTH)
    (line,) = audit_sources.lines_of(audit_sources.find(wanted))
    assert (line.record, line.by, line.subject) == (booth.number, str(operator), KEY)
    assert line.changes == (("state", str(BoothState.FREE.label), str(BoothState.BLOCKED.label)),)


def test_a_hold_ends_at_its_instant_without_any_job(hall: Any, owner: User, operator: User) -> None:
    first, second, booth = stock.make_applicant(KEY, owner), stock.make_applicant(KEY, owner), stock.make_booth(hall)
    booths.offer(application=first, booth=booth, by=operator, now=NOW)
    end = NOW + timedelta(hours=72)
    assert booth not in fairs.free_booths(KEY, end - timedelta(seconds=1))
    assert booth in fairs.free_booths(KEY, end)
    with pytest.raises(booths.OfferExpiredError):
        booths.confirm(application=first, by=owner, now=end)
    booths.offer(application=second, booth=booth, by=operator, now=end)
    assert stock.reload(first).state == ApplicationState.OFFER_EXPIRED
    assert fairs.booth_of(second) == booth


def test_the_sweep_tells_those_who_were_too_late(hall: Any, owner: User, operator: User) -> None:
    application, booth = stock.make_applicant(KEY, owner), stock.make_booth(hall)
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    assert booths.expire_offers(now=NOW) == 0
    assert booths.expire_offers(now=LATER) == 1
    assert stock.reload(application).state == ApplicationState.OFFER_EXPIRED
    assert booths.expire_offers(now=LATER) == 0
    assert application.reference in mail.outbox[-1].subject


def test_a_taken_or_blocked_booth_cannot_be_had(hall: Any, owner: User, operator: User) -> None:
    first, second, booth = stock.make_applicant(KEY, owner), stock.make_applicant(KEY, owner), stock.make_booth(hall)
    booths.offer(application=first, booth=booth, by=operator, now=NOW)
    with pytest.raises(booths.BoothTakenError):
        booths.offer(application=second, booth=booth, by=operator, now=NOW)
    with pytest.raises(booths.BoothTakenError):
        booths.set_blocked(booth_ids=[booth.pk], is_blocked=True, by=operator, now=NOW)
    other = stock.make_booth(hall)
    assert booths.set_blocked(booth_ids=[other.pk], is_blocked=True, by=operator, now=NOW) == 1
    with pytest.raises(booths.BoothTakenError):
        booths.offer(application=second, booth=other, by=operator, now=NOW)
    assert booths.set_blocked(booth_ids=[other.pk], is_blocked=False, by=operator, now=NOW) == 1


def test_a_booth_of_another_fair_cannot_be_had(hall: Any, owner: User, operator: User) -> None:
    foreign = stock.make_applicant(uuid.uuid4(), owner)
    with pytest.raises(booths.BoothTakenError):
        booths.offer(application=foreign, booth=stock.make_booth(hall), by=operator, now=NOW)


def test_another_offer_frees_the_first_booth(hall: Any, owner: User, operator: User) -> None:
    application, one, two = stock.make_applicant(KEY, owner), stock.make_booth(hall), stock.make_booth(hall)
    booths.offer(application=application, booth=one, by=operator, now=NOW)
    booths.offer(application=application, booth=two, by=operator, now=NOW)
    assert fairs.booth_of(application) == two
    assert one in fairs.free_booths(KEY, NOW)


def test_turning_down_and_withdrawing_free_the_booth(hall: Any, owner: User, operator: User) -> None:
    application, booth = stock.make_applicant(KEY, owner), stock.make_booth(hall)
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    booths.turn_down(application=application, by=owner, now=NOW)
    assert booth in fairs.free_booths(KEY, NOW)
    done = confirmed(hall, owner, operator)
    staff_passes.give(application=done, full_name="Lê Thị Ánh", email="anh@example.org", by=owner, now=NOW)
    withdrawn = applications.withdraw(application=done, by=owner, now=NOW)
    assert (withdrawn.stand, withdrawn.passes_taken) == ("", 0)
    assert fairs.booth_of(withdrawn) is None


def test_taking_a_booth_back_needs_words_and_tells(hall: Any, owner: User, operator: User) -> None:
    done = confirmed(hall, owner, operator)
    with pytest.raises(DomainError):
        booths.release(application=done, by=operator, now=NOW, words=" ")
    freed = booths.release(application=done, by=operator, now=NOW, words="Cột nhà phải gia cố.")
    assert (freed.state, freed.stand, freed.fee_due or 0) == (ApplicationState.ACCEPTED, "", 0)
    assert "Cột nhà phải gia cố." in mail.outbox[-1].body


def test_a_cancelled_fair_frees_every_booth(hall: Any, owner: User, operator: User) -> None:
    done = confirmed(hall, owner, operator)
    assert booths.free_all(fair_key=KEY, by=operator, now=NOW, note="Hủy") == 1
    assert stock.reload(done).state == ApplicationState.ACCEPTED
    assert not Booth.objects.filter(holder__isnull=False).exists()


def test_strangers_and_exhibitors_without_a_turn_get_nothing(hall: Any, owner: User, operator: User) -> None:
    application, booth = stock.make_applicant(KEY, owner), stock.make_booth(hall)
    with pytest.raises(NotAllowedError):
        booths.offer(application=application, booth=booth, by=owner, now=NOW)
    with pytest.raises(NotAllowedError):
        booths.choose(application=application, booth=booth, by=owner, now=NOW)
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    with pytest.raises(NotAllowedError):
        booths.confirm(application=application, by=people.make_person(), now=NOW)
    with pytest.raises(IllegalMoveError):
        booths.confirm(application=stock.make_applicant(KEY, owner), by=owner, now=NOW)


def test_exhibitors_choose_in_the_announced_order(hall: Any, owner: User, operator: User) -> None:
    stock.make_setup(KEY, AllocationMode.CHOICE)
    first, second = stock.make_applicant(KEY, owner), stock.make_applicant(KEY, owner)
    one, two = stock.make_booth(hall), stock.make_booth(hall)
    start = NOW + timedelta(hours=1)
    choosing.announce_order(
        fair_key=KEY, references=[first.reference, second.reference], starts_at=start, minutes=30, by=operator, now=NOW
    )
    with pytest.raises(DomainError):
        booths.choose(application=first, booth=one, by=owner, now=NOW)
    with pytest.raises(DomainError):
        booths.choose(application=second, booth=one, by=owner, now=start)
    lapsed = start + timedelta(minutes=30)
    assert fairs.may_choose(second, lapsed)
    booths.choose(application=second, booth=one, by=owner, now=lapsed)
    booths.choose(application=first, booth=two, by=owner, now=lapsed)
    assert (fairs.booth_of(first), fairs.booth_of(second)) == (two, one)


def test_the_next_may_choose_as_soon_as_the_first_has_chosen(hall: Any, owner: User, operator: User) -> None:
    stock.make_setup(KEY, AllocationMode.CHOICE)
    first, second = stock.make_applicant(KEY, owner), stock.make_applicant(KEY, owner)
    start = NOW + timedelta(hours=1)
    choosing.announce_order(
        fair_key=KEY, references=[first.reference, second.reference], starts_at=start, minutes=30, by=operator, now=NOW
    )
    booths.choose(application=first, booth=stock.make_booth(hall), by=owner, now=start)
    assert fairs.may_choose(stock.reload(second), start)
    with pytest.raises(DomainError):
        choosing.announce_order(
            fair_key=KEY, references=[second.reference], starts_at=LATER, minutes=30, by=operator, now=start
        )
    late = stock.make_applicant(KEY, owner)
    (added,) = choosing.announce_order(
        fair_key=KEY,
        references=[late.reference],
        starts_at=start + timedelta(minutes=1),
        minutes=30,
        by=operator,
        now=start,
    )
    assert (added.position, added.opens_at) == (3, start + timedelta(minutes=60))


@pytest.mark.parametrize("references", [[], ["GH-XXXX-XXXX"], ["twice", "twice"]])
def test_a_wrong_order_is_refused(owner: User, operator: User, references: list[str]) -> None:
    stock.make_setup(KEY, AllocationMode.CHOICE)
    known = stock.make_applicant(KEY, owner).reference
    named = [known if reference == "twice" else reference for reference in references]
    with pytest.raises(DomainError) as refused:
        choosing.announce_order(fair_key=KEY, references=named, starts_at=LATER, minutes=9, by=operator, now=NOW)
    assert refused.value.field == "references"


def test_staff_passes_end_at_the_allowance(hall: Any, owner: User, operator: User) -> None:
    done = confirmed(hall, owner, operator)
    given = [
        staff_passes.give(application=done, full_name=f"Người {n}", email=f"n{n}@example.org", by=owner, now=NOW)
        for n in range(3)
    ]
    assert mail.outbox[-1].to == ["n2@example.org"]
    assert given[-1].number in mail.outbox[-1].body
    with pytest.raises(LimitReachedError):
        staff_passes.give(application=done, full_name="Người 4", email="n4@example.org", by=owner, now=NOW)
    staff_passes.revoke(staff_pass=given[0], by=owner, now=NOW)
    staff_passes.revoke(staff_pass=given[0], by=owner, now=NOW)
    assert stock.reload(done).passes_taken == 2
    with pytest.raises(DomainError) as refused:
        staff_passes.give(application=done, full_name="Người 1", email="N1@example.org", by=owner, now=NOW)
    assert refused.value.field == "email"
    assert staff_passes.counters_match_rows() == []
    with pytest.raises(IntegrityError):
        run_sql("UPDATE events_fairapplication SET passes_taken = pass_allowance + 1 WHERE id = %s", done.pk)


def test_payment_is_marked_and_taken_back_by_a_person(hall: Any, owner: User, operator: User) -> None:
    done = confirmed(hall, owner, operator, fee=5_000_000)
    with pytest.raises(NotAllowedError):
        payments.mark_paid(application=done, paid_on=date(2026, 11, 20), note="", by=owner, now=NOW)
    with pytest.raises(DomainError):
        payments.mark_paid(application=done, paid_on=date(2026, 11, 24), note="", by=operator, now=NOW)
    paid = payments.mark_paid(application=done, paid_on=date(2026, 11, 20), note="UNC 12", by=operator, now=NOW)
    assert (paid.paid_on, paid.paid_marked_by) == (date(2026, 11, 20), operator)
    with pytest.raises(DomainError):
        payments.mark_paid(application=done, paid_on=date(2026, 11, 20), note="", by=operator, now=NOW)
    with pytest.raises(DomainError):
        payments.unmark_paid(application=done, note="", by=operator, now=NOW)
    assert payments.unmark_paid(application=done, note="Nhầm hồ sơ", by=operator, now=NOW).paid_on is None
    assert FairApplicationLog.objects.filter(is_internal=True).count() == 2
