"""Applications for stands: rules, form, confirmation, decisions, and what others may not see."""

import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from wagtail.models import Collection, Site

from events import profile, roles
from events.domain import applications
from events.enums import ApplicationState, StandSize
from events.models import FairApplication, FairApplicationLog
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from portal.kernel.languages import Language
from tests.factories import events as make
from tests.factories import exhibitors as people


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


@pytest.fixture
def fair(site: Site) -> Any:
    people.make_directory(site)
    return make.make_fair(make.make_index(site))


@pytest.fixture
def owner(db: None) -> User:
    return people.make_person()


@pytest.fixture
def organisation(owner: User) -> Any:
    return people.make_organisation(owner)


def answers(**values: Any) -> dict[str, Any]:
    return {
        "submission_key": str(uuid.uuid4()),
        "stand_size": "standard",
        "power": "one-phase",
        "contact_phone": "0912 345 678",
        "accepts_conditions": "on",
        **values,
    }


def form_url(fair: Any) -> str:
    return f"/dang-ky-gian-hang/{fair.translation_key}/"


def test_an_application_is_logged_and_confirmed_by_mail(fair: Any, organisation: Any, owner: User) -> None:
    application = make.submit(fair, organisation, owner)
    assert re.fullmatch(r"GH-[2-9A-Z]{4}-[2-9A-Z]{4}", application.reference)
    assert [row.to_state for row in application.log.all()] == [ApplicationState.SUBMITTED]
    message = mail.outbox[-1]
    assert message.to == [owner.email]
    assert application.reference in message.subject
    assert f"/dang-ky-gian-hang/ho-so/{application.reference}/" in message.body


def test_the_same_form_twice_gives_one_application(fair: Any, organisation: Any, owner: User) -> None:
    key = uuid.uuid4()
    first = make.submit(fair, organisation, owner, submission_key=key)
    assert make.submit(fair, organisation, owner, submission_key=key) == first
    assert FairApplication.objects.count() == 1


def test_one_live_application_for_each_organisation_and_fair(fair: Any, organisation: Any, owner: User) -> None:
    first = make.submit(fair, organisation, owner)
    with pytest.raises(applications.AlreadyAppliedError):
        make.submit(fair, organisation, owner)
    applications.withdraw(application=first, by=owner, now=make.NOW)
    assert make.submit(fair, organisation, owner).pk != first.pk


def test_the_database_refuses_a_second_live_application(fair: Any, organisation: Any, owner: User) -> None:
    first = make.submit(fair, organisation, owner)
    columns = [field.column for field in FairApplication._meta.concrete_fields if not field.primary_key]
    copied = ", ".join(
        {"reference": "'GH-2222-2222'", "submission_key": f"'{uuid.uuid4().hex}'"}.get(name, name) for name in columns
    )
    sql = f"INSERT INTO events_fairapplication ({', '.join(columns)}) SELECT {copied} FROM events_fairapplication WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [first.pk])


def test_the_database_refuses_a_decision_without_a_date(fair: Any, organisation: Any, owner: User) -> None:
    make.submit(fair, organisation, owner)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE events_fairapplication SET state = 'accepted'")


def test_applications_close_at_the_instant(fair: Any, organisation: Any, owner: User) -> None:
    with pytest.raises(applications.ApplicationsClosedError):
        make.submit(fair, organisation, owner, now=fair.applications_close_at)
    with pytest.raises(applications.ApplicationsClosedError):
        make.submit(fair, organisation, owner, now=make.day(31, month=10))


def test_strangers_and_readers_cannot_apply(fair: Any, organisation: Any) -> None:
    with pytest.raises(NotAllowedError):
        make.submit(fair, organisation, people.make_person())


def test_technologies_of_others_are_refused(fair: Any, organisation: Any, owner: User) -> None:
    with pytest.raises(DomainError) as refused:
        make.submit(fair, organisation, owner, technologies=[uuid.uuid4()])
    assert refused.value.field == "technologies"


