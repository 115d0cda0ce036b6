"""The holder's own files and answers: fetched, changed in two windows, changed by an organiser."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock, erasure
from portal.kernel.errors import DomainError, NotAllowedError, StaleError
from portal.mail.models import OutgoingMail
from registration import errors
from registration.domain import answer_corrections, answers, check_in, links, registrations, tickets
from registration.enums import Direction
from registration.models import AuditRow, PlaceKind, Registration
from registration.organiser_enums import AuditAction
from registration.subjects import SubjectInfo
from tests.factories import questions as made
from tests.factories.check_in import connect, make_gate
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration.asking import answer
from tests.registration.sessions import make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_shelf")]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
LETTER = made.question("file", "Thư")
JOB = made.question("short_text", "Chức vụ")
HEALTH = made.question(
    "short_text", "Sức khoẻ", is_personal=True, purpose_vi="Để nhà bếp biết", purpose_en="Kitchen", keep_days=14
)


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """Every page needs the site."""


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=20)


@pytest.fixture
def holder(kind: PlaceKind) -> Registration:
    made.publish(kind.subject, JOB, made.lunch(), LETTER, HEALTH)
    return registered(kind)


def registered(kind: PlaceKind, **fields: Any) -> Registration:
    said = answer(kind, **{"Chức vụ": "Giám đốc", "Thư": SimpleUploadedFile("thu.pdf", PDF), "Sức khoẻ": "Tốt"})
    kept = answers.store_files(answered=said, by=None, now=clock.now())
    return make_registration(kind, answered=kept, email_verified=True, **fields)


def secret_of(row: Registration) -> str:
    return links.issue_manage(registration=row, now=clock.now())


def file_of(row: Registration, **key: str) -> str:
    name = "registration:own-file-by-link" if "secret" in key else "registration:own-file"
    return reverse(name, kwargs={**key, "question": made.key_of("Thư")})


def test_the_holder_fetches_the_own_file_by_the_link(client: Client, holder: Registration, kind: PlaceKind) -> None:
    secret = secret_of(holder)
    address = file_of(holder, secret=secret)
    assert address in client.get(reverse("registration:manage", args=[secret])).content.decode()
    answered = client.get(address)
    assert b"".join(answered.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answered["Cache-Control"] == "private, no-store"
    other = registered(kind)
    assert client.get(file_of(holder, secret=secret_of(other))).status_code == 200
    assert client.get(file_of(holder, secret="x" * 40)).status_code == 404
    other.given_answers.filter(question=made.key_of("Thư")).delete()
    assert client.get(file_of(other, secret=secret_of(other))).status_code == 404
    assert client.get(reverse("registration:own-file-by-link", args=[secret, "khong-co"])).status_code == 404


def test_the_holder_fetches_the_own_file_with_the_account(client: Client, kind: PlaceKind) -> None:
    made.publish(kind.subject, JOB, made.lunch(), LETTER, HEALTH)
    person, stranger = User.objects.create_user("a@example.org"), User.objects.create_user("b@example.org")
    row = registered(kind, user=person)
    address = file_of(row, reference=row.reference.lower())
    assert client.get(address).status_code == 404
    client.force_login(stranger)
    assert client.get(address).status_code == 404
    client.force_login(person)
    assert client.get(address).status_code == 200
    assert address in client.get(reverse("registration:mine")).content.decode()
    assert client.get(file_of(row, reference="dk-0000-0000")).status_code == 404


def test_a_file_whose_bytes_are_lost_is_not_found(client: Client, holder: Registration) -> None:
    file = holder.given_answers.get(question=made.key_of("Thư")).file
    assert file is not None
    file.file.storage.delete(str(file.file.name))
    assert client.get(file_of(holder, secret=secret_of(holder))).status_code == 404


def hidden(page: str) -> dict[str, str]:
    from html import unescape

    found = re.findall(r'<input type="hidden" name="(seen_at|seen|questions_version)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def window(client: Client, row: Registration) -> tuple[str, dict[str, Any]]:
    address = reverse("registration:answers", args=[secret_of(row)])
    page = client.get(address).content.decode()
    typed = {made.field_of("Chức vụ"): "Giám đốc", made.field_of("Sức khoẻ"): "Tốt"}
    return address, {**hidden(page), **typed}


def values(row: Registration) -> dict[str, Any]:
    return {each.asked: each.value for each in row.given_answers.filter(file=None)}


def test_two_windows_keep_what_each_changed(client: Client, holder: Registration) -> None:
    (first, one), (second, two) = window(client, holder), window(client, holder)
    assert {"seen_at", "seen"} <= set(one)
    assert client.post(first, one | {made.field_of("Chức vụ"): "Trưởng phòng"}).status_code == 302
    assert client.post(second, two | {made.field_of("Sức khoẻ"): "Dị ứng lạc"}).status_code == 302
    assert values(holder) == {"Chức vụ": "Trưởng phòng", "Sức khoẻ": "Dị ứng lạc"}


def test_the_second_window_does_not_overwrite_unseen(client: Client, holder: Registration) -> None:
    (first, one), (second, two) = window(client, holder), window(client, holder)
    client.post(first, one | {made.field_of("Chức vụ"): "Trưởng phòng"})
    asked = client.post(second, two | {made.field_of("Chức vụ"): "Phó phòng"})
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Trưởng phòng" in page
    assert 'value="Phó phòng"' in page
    assert values(holder)["Chức vụ"] == "Trưởng phòng"
    again = two | hidden(page) | {made.field_of("Chức vụ"): "Phó phòng"}
    assert client.post(second, again).status_code == 302
    assert values(holder)["Chức vụ"] == "Phó phòng"


def test_a_file_of_another_window_is_not_replaced_unseen(client: Client, holder: Registration) -> None:
    (first, one), (second, two) = window(client, holder), window(client, holder)
    field = made.field_of("Thư")
    other = PDF.replace(b"1 0", b"2 0")
    assert client.post(first, one | {field: SimpleUploadedFile("hai.pdf", other)}).status_code == 302
    refused = client.post(second, two | {field: SimpleUploadedFile("ba.pdf", PDF)})
    assert refused.status_code == 200
    kept = holder.given_answers.get(question=made.key_of("Thư")).file
    assert kept is not None
    assert kept.original_name == "hai.pdf"


def changed(row: Registration, kind: PlaceKind, job: str) -> Any:
    file = row.given_answers.get(question=made.key_of("Thư")).file
    return answer(kind, **{"Chức vụ": job, "Thư": file, "Sức khoẻ": "Dị ứng lạc"})


def correct(row: Registration, by: User, kind: PlaceKind, **fields: Any) -> Registration:
    answered = fields.pop("answered", None) or changed(row, kind, "Trưởng phòng")
    given: dict[str, Any] = {"answered": answered, "why": "Gọi điện nhờ sửa", **fields}
    return answer_corrections.correct(registration=row, by=by, now=clock.now(), **given)


def test_an_organiser_changes_answers_with_a_reason(holder: Registration, organiser: User, kind: PlaceKind) -> None:
    with pytest.raises(DomainError) as refusal:
        correct(holder, organiser, kind, why="  ")
    assert refusal.value.field == "why"
    with pytest.raises(NotAllowedError):
        correct(holder, User.objects.create_user("la@example.org"), kind)
    outbox.outbox.clear()
    correct(holder, organiser, kind)
    row = AuditRow.objects.get(action=AuditAction.ANSWERS_CORRECTED)
    assert (row.by, row.object_label, row.remark) == (organiser, holder.reference, "Gọi điện nhờ sửa")
    assert row.changes == [["Chức vụ", "G…", "T…"], ["Sức khoẻ", "T…", "D…"]]
    [told] = outbox.outbox
    assert told.to == [holder.email]
    for words in ("Gọi điện nhờ sửa", "Giám đốc", "Trưởng phòng", "Sức khoẻ"):
        assert words in told.body
    assert "Dị ứng lạc" not in told.body
    correct(Registration.objects.get(pk=holder.pk), organiser, kind)
    assert AuditRow.objects.filter(action=AuditAction.ANSWERS_CORRECTED).count() == 1
    assert OutgoingMail.objects.filter(kind="registration/emails/answers_corrected").count() == 1


def test_the_version_that_was_answered_stays(holder: Registration, organiser: User, kind: PlaceKind) -> None:
    said = changed(holder, kind, "Trưởng phòng")
    newer = made.publish(kind.subject, made.question("short_text", "Mới", required=True))
    assert answer_corrections.version_for(holder) == said.version != newer
    after = correct(holder, organiser, kind, answered=said)
    assert after.question_version == said.version


def test_an_ended_registration_keeps_its_answers(holder: Registration, organiser: User, kind: PlaceKind) -> None:
    said = changed(holder, kind, "Trưởng phòng")
    ended = registrations.cancel(registration=holder, now=clock.now())
    with pytest.raises(errors.ChangeClosedError):
        correct(ended, organiser, kind, answered=said)


def test_two_people_at_once_are_told(holder: Registration, organiser: User, kind: PlaceKind) -> None:
    with pytest.raises(StaleError):
        correct(holder, organiser, kind, seen_at=NOON.replace(year=2020))
    assert values(holder)["Chức vụ"] == "Giám đốc"


def test_the_desk_offers_and_saves_it(client: Client, holder: Registration, organiser: User) -> None:
    address = reverse("registrations:answers", args=[holder.pk])
    client.force_login(User.objects.create_user("nguoi@example.org", is_staff=True))
    assert client.get(address).status_code in {302, 404}
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    assert address in client.get(reverse("registrations:inspect", args=[holder.pk])).content.decode()
    page = client.get(address).content.decode()
    sent = {**hidden(page), made.field_of("Chức vụ"): "Trưởng phòng", made.field_of("Sức khoẻ"): "Tốt"}
    refused = client.post(address, sent | {"why": ""})
    assert refused.status_code == 200
    assert "Trưởng phòng" in refused.content.decode()
    assert values(holder)["Chức vụ"] == "Giám đốc"
    assert client.post(address, sent | {"why": "Nhờ sửa"}).status_code == 302
    assert values(holder)["Chức vụ"] == "Trưởng phòng"
    assert holder.given_answers.get(question=made.key_of("Thư")).file is not None
    registrations.cancel(registration=Registration.objects.get(pk=holder.pk), now=clock.now())
    assert client.get(address).status_code == 404


def test_sessions_and_readings_are_in_the_export_of_their_person(
    kind: PlaceKind, organiser: User, fair: SubjectInfo, programme: Any
) -> None:
    person = User.objects.create_user("khach@example.org")
    talk = make_session(programme, fair.key, title="Phiên kết nối")
    row = make_registration(kind, user=person, email="khach@example.org", email_verified=True, sessions=[talk])
    make_registration(kind, email_verified=True, sessions=[talk])
    gate = make_gate(subject=fair.key, by=organiser, name_vi="Cửa Bắc")
    phone = connect(gate, by=organiser, now=clock.now())[0]
    [ticket] = tickets.ensure(registration=row, now=clock.now())
    check_in.scan(device=phone, text=ticket.code, direction=Direction.ENTRY, nonce=row.form_key, now=clock.now())
    told = {one["kind"]: one["records"] for one in erasure.export_person(user=person, addresses=["khach@example.org"])}
    [place] = told["registration.SessionPlace"]
    assert (place["place_kind"], place["state"]) == ("Phiên kết nối", "held")
    [reading] = told["registration.Scan"]
    assert (reading["gate"], reading["direction"], reading["result"]) == ("Cửa Bắc", "entry", "admitted")
    erasure.erase_person(user=person, addresses=["khach@example.org"])
    assert row.session_places.count() == 1
    assert ticket.scans.count() == 1
