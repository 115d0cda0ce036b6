"""Copying an event: drafts in every language, dates moved by the same distance, places without people, once for one form."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from events.booth_enums import AllocationMode, BoothState
from events.domain import booths, copying, registration, status
from events.enums import EventStatus
from events.models import Booth, CalendarIdentity, EventPage, FairPage, FairRequirement, FairSetup
from portal.kernel.errors import DomainError, NotAllowedError
from portal.kernel.languages import Language
from registration import question_queries
from registration.domain import gates, mail_settings, places, set_up
from registration.enums import Audience, LeadTime, ReminderAudience, WaitingListPolicy, WordedMail
from registration.models import (
    AuditRow,
    Gate,
    MailWords,
    PlaceKind,
    Pool,
    QuestionSheet,
    Registration,
    ReminderRule,
)
from registration.organiser_enums import AuditAction
from tests import worlds
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories import questions
from tests.factories.registration import make_registration

NEW_START = make.day(16, 14, month=1).replace(year=2027)


@worlds.standing
def event(site: Site) -> EventPage:
    page = make.make_event(
        make.make_index(site),
        capacity=5,
        registration_opens_at=make.day(1, 8),
        registration_closes_at=make.day(11, 17),
        sessions=[make.make_session(make.day(12, 14), 60)],
    )
    make.english(page)
    return EventPage.objects.get(pk=page.pk)


def copy(event: EventPage, **values: Any) -> EventPage:
    shared = {"key": uuid.uuid4(), "starts_at": NEW_START, "titles": {}, "now": make.NOW}
    if "by" not in values:
        shared["by"] = make.make_operator()
    return copying.copy(event=event, **{**shared, **values})


def test_every_date_moves_by_the_same_distance_in_both_languages(event: EventPage) -> None:
    key, shift = uuid.uuid4(), NEW_START - event.starts_at
    made = copy(event, key=key, titles={Language.VIETNAMESE: "Hội thảo lần hai", Language.ENGLISH: "Second seminar"})
    assert (made.translation_key, made.title, made.live) == (key, "Hội thảo lần hai", False)
    assert (made.starts_at, made.ends_at) == (NEW_START, event.ends_at + shift)
    assert made.registration_closes_at == make.day(11, 17) + shift
    pages = {page.locale.language_code: page for page in EventPage.objects.filter(translation_key=key)}
    assert set(pages) == {"vi", "en"}
    assert (pages["en"].title, pages["en"].starts_at, pages["en"].live) == ("Second seminar", NEW_START, False)
    vietnamese, english = (pages[code].sessions.get() for code in ("vi", "en"))
    assert vietnamese.translation_key == english.translation_key
    assert vietnamese.translation_key != event.sessions.get().translation_key
    assert vietnamese.starts_at == make.day(12, 14) + shift
    draft = made.get_latest_revision_as_object()
    assert (draft.starts_at, draft.sessions.get().starts_at) == (NEW_START, make.day(12, 14) + shift)


def test_places_follow_and_people_do_not(event: EventPage) -> None:
    kind = PlaceKind.objects.get(subject=event.translation_key)
    press_pool = places.open_pool(subject=event.translation_key, code="press", name_vi="Báo chí", capacity=3)
    places.open_place_kind(
        subject=event.translation_key,
        code="press",
        name_vi="Báo chí",
        pools=[press_pool, kind.pools.get()],
        audience=Audience.PRESS,
        needs_approval=True,
        opens_at=make.day(2),
    )
    make_registration(kind, now=make.day(3))
    made = copy(event)
    kinds = {row.code: row for row in PlaceKind.objects.of(made.translation_key)}
    assert set(kinds) == {"on_site", "press"} or len(kinds) == 2
    press = kinds["press"]
    assert (press.audience, press.needs_approval) == (Audience.PRESS, True)
    assert press.opens_at == make.day(2) + (NEW_START - event.starts_at)
    assert press.pools.count() == 2
    assert set(Pool.objects.filter(subject=made.translation_key).values_list("taken", flat=True)) == {0}
    assert not Registration.objects.of_subjects([made.translation_key]).exists()
    assert not CalendarIdentity.objects.filter(event_key=made.translation_key).exists()


def test_a_copy_that_is_published_has_one_place_for_one_place(site: Site) -> None:
    event = make.make_event(
        make.make_index(site),
        capacity=5,
        needs_names=True,
        sessions=[make.make_session(make.day(12, 14), 60, takes_registrations=True, capacity=3)],
    )
    key = event.translation_key
    guests = places.open_place_kind(subject=key, code="guests", name_vi="Khách mời", party_maximum=4, needs_names=True)
    session = PlaceKind.objects.get(subject=key, session__isnull=False)
    gates.open_gate(
        subject=key, code="a", name_vi="A", place_kinds=[session, guests], by=make.make_operator(), now=make.NOW
    )
    made = copy(event)
    made.save_revision().publish()
    kinds = PlaceKind.objects.of(made.translation_key)
    assert sorted(kinds.values_list("name_vi", flat=True)) == sorted(
        PlaceKind.objects.of(key).values_list("name_vi", flat=True)
    )
    assert list(
        Pool.objects.filter(subject=made.translation_key, session__isnull=False).values_list("capacity", flat=True)
    ) == [3]
    assert kinds.get(code="guests").needs_names
    assert Gate.objects.get(subject=made.translation_key).place_kinds.count() == 2


def test_a_cancelled_event_is_copied_as_a_scheduled_one(event: EventPage) -> None:
    operator = make.make_operator()
    status.cancel(event=event, by=operator, now=make.NOW, notes={Language.VIETNAMESE: "Bão"})
    made = copy(EventPage.objects.get(pk=event.pk), by=operator)
    assert (made.status, made.status_note, made.previous_starts_at) == (EventStatus.SCHEDULED, "", None)
    assert PlaceKind.objects.get(subject=made.translation_key).is_open
    make_registration_of_the_copy = PlaceKind.objects.get(subject=made.translation_key)
    assert make_registration_of_the_copy.closes_at is not None


def test_a_fair_keeps_what_is_its_own(site: Site) -> None:
    fair = make.make_fair(make.make_index(site))
    made = FairPage.objects.get(pk=copy(fair, starts_at=fair.starts_at + timedelta(days=364)).pk)
    assert made.applications_close_at == fair.applications_close_at + timedelta(days=364)
    assert made.exhibitor_conditions == fair.exhibitor_conditions
    assert made.slug != fair.slug


def test_one_form_makes_one_copy(event: EventPage) -> None:
    key, operator = uuid.uuid4(), make.make_operator()
    first, second = copy(event, key=key, by=operator), copy(event, key=key, by=operator)
    assert first.pk == second.pk
    assert AuditRow.objects.filter(action=AuditAction.EVENT_COPIED).count() == 1


def test_what_is_registered_is_copied_too(event: EventPage) -> None:
    seen: list[dict[str, Any]] = []
    remove = set_up.register(lambda **values: seen.append(values))
    try:
        made = copy(event)
    finally:
        remove()
    [values] = seen
    assert (values["source"], values["target"]) == (event.translation_key, made.translation_key)
    assert values["shift"] == NEW_START - event.starts_at


def test_every_rule_of_a_kind_of_place_is_copied(event: EventPage) -> None:
    source, target = event.translation_key, uuid.uuid4()
    places.open_place_kind(
        subject=source,
        code="press",
        name_vi="Báo chí",
        name_en="Press",
        audience=Audience.PRESS,
        opens_at=make.day(2),
        closes_at=make.day(3),
        needs_approval=True,
        needs_email_confirmation=True,
        email_hold_minutes=45,
        party_maximum=7,
        waiting_list=WaitingListPolicy.FILL,
        offer_hours=12,
        position=4,
        needs_names=True,
    )
    set_up.copy(source=source, target=target, shift=timedelta(0), sessions={}, by=None, now=make.NOW)
    own = {"id", "subject"}
    first, second = PlaceKind.objects.filter(code="press", subject__in=[source, target]).values()
    assert {k: v for k, v in first.items() if k not in own} == {k: v for k, v in second.items() if k not in own}


def test_a_copied_session_has_one_kind_of_place_when_the_copy_is_published(site: Site) -> None:
    session = make.make_session(make.day(12, 14), 60, takes_registrations=True, capacity=9)
    page = make.make_event(make.make_index(site), capacity=5, sessions=[session])
    registration.open_places(event=EventPage.objects.get(pk=page.pk), now=make.NOW)
    made = copy(EventPage.objects.get(pk=page.pk))
    registration.open_places(event=made, now=make.NOW)
    key = made.sessions.get().translation_key
    assert PlaceKind.objects.filter(session=key).count() == 1
    assert Pool.objects.filter(session=key).count() == 1


def test_words_and_reminders_of_mails_follow(event: EventPage) -> None:
    operator = make.make_operator()
    mail_settings.set_words(
        subject=event.translation_key,
        notice=WordedMail.CONFIRMED,
        words={Language.VIETNAMESE: "Mang theo giấy tờ."},
        by=operator,
        now=make.NOW,
    )
    mail_settings.add_rule(
        subject=event.translation_key,
        audience=ReminderAudience.CONFIRMED,
        lead=LeadTime.DAY,
        by=operator,
        now=make.NOW,
    )
    made = copy(event, by=operator)
    assert MailWords.objects.get(subject=made.translation_key).words_vi == "Mang theo giấy tờ."
    rule = ReminderRule.objects.get(subject=made.translation_key)
    assert (rule.audience, rule.minutes_before, rule.since) == ("confirmed", LeadTime.DAY, make.NOW)


def test_questions_follow_and_are_in_force_again(event: EventPage) -> None:
    questions.publish(event.translation_key, questions.lunch(2))
    made = copy(event)
    version = question_queries.current(made.translation_key)
    assert version is not None
    assert version.questions == question_queries.current(event.translation_key).questions  # type: ignore[union-attr]
    options = Pool.objects.filter(subject=made.translation_key, kind_links__isnull=True)
    assert list(options.values_list("capacity", "taken")) == [(2, 0)]


def test_questions_that_are_a_draft_stay_one(event: EventPage) -> None:
    questions.make_draft(event.translation_key, questions.lunch(2))
    made = copy(event)
    assert QuestionSheet.objects.filter(subject=made.translation_key).exists()
    assert question_queries.current(made.translation_key) is None


def test_words_reminders_and_gates_follow(event: EventPage) -> None:
    key, operator = event.translation_key, make.make_operator()
    kind = PlaceKind.objects.filter(subject=key).first()
    assert kind is not None
    mail_settings.set_words(
        subject=key,
        notice=WordedMail.CONFIRMED,
        words={Language.VIETNAMESE: "Mang theo thẻ."},
        by=operator,
        now=make.NOW,
    )
    mail_settings.add_rule(
        subject=key, audience=ReminderAudience.CONFIRMED, lead=LeadTime.DAY,
        by=operator, now=make.NOW,
    )  # fmt: skip
    opens, closes = make.day(12, 8), make.day(12, 18)
    gates.open_gate(
        subject=key, code="a", name_vi="Cửa A", place_kinds=[kind], audiences=[Audience.VISITOR], windows=[(opens, closes)],
        reentry_allowed=False, by=operator, now=make.NOW,
    )  # fmt: skip
    later = make.NOW + timedelta(days=1)
    made = copy(event, now=later)
    shift = NEW_START - event.starts_at
    assert MailWords.objects.get(subject=made.translation_key).words_vi == "Mang theo thẻ."
    assert ReminderRule.objects.get(subject=made.translation_key).since == later
    gate = Gate.objects.get(subject=made.translation_key)
    assert (gate.code, gate.name_vi, gate.reentry_allowed, gate.audiences) == ("a", "Cửa A", False, ["visitor"])
    assert [row.subject for row in gate.place_kinds.all()] == [made.translation_key]
    assert list(gate.windows.values_list("opens_at", "closes_at")) == [(opens + shift, closes + shift)]


def test_halls_booths_and_what_exhibitors_are_asked_follow(site: Site) -> None:
    fair = make.make_fair(make.make_index(site))
    key, owner = fair.translation_key, people.make_person()
    builds = {"builds_from": make.day(17, 8), "builds_until": make.day(17, 17)}
    stock.make_setup(key, AllocationMode.CHOICE, needs_two_people=True, plan_is_public=True, **builds)
    FairRequirement.objects.create(fair_key=key, text_vi="Giấy đăng ký doanh nghiệp")
    hall = stock.make_hall(key)
    taken, blocked = stock.make_booth(hall, fee=5), stock.make_booth(hall, state=BoothState.BLOCKED)
    booths.offer(application=stock.make_applicant(key, owner), booth=taken, by=make.make_operator(), now=make.NOW)
    made = copying.copy(
        event=fair, key=uuid.uuid4(), starts_at=NEW_START, titles={}, by=make.make_operator(), now=make.NOW
    )
    setup = FairSetup.objects.get(fair_key=made.translation_key)
    assert (setup.mode, setup.needs_two_people, setup.plan_is_public) == (AllocationMode.CHOICE, True, False)
    assert setup.builds_from == builds["builds_from"] + (NEW_START - fair.starts_at)
    assert FairRequirement.objects.get(fair_key=made.translation_key).text_vi == "Giấy đăng ký doanh nghiệp"
    new = {row.number: row for row in Booth.objects.filter(fair_key=made.translation_key).select_related("hall")}
    assert (new[taken.number].state, new[taken.number].fee, new[taken.number].holder) == (BoothState.FREE, 5, None)
    assert new[blocked.number].state == BoothState.BLOCKED
    assert {row.hall.fair_key for row in new.values()} == {made.translation_key}
    assert Booth.objects.get(pk=taken.pk).state == BoothState.HELD


def test_refusals(event: EventPage) -> None:
    with pytest.raises(DomainError) as refusal:
        copy(event, starts_at=event.starts_at)
    assert refusal.value.field == "starts_at"
    from portal.accounts.models import User

    with pytest.raises(NotAllowedError):
        copy(event, by=User.objects.create_user("stranger@example.org"))


def test_the_form_shows_the_weekday_before_it_copies(event: EventPage, client: Client) -> None:
    client.force_login(make.make_operator())
    url = reverse("event_copy", args=[event.pk])
    form = client.get(url).context["form"]
    posted = {
        "key": str(form["key"].value()),
        "starts_at": "2027-01-17 14:00",
        "title_vi": "Hội thảo lần hai",
        "title_en": "",
    }
    asked = client.post(url, posted)
    assert "hủ nhật, 17/01/2027" in asked.content.decode()
    assert asked.context["check"]["other_weekday"]
    assert EventPage.objects.filter(translation_key=posted["key"]).count() == 0
    done = client.post(url, {**posted, "confirmed": asked.context["check"]["value"]})
    made = EventPage.objects.get(translation_key=posted["key"], locale__language_code="vi")
    assert done["Location"] == reverse("wagtailadmin_pages:edit", args=[made.pk])
    changed = client.post(url, {**posted, "key": str(uuid.uuid4()), "confirmed": "another date"})
    assert changed.context["check"]
    assert client.post(url, {**posted, "title_vi": ""}).context["form"].errors["title_vi"]
    for moment in ("9999-12-31 23:00", "0001-01-01 00:00"):
        assert client.post(url, {**posted, "starts_at": moment}).context["form"].errors["starts_at"]


def test_strangers_do_not_find_the_form(event: EventPage, client: Client) -> None:
    from django.contrib.auth.models import Permission

    from portal.accounts.models import User

    stranger = User.objects.create_user("editor@example.org")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    assert client.get(reverse("event_copy", args=[event.pk])).status_code == 404
