"""Who is told about an application: the contact, else the members who may act, else the organisers; never nobody in silence."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from wagtail.models import Site

from events import roles
from events.domain import applications, booths
from events.enums import ApplicationState
from events.models import FairApplication
from exhibitors.enums import MemberRole
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from tests.events.booths.scene import NOW
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(site: Site) -> User:
    return make.make_operator()


@pytest.fixture
def key(site: Site) -> uuid.UUID:
    fair: Any = make.make_fair(make.make_index(site))
    found: uuid.UUID = fair.translation_key
    return found


def offered(key: uuid.UUID, operator: User, **values: Any) -> FairApplication:
    application = stock.make_applicant(key, people.make_person(), **values)
    mail.outbox.clear()
    return application


def offer(application: FairApplication, operator: User) -> None:
    booth = stock.make_booth(stock.make_hall(application.fair_key))
    booths.offer(application=application, booth=booth, by=operator, now=NOW)


def told() -> list[str]:
    return sorted(address for sent in mail.outbox for address in sent.to)


def lose_contact(application: FairApplication, how: str) -> None:
    contact = application.contact_user
    assert contact is not None
    if how == "gone":
        application.contact_user = None
        application.save(update_fields=["contact_user"])
    elif how == "erased":
        User.objects.filter(pk=contact.pk).update(email=f"erased-{contact.pk}@erased.invalid")
    else:
        User.objects.filter(pk=contact.pk).update(is_active=False)


def test_only_the_contact_is_told_while_the_account_is_there(key: uuid.UUID, operator: User) -> None:
    application = offered(key, operator)
    people.make_member(application.organisation, MemberRole.EDITOR)
    offer(application, operator)
    assert application.contact_user is not None
    assert told() == [application.contact_user.email]


@pytest.mark.parametrize("how", ["gone", "erased", "closed"])
def test_members_who_may_act_are_told_when_the_contact_is_gone(how: str, key: uuid.UUID, operator: User) -> None:
    application = offered(key, operator)
    application.organisation.memberships.exclude(user=application.contact_user).delete()
    lose_contact(application, how)
    if how == "gone":
        application.organisation.memberships.all().delete()
    editor = people.make_member(application.organisation, MemberRole.EDITOR).user
    people.make_member(application.organisation, MemberRole.VIEWER)
    offer(FairApplication.objects.get(pk=application.pk), operator)
    assert told() == [editor.email]


def test_a_contact_who_left_the_organisation_is_told_nothing(key: uuid.UUID, operator: User) -> None:
    application = offered(key, operator)
    application.organisation.memberships.filter(user=application.contact_user).delete()
    people.make_member(application.organisation, MemberRole.EDITOR)
    staying = sorted(
        membership.user.email for membership in application.organisation.memberships.select_related("user")
    )
    offer(FairApplication.objects.get(pk=application.pk), operator)
    assert len(staying) == 2
    assert told() == staying


def test_organisers_are_told_when_nobody_of_the_organisation_can_be(key: uuid.UUID, operator: User) -> None:
    role_domain.sync()
    organiser = User.objects.create_user("to.chuc@example.org", full_name="Ban Tổ Chức")
    organiser.groups.add(Group.objects.get(name=roles.ORGANISERS))
    application = offered(key, operator, state=ApplicationState.SUBMITTED, decided_at=None)
    application.organisation.memberships.all().delete()
    lose_contact(application, "gone")
    applications.decline(
        application=FairApplication.objects.get(pk=application.pk), by=operator, now=NOW, words="Hết chỗ."
    )
    [sent] = mail.outbox
    assert sent.to == [organiser.email]
    assert application.organisation.display_name in sent.subject
    assert application.reference in sent.body
    assert f"/admin/fair_applications/inspect/{application.pk}/" in sent.body
