"""Once a fair is over its booths, passes and applications stay as they are, and nobody is told of anything."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from events.decision_list import DECISIONS
from events.domain import applications, booths, staff_passes
from events.domain.application_steps import FairOverError
from events.enums import ApplicationState, EventStatus
from events.models import BoothLog, FairPage
from portal.accounts.models import User
from portal.kernel import clock
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def fair(site: Site) -> FairPage:
    people.make_directory(site)
    return make.make_fair(make.make_index(site))


def confirmed(fair: FairPage, owner: User, operator: User) -> Any:
    application = stock.make_applicant(fair.translation_key, owner)
    booth = stock.make_booth(stock.make_hall(fair.translation_key))
    booths.offer(application=application, booth=booth, by=operator, now=make.NOW)
    return booths.confirm(application=application, by=owner, now=make.NOW)


def ended(fair: FairPage) -> None:
    now = clock.now()
    FairPage.objects.filter(pk=fair.pk).update(
        starts_at=now - timedelta(days=3),
        ends_at=now - timedelta(hours=1),
        applications_open_at=now - timedelta(days=30),
        applications_close_at=now - timedelta(days=10),
    )


def test_nothing_changes_from_the_end_on(fair: FairPage, owner: User, operator: User) -> None:
    done, end = confirmed(fair, owner, operator), fair.ends_at
    person = {"full_name": "Lê Thị Ánh", "email": "anh@example.org"}
    mail.outbox.clear()
    with pytest.raises(FairOverError):
        staff_passes.give(application=done, by=owner, now=end, **person)
    with pytest.raises(FairOverError):
        booths.release(application=done, by=operator, now=end, words="Nhầm")
    with pytest.raises(FairOverError):
        applications.withdraw(application=done, by=owner, now=end)
    assert (stock.reload(done).state, stock.reload(done).passes_taken) == (ApplicationState.CONFIRMED, 0)
    assert mail.outbox == []
    staff_passes.give(application=done, by=owner, now=end - MOMENT, **person)
    booths.release(application=done, by=operator, now=end - MOMENT, words="Nhầm")
    assert applications.withdraw(application=done, by=owner, now=end - MOMENT).state == ApplicationState.WITHDRAWN


def test_a_postponed_fair_is_not_over_and_a_draft_may_go(fair: FairPage, owner: User) -> None:
    draft = stock.make_applicant(fair.translation_key, owner, state=ApplicationState.DRAFT)
    assert applications.withdraw(application=draft, by=owner, now=fair.ends_at).state == ApplicationState.WITHDRAWN
    FairPage.objects.filter(pk=fair.pk).update(status=EventStatus.POSTPONED)
    waiting = stock.make_applicant(fair.translation_key, owner)
    assert applications.withdraw(application=waiting, by=owner, now=fair.ends_at).state == ApplicationState.WITHDRAWN


def test_the_pages_do_not_offer_what_is_refused(fair: FairPage, owner: User, operator: User, client: Client) -> None:
    done = confirmed(fair, owner, operator)
    client.force_login(owner)
    base = reverse("events:application", args=[done.reference])
    ahead = clock.now() + timedelta(days=2)
    FairPage.objects.filter(pk=fair.pk).update(starts_at=ahead, ends_at=ahead + timedelta(days=1))
    assert "/rut/" in client.get(base).content.decode()
    assert DECISIONS["release"].can_follow(stock.reload(done))
    ended(fair)
    assert not DECISIONS["release"].can_follow(stock.reload(done))
    assert "/rut/" not in client.get(base).content.decode()
    assert 'name="full_name"' not in client.get(reverse("events:passes", args=[done.reference])).content.decode()


def test_a_closed_call_says_so_and_keeps_the_draft_readable(fair: FairPage, owner: User, client: Client) -> None:
    people.make_organisation(owner)
    form = f"/dang-ky-gian-hang/{fair.translation_key}/"
    client.force_login(owner)
    ended(fair)
    closed = client.get(form)
    assert closed.status_code == 200
    assert str(applications.ApplicationsClosedError.default_message) in closed.content.decode()
    assert 'name="stand_size"' not in closed.content.decode()
    draft = stock.make_applicant(fair.translation_key, owner, state=ApplicationState.DRAFT, note="Gần cửa chính")
    page = client.get(f"/dang-ky-gian-hang/ho-so/{draft.reference}/").content.decode()
    assert "Gần cửa chính" in page
    assert form not in page


def test_confirming_in_two_tabs_gives_the_first_answer(fair: FairPage, owner: User, operator: User) -> None:
    done = confirmed(fair, owner, operator)
    steps, mails = BoothLog.objects.count(), len(mail.outbox)
    again = booths.confirm(application=done, by=owner, now=make.NOW + timedelta(days=30))
    assert (again.state, again.stand) == (ApplicationState.CONFIRMED, done.stand)
    assert (BoothLog.objects.count(), len(mail.outbox)) == (steps, mails)


def test_revoking_a_pass_is_asked_about_first(fair: FairPage, owner: User, operator: User, client: Client) -> None:
    done = confirmed(fair, owner, operator)
    staff_passes.give(application=done, full_name="Lê Thị Ánh", email="anh@example.org", by=owner, now=make.NOW)
    client.force_login(owner)
    page = client.get(reverse("events:passes", args=[done.reference])).content.decode()
    question = page.index("<details", page.index("Lê Thị Ánh"))
    assert question < page.index("<summary>", question) < page.index(done.passes.get().number + "/")