def test_a_decision_is_told_and_final(fair: Any, organisation: Any, owner: User) -> None:
    operator = make.make_operator()
    application = make.submit(fair, organisation, owner)
    applications.start_review(application=application, by=operator, now=make.NOW)
    declined = applications.decline(application=application, by=operator, now=make.NOW, words="Hết chỗ.")
    assert "Hết chỗ." in mail.outbox[-1].body
    with pytest.raises(IllegalMoveError):
        applications.accept(application=declined, by=operator, now=make.NOW)
    states = FairApplicationLog.objects.values_list("from_state", "to_state")
    assert list(states) == [("", "submitted"), ("submitted", "under-review"), ("under-review", "declined")]


def test_declining_needs_words(fair: Any, organisation: Any, owner: User) -> None:
    application = make.submit(fair, organisation, owner)
    with pytest.raises(DomainError):
        applications.decline(application=application, by=make.make_operator(), now=make.NOW, words=" ")


def test_a_stand_has_one_holder(fair: Any, organisation: Any, owner: User) -> None:
    operator = make.make_operator()
    other = people.make_organisation(owner)
    first, second = make.submit(fair, organisation, owner), make.submit(fair, other, owner)
    applications.accept(application=first, by=operator, now=make.NOW, stand="A12")
    with pytest.raises(DomainError) as refused:
        applications.accept(application=second, by=operator, now=make.NOW, stand="a12")
    assert refused.value.field == "stand"
    applications.withdraw(application=first, by=owner, now=make.NOW)
    assert applications.accept(application=second, by=operator, now=make.NOW, stand="A12").stand == "A12"


def test_exhibitors_decide_nothing(fair: Any, organisation: Any, owner: User) -> None:
    application = make.submit(fair, organisation, owner)
    with pytest.raises(NotAllowedError):
        applications.accept(application=application, by=owner, now=make.NOW)


def test_the_form_leads_to_a_confirmation_with_the_reference(
    fair: Any, organisation: Any, owner: User, client: Client
) -> None:
    client.force_login(owner)
    assert client.get(form_url(fair)).status_code == 200
    answer = client.post(form_url(fair), answers(stand_wishes="Cạnh cửa"), follow=True)
    application = FairApplication.objects.get()
    shown = answer.content.decode()
    assert application.reference in shown
    assert "Cạnh cửa" in shown
    assert (application.stand_size, application.contact_user) == (StandSize.STANDARD, owner)


def test_a_guest_is_asked_to_sign_in(fair: Any, client: Client) -> None:
    answer = client.get(form_url(fair))
    assert answer.status_code == 302
    assert "/tai-khoan/" in answer["Location"]


def test_a_person_without_organisation_is_led_to_the_desk(fair: Any, owner: User, client: Client) -> None:
    client.force_login(owner)
    answer = client.get(form_url(fair))
    assert answer.status_code == 200
    assert "submission_key" not in answer.content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {"stand_size": "castle"},
        {"power": ""},
        {"contact_phone": "call me"},
        {"accepts_conditions": ""},
        {"submission_key": "x"},
        {"note": "x" * 1001},
    ],
)
def test_bad_input_is_named_and_answers_are_kept(
    fair: Any, organisation: Any, owner: User, client: Client, bad: dict[str, str]
) -> None:
    client.force_login(owner)
    answer = client.post(form_url(fair), answers(stand_wishes="Cạnh cửa", **bad))
    assert answer.status_code == 200
    assert set(bad) == set(answer.context["form"].errors)
    assert "Cạnh cửa" in answer.content.decode()
    assert not FairApplication.objects.exists()


def test_a_second_application_says_why_not(fair: Any, organisation: Any, owner: User, client: Client) -> None:
    client.force_login(owner)
    client.post(form_url(fair), answers())
    assert client.post(form_url(fair), answers()).context["form"].non_field_errors()
    assert client.get(form_url(fair)).status_code == 302


def test_a_draft_or_unknown_fair_has_no_form(site: Site, organisation: Any, owner: User, client: Client) -> None:
    draft = make.make_fair(make.make_index(site), publish=False)
    client.force_login(owner)
    for key in (draft.translation_key, uuid.uuid4()):
        assert client.get(f"/dang-ky-gian-hang/{key}/").status_code == 404


