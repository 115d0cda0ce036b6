"""Whose undelivered mails an organiser looks after: those about events that the organisers' group may publish."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Site

from events import mail_samples, roles
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from tests.factories import events as make


@pytest.mark.django_db
def test_events_of_the_organisers_are_theirs_and_nobody_elses(site: Site) -> None:
    event: Any = make.make_event(make.make_index(site))
    role_domain.sync()
    organiser = User.objects.create_user("to.chuc@example.org", full_name="Ban Tổ Chức")
    organiser.groups.add(Group.objects.get(name=roles.ORGANISERS))
    visitor = User.objects.create_user("khach@example.org", full_name="Khách")
    keys = [event.translation_key, uuid.uuid4()]
    assert mail_samples.is_organiser(organiser)
    assert not mail_samples.is_organiser(visitor)
    assert mail_samples.own_events(organiser, keys) == {event.translation_key}
    assert mail_samples.own_events(visitor, keys) == set()
