"""An organiser changes where one registration takes part, in the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from registration.domain import places, registrations
from registration.enums import Audience, Reason, WayOfAttending
from registration.models import PlaceKind, Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=5)


@pytest.fixture
def screen(hall: PlaceKind) -> PlaceKind:
    pool = places.open_pool(subject=hall.subject, code="screen", name_vi="Trực tuyến", capacity=1)
    return places.open_place_kind(
        subject=hall.subject,
        code="screen",
        name_vi="Trực tuyến",
        pools=[pool],
        audience=Audience(hall.audience),
        way=WayOfAttending.ONLINE,
    )


@pytest.fixture
def desk(client: Client, organiser: User) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    return client


def address(registration: Registration) -> str:
    return reverse("registrations:move", args=[registration.pk])


def test_the_organiser_moves_somebody_to_the_screen(
    desk: Client, hall: PlaceKind, screen: PlaceKind, organiser: User
) -> None:
    holder = make_registration(hall, email_verified=True)
    assert address(holder) in desk.get(reverse("registrations:inspect", args=[holder.pk])).content.decode()
    assert "Trực tuyến (Trực tuyến)" in desk.get(address(holder)).content.decode()
    assert desk.post(address(holder), {}).context["form"].errors.keys() == {"place_kind"}
    outbox.outbox.clear()
    assert desk.post(address(holder), {"place_kind": screen.pk}).status_code == 302
    step = holder.log.order_by("pk").last()
    assert step is not None
    assert (step.reason, step.by) == (Reason.KIND_CHANGED, organiser)
    assert Registration.objects.get(pk=holder.pk).place_kind == screen
    assert [message.to for message in outbox.outbox] == [[holder.email]]


def test_a_full_kind_is_refused_beside_its_field(desk: Client, hall: PlaceKind, screen: PlaceKind) -> None:
    make_registration(screen, email_verified=True)
    holder = make_registration(hall, email_verified=True)
    refused = desk.post(address(holder), {"place_kind": screen.pk})
    assert refused.status_code == 200
    assert refused.context["form"].errors
    assert Registration.objects.get(pk=holder.pk).place_kind == hall


def test_others_and_ended_registrations_find_nothing(
    client: Client, hall: PlaceKind, screen: PlaceKind, organiser: User
) -> None:
    holder = make_registration(hall, email_verified=True)
    reader = User.objects.create_user("nguoi-la@example.org")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)
    assert client.get(address(holder)).status_code == 404
    assert client.post(address(holder), {"place_kind": screen.pk}).status_code == 404
    registrations.cancel(registration=holder, by=organiser, now=NOON)
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    assert client.get(address(holder)).status_code == 404
