"""Entries follow names that change without a page being published, and every night what nothing else noticed."""

from io import StringIO
from typing import Any

import icalendar as reader
import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Site

from awards.enums import PhaseKind
from awards.models import AwardPhase
from events.domain import calendar, dated
from events.models import CalendarFeedState, CalendarIdentity, EventOrganiser
from portal.vocabularies.enums import VocabularyCode
from tests.events.calendars.test_feed import VI, _now  # noqa: F401 -- a fixture
from tests.factories import awards as prizes
from tests.factories import events as make
from tests.factories import exhibitors as people


def entries(client: Client) -> list[Any]:
    return reader.Calendar.from_ical(client.get(VI).content).walk("VEVENT")


def tend() -> str:
    out = StringIO()
    call_command("tend_calendars", stdout=out)
    return out.getvalue()


def test_a_renamed_organisation_stands_in_the_entries_of_its_events_at_once(site: Site, client: Client) -> None:
    organisation = people.make_organisation()
    make.make_event(make.make_index(site), organisers=[EventOrganiser(organisation=organisation)])
    [before] = entries(client)
    organisation.name = "Viện Tên Mới"
    organisation.save()
    [after] = entries(client)
    assert after["ORGANIZER"].params["CN"] == "Viện Tên Mới"
    assert after["SEQUENCE"] == before["SEQUENCE"], "a name moves nothing"
    revision = CalendarFeedState.objects.get().revision
    organisation.summary = "Lời khác."
    organisation.save()
    organisation.name = "Chưa nói"
    organisation.save(update_fields=["summary"])
    assert CalendarFeedState.objects.get().revision == revision


def test_the_night_finds_renamed_terms_and_what_has_no_identity_yet(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "PART", 1)
    index = make.make_index(site)
    term = people.make_term(VocabularyCode.FIELD, "drying", "Sấy", "Drying")
    for _number in range(2):
        make.make_event(index, fields=[term])
    phases = [AwardPhase(kind=PhaseKind.CALL, starts_on=make.day(1).date(), ends_on=make.day(15).date())]
    prizes.make_award(prizes.make_index(site), phases=phases)
    assert len(entries(client)) == 2
    type(term).objects.update(label_vi="Sấy lạnh")
    assert tend().startswith("3 ")
    found = entries(client)
    assert len(found) == 3, "a deadline that was public before"
    assert sum("Sấy lạnh" in event["CATEGORIES"].to_ical().decode() for event in found) == 2
    assert [int(event["SEQUENCE"]) for event in found] == [0, 0, 0]
    assert tend().startswith("0 ")
    assert CalendarIdentity.objects.count() == 3


def test_the_night_takes_nothing_away_where_a_list_vanished(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    phases = [AwardPhase(kind=PhaseKind.CALL, starts_on=make.day(1).date(), ends_on=make.day(15).date())]
    prizes.make_award(prizes.make_index(site), phases=phases)
    assert tend().startswith("1 ")
    monkeypatch.setattr(dated, "collect", lambda **_asked: [])
    assert tend().startswith("0 ")
    assert not CalendarIdentity.objects.exclude(removed_at=None).exists()
