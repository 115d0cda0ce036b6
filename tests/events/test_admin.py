"""The form of an event in the admin."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from events.enums import EventKind
from events.models import EventPage, FairPage
from registration.enums import InvitationMethod
from registration.models import PlaceKind
from registration.subjects import Invitee
from tests.factories import events as make
from tests.factories import registration as seats


def form_of(page: EventPage, **data: Any) -> Any:
    return (
        type(page)
        .get_edit_handler()
        .get_form_class()({"body-count": "0", **data}, instance=page, for_user=make.make_operator())
    )


def test_the_form_refuses_fewer_places_than_are_taken(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=5)
    kind = PlaceKind.objects.get(subject=page.translation_key)
    seats.make_registration(kind, now=make.NOW, email_verified=True, party_size=3)
    assert "capacity" in form_of(page, capacity="2").errors
    assert "capacity" not in form_of(page, capacity="3").errors


def test_only_kinds_without_a_page_type_of_their_own_are_offered(site: Site) -> None:
    page = make.make_event(make.make_index(site))
    offered = {value for value, _label in form_of(page).fields["kind"].choices}
    assert EventKind.SEMINAR in offered
    assert EventKind.FAIR not in offered
    assert "kind" not in form_of(make.make_fair(page.get_parent().specific)).fields


def test_a_fair_has_its_kind_whatever_was_set(site: Site) -> None:
    assert make.make_event(make.make_index(site), FairPage, kind=EventKind.SEMINAR).kind == EventKind.FAIR


@pytest.mark.parametrize(
    "change",
    [
        "status = 'vanished'",
        "ends_at = '2000-01-01 00:00:00+00:00'",
        "latitude = 21.1, longitude = NULL",
        "registration_opens_at = '2026-12-02 00:00:00+00:00', registration_closes_at = '2026-12-01 00:00:00+00:00'",
    ],
)
def test_the_database_refuses_what_makes_no_sense(site: Site, change: str) -> None:
    make.make_event(make.make_index(site))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE events_eventpage SET {change}")


def test_a_subject_is_told_to_the_seat_engine(site: Site, django_assert_num_queries: Any) -> None:
    from portal.kernel.languages import Language
    from registration import subjects

    index = make.make_index(site)
    page, other = make.make_event(index), make.make_event(index)
    make.english(page)
    draft = make.make_event(index, publish=False)
    keys = [page.translation_key, other.translation_key, draft.translation_key]
    found = subjects.info_for(keys, Language.ENGLISH)
    assert set(found) == {page.translation_key, other.translation_key}
    assert found[page.translation_key].title == f"English {page.title}"
    assert found[other.translation_key].language == Language.VIETNAMESE
    make_files = found[page.translation_key].invitations
    assert make_files is not None
    invitee = Invitee(email="an@example.org", name="An", steps=0, changed_at=make.NOW)
    [file] = make_files(invitee=invitee, method=InvitationMethod.REQUEST, now=make.NOW)
    assert b"BEGIN:VEVENT" in file