def test_a_foreign_application_does_not_exist(fair: Any, organisation: Any, owner: User, client: Client) -> None:
    application = make.submit(fair, organisation, owner)
    stranger = people.make_person()
    people.make_organisation(stranger)
    client.force_login(stranger)
    base = f"/dang-ky-gian-hang/ho-so/{application.reference}/"
    assert client.get(base).status_code == 404
    assert client.post(f"{base}rut/").status_code == 404
    assert client.get("/dang-ky-gian-hang/ho-so/GH-2222-2222/").status_code == 404


def test_withdrawing_is_posted_and_only_by_those_who_may(
    fair: Any, organisation: Any, owner: User, client: Client
) -> None:
    application = make.submit(fair, organisation, owner)
    url = f"/dang-ky-gian-hang/ho-so/{application.reference}/rut/"
    client.force_login(owner)
    assert client.get(url).status_code == 405
    client.post(url)
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN


def test_the_desk_shows_applications_and_offers_fairs(
    fair: Any, organisation: Any, owner: User, client: Client
) -> None:
    from events.desk import panel

    class Request:
        user = owner

    before = panel.sections(Request(), organisation)[0]
    assert [action.url for action in before.actions] == [form_url(fair)]
    application = make.submit(fair, organisation, owner)
    after = panel.sections(Request(), organisation)[0]
    assert [row.url for row in after.rows] == [f"/dang-ky-gian-hang/ho-so/{application.reference}/"]
    assert after.actions == ()


def test_a_profile_names_the_fairs_where_the_organisation_stands(fair: Any, organisation: Any, owner: User) -> None:
    application = make.submit(fair, organisation, owner)
    assert profile.fairs_section(organisation, Language.VIETNAMESE) is None
    applications.accept(application=application, by=make.make_operator(), now=make.NOW)
    section = profile.fairs_section(organisation, Language.VIETNAMESE)
    assert section is not None
    assert [card.title for card in section.items] == [fair.title]


def make_organiser(site: Site) -> User:
    role_domain.sync()
    organiser = people.make_person()
    organiser.groups.add(Group.objects.get(name=roles.ORGANISERS))
    return organiser


def test_organisers_decide_in_the_admin(fair: Any, organisation: Any, owner: User, site: Site, client: Client) -> None:
    application = make.submit(fair, organisation, owner)
    client.force_login(make_organiser(site))
    assert application.reference in client.get("/admin/fair_applications/").content.decode()
    url = f"/admin/fair_applications/decide/{application.pk}/accept/"
    assert client.get(url).status_code == 200
    client.post(url, {"stand": "B07", "words": ""})
    application.refresh_from_db()
    assert (application.state, application.stand) == (ApplicationState.ACCEPTED, "B07")


def test_editors_without_the_role_decide_nothing(fair: Any, organisation: Any, owner: User, client: Client) -> None:
    application = make.submit(fair, organisation, owner)
    editor = people.make_person()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    assert client.post(f"/admin/fair_applications/decide/{application.pk}/accept/", {}).status_code == 404
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_organisers_change_what_becomes_of_an_event_in_the_admin(fair: Any, site: Site, client: Client) -> None:
    client.force_login(make_organiser(site))
    url = f"/admin/events/{fair.pk}/status/"
    assert client.get(url).status_code == 200
    refused = client.post(url, {"action": "reschedule", "starts_at": "", "ends_at": ""})
    assert "starts_at" in refused.context["form"].errors
    client.post(url, {"action": "postponed", "note_vi": "Do bão", "note_en": "Storm"})
    fair.refresh_from_db()
    assert (fair.status, fair.status_note) == ("postponed", "Do bão")
    assert client.get(f"/admin/pages/{fair.pk}/edit/").status_code == 200


def test_the_role_covers_lists_and_collection(site: Site) -> None:
    index, courses = make.make_index(site), make.make_course_index(site)
    index.collection = Collection.get_first_root_node().add_child(name="Sự kiện")
    index.save()
    (role,) = roles.declared().roles
    assert {index.pk, courses.pk} <= {right.page.pk for right in role.pages}
    assert [right.collection for right in role.collections] == [index.collection]
    assert not {name for name in role.permissions if "user" in name or "delete" in name}
