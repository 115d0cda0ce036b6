"""Trainers of a copied course: known by name, without any secret until an organiser makes one; the old link opens the old course only."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.kernel.errors import DomainError, NotAllowedError
from registration.courses import CourseFacts
from registration.domain import set_up, trainer_links
from registration.models import TrainerLink
from tests.factories import courses as make
from tests.factories.registration import NOON, make_organiser

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=364)


def give(
    course: CourseFacts, by: User, session: uuid.UUID | None = None, name: str = "Cô Hoa"
) -> tuple[TrainerLink, str]:
    return trainer_links.give(subject=course.key, session=session, name=name, by=by, now=NOON)


def copied(course: CourseFacts, by: User, sessions: dict[uuid.UUID, uuid.UUID] | None = None) -> list[TrainerLink]:
    target = uuid.uuid4()
    known = {row.key: uuid.uuid4() for row in course.sessions} if sessions is None else sessions
    set_up.copy(source=course.key, target=target, shift=YEAR, sessions=known, by=by, now=NOON)
    return list(TrainerLink.objects.filter(subject=target).order_by("pk"))


def test_trainers_follow_without_their_secrets(course: CourseFacts) -> None:
    organiser = make_organiser()
    first, secret = give(course, organiser)
    give(course, organiser, course.sessions[0].key, "Thầy Nam")
    whole, one = copied(course, organiser)
    assert (whole.name, whole.session, whole.expires_at) == ("Cô Hoa", None, first.expires_at + YEAR)
    assert one.session not in {None, course.sessions[0].key}
    assert trainer_links.without_secret([first, whole, one], NOON) == {whole.pk, one.pk}
    opened = trainer_links.opened_by(secret=secret, now=NOON)
    assert opened is not None
    assert opened.subject == course.key


def test_an_organiser_makes_the_first_secret_and_a_new_one_ends_the_former(course: CourseFacts) -> None:
    organiser = make_organiser()
    give(course, organiser)
    [link] = copied(course, organiser)
    first = trainer_links.renew(link=link, by=organiser, now=NOON)
    second = trainer_links.renew(link=link, by=organiser, now=NOON)
    assert trainer_links.opened_by(secret=first, now=NOON) is None
    assert trainer_links.opened_by(secret=second, now=NOON) == link
    assert trainer_links.without_secret([link], NOON) == set()


def test_withdrawn_links_and_those_of_left_out_sessions_do_not_follow(course: CourseFacts) -> None:
    organiser = make_organiser()
    link, _secret = give(course, organiser)
    trainer_links.withdraw(link=link, by=organiser, now=NOON)
    give(course, organiser, course.sessions[0].key)
    assert copied(course, organiser, sessions={}) == []


def test_who_may_not_decide_makes_no_secret_and_a_withdrawn_link_gets_none(course: CourseFacts) -> None:
    organiser = make_organiser()
    link, _secret = give(course, organiser)
    with pytest.raises(NotAllowedError):
        trainer_links.renew(link=link, by=User.objects.create_user("x@example.org"), now=NOON)
    trainer_links.withdraw(link=link, by=organiser, now=NOON)
    with pytest.raises(DomainError):
        trainer_links.renew(link=link, by=organiser, now=NOON)


def test_the_page_shows_the_address_once(course: CourseFacts, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    organiser = make_organiser()
    make.place_kind(course)
    link, _secret = give(course, organiser)
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    url = reverse("course_trainers", args=[course.key])
    shown = client.post(url, {"renew": str(link.pk)})
    address = shown.context["new_address"]
    assert address in shown.content.decode()
    assert trainer_links.opened_by(secret=address.rstrip("/").rpartition("/")[2], now=NOON) == link
    assert address not in client.get(url).content.decode()
    assert client.post(url, {"renew": "x"}).status_code == 404
    assert client.post(url, {"renew": "999999"}).status_code == 404
