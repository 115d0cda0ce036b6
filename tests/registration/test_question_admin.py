"""Questions in the admin: built, published, counted; answers on the registration and in its exports; personal data."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, streamfield

from portal.accounts.models import User
from portal.kernel import clock, erasure
from portal.media.models import PrivateFile
from registration import queries, question_queries
from registration.domain import answers, forgetting
from registration.models import Answer, PlaceKind, QuestionSheet, QuestionVersion, Registration
from registration.subjects import SubjectInfo
from tests.factories import questions as made
from tests.factories.registration import NOON, make_kind, make_registration

pytestmark = pytest.mark.django_db

INDEX = "/admin/registrations/"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """The admin needs the site."""


@pytest.fixture
def desk(client: Client, organiser: User) -> Client:
    organiser.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(organiser)
    return client


def answered(kind: PlaceKind, **given: Any) -> Registration:
    version = question_queries.current(kind.subject)
    assert version is not None
    checked = answers.check(
        version=version, place_kind=kind, given={made.key_of(name): value for name, value in given.items()}
    )
    return make_registration(kind, answered=answers.store_files(answered=checked, by=None, now=NOON))


def posted(subject: SubjectInfo | None, *blocks: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    data = {"draft": streamfield(list(blocks))}
    return nested_form_data(data | ({"subject": str(subject.key)} if subject is not None else {}))


def block(label: str, *options: tuple[str, str], **fields: str) -> dict[str, Any]:
    value: dict[str, Any] = {
        "label_vi": label,
        "label_en": "",
        "help_vi": "",
        "help_en": "",
        "asked_of": "",
        "only_if_question": "",
        "only_if_option": "",
        "purpose_vi": "",
        "purpose_en": "",
        "keep_days": "",
    } | fields
    if options:
        rows = {
            f"{number}": {
                "type": "item",
                "deleted": "",
                "order": str(number),
                "id": "",
                "value": {"label_vi": name, "label_en": "", "places": places_},
            }
            for number, (name, places_) in enumerate(options)
        }
        value["options"] = {"count": str(len(options)), **rows}
    return value


def test_organiser_builds_and_publishes_a_form(desk: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=5)
    assert reverse("registration_questions:index") in desk.get(INDEX).content.decode()
    add = reverse("registration_questions:add")
    assert fair.title in desk.get(add).content.decode()
    wrong = desk.post(add, posted(fair, ("short_text", block("CCCD", is_personal="on"))))
    assert json.dumps("Hãy ghi vì sao bạn hỏi").strip('"') in wrong.content.decode()
    assert not QuestionSheet.objects.exists()
    answer = desk.post(
        add,
        posted(
            fair,
            ("choice", block("Bữa trưa", ("Cơm chay", "20"), ("Không ăn", ""))),
            ("short_text", block("Dị ứng", only_if_question="Bữa trưa", only_if_option="Cơm chay")),
        ),
    )
    sheet = QuestionSheet.objects.get()
    overview = reverse("registration_questions:overview", args=[sheet.pk])
    assert answer["Location"] == overview
    page = desk.get(overview).content.decode()
    assert f"“{fair.title}”" in page
    assert f"“{fair.key}”" not in page
    assert "/en/register/" in page
    assert not QuestionVersion.objects.exists()
    desk.post(overview)
    version = QuestionVersion.objects.get()
    lunch, allergy = version.read()
    assert lunch.options[0].places == 20
    assert allergy.condition is not None
    assert allergy.condition.options == (lunch.options[0].key,)
    assert queries.places_left(fair.key) == 5
    edit = reverse("registration_questions:edit", args=[sheet.pk])
    assert desk.get(edit).status_code == 200
    assert str(kind.subject) not in desk.get(add).content.decode()
    desk.post(overview)
    assert QuestionVersion.objects.count() == 1


def test_draft_that_is_not_ready_says_why(desk: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key)
    sheet = made.make_draft(fair.key, made.question("date", "Ngày", only_if_question="Bữa tối", only_if_option="Có"))
    overview = reverse("registration_questions:overview", args=[sheet.pk])
    assert "Bữa tối" in desk.get(overview).content.decode()
    assert "Bữa tối" in desk.post(overview, follow=True).content.decode()
    assert not QuestionVersion.objects.exists()


def test_others_find_nothing(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key)
    sheet = made.make_draft(fair.key, made.lunch())
    stranger = User.objects.create_user("stranger@example.org")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    assert client.get(reverse("registration_questions:overview", args=[sheet.pk])).status_code == 404
    assert client.post(reverse("registration_questions:overview", args=[sheet.pk])).status_code == 404
    assert client.get(reverse("registration_questions:file", args=[1])).status_code == 404
    assert client.get(reverse("registration_questions:index")).status_code in {302, 403}
    assert not QuestionVersion.objects.exists()


def test_overview_counts_options_and_costs_the_same_with_more_answers(
    desk: Client, fair: SubjectInfo, django_assert_max_num_queries: Any
) -> None:
    kind = make_kind(subject=fair.key, capacity=50, party_maximum=4)
    made.publish(fair.key, made.lunch(20))
    sheet = QuestionSheet.objects.get()
    overview = reverse("registration_questions:overview", args=[sheet.pk])
    counts = []
    for more in (1, 29):
        for _number in range(more):
            answered(kind, **{made.LUNCH: made.key_of("Không ăn")})
        desk.get(overview)
        with django_assert_max_num_queries(60) as seen:
            page = desk.get(overview).content.decode()
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "30 người" in page


def test_list_of_drafts_costs_the_same_with_one_and_with_nine(
    desk: Client, known: dict[Any, SubjectInfo], fair: SubjectInfo, django_assert_max_num_queries: Any
) -> None:
    index = reverse("registration_questions:index")
    made.publish(fair.key, made.lunch())
    overview = reverse("registration_questions:overview", args=[QuestionSheet.objects.get().pk])
    counts = []
    for more in (0, 8):
        for _number in range(more):
            made.publish(make_kind().subject, made.lunch())
        desk.get(index)
        with django_assert_max_num_queries(60) as seen:
            assert overview in desk.get(index).content.decode()
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_registration_shows_its_answers_and_hands_out_its_file(desk: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key)
    made.publish(fair.key, made.lunch(), made.question("file", "Thư"))
    row = answered(kind, **{made.LUNCH: made.key_of("Cơm chay"), "Thư": SimpleUploadedFile("thu.pdf", PDF)})
    made.publish(fair.key, made.lunch(help_vi="Khác"))
    page = desk.get(reverse("registrations:inspect", args=[row.pk])).content.decode()
    assert "Cơm chay" in page
    file = reverse("registration_questions:file", args=[row.given_answers.get(asked="Thư").pk])
    assert file in page
    download = desk.get(file)
    assert b"".join(download.streaming_content) == PDF  # type: ignore[attr-defined]  # a file
    assert "no-store" in download["Cache-Control"]


def test_export_of_one_subject_has_a_column_for_each_question(desk: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=9)
    made.publish(fair.key, made.lunch(5), made.question("short_text", "Chức danh"), made.question("number", "Số máy"))
    answered(kind, **{made.LUNCH: made.key_of("Cơm chay"), "Chức danh": "=cmd|' /C calc'!A0", "Số máy": "2.5"})
    made.publish(fair.key, made.lunch(5))
    make_registration(kind)
    address = {"subject": str(fair.key), "export": "xlsx"}
    sheet = load_workbook(io.BytesIO(desk.get(INDEX, address).getvalue())).active
    assert sheet is not None
    headings, *rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert headings[-3:] == [made.LUNCH, "Chức danh", "Số máy"]
    told = {row[0]: row[-3:] for row in rows}
    assert ["Cơm chay", "'=cmd|' /C calc'!A0", 2.5] in list(told.values())
    lines = list(csv.reader(io.StringIO(desk.get(INDEX, address | {"export": "csv"}).content.decode("utf-8-sig"))))
    assert lines[0][-3:] == [made.LUNCH, "Chức danh", "Số máy"]
    make_registration(make_kind())
    mixed = list(csv.reader(io.StringIO(desk.get(INDEX, {"export": "csv"}).content.decode("utf-8-sig"))))
    assert any(f"{made.LUNCH}: Cơm chay" in line[-1] for line in mixed)


def test_export_costs_the_same_with_one_and_with_thirty(
    desk: Client, fair: SubjectInfo, django_assert_max_num_queries: Any
) -> None:
    kind = make_kind(subject=fair.key, capacity=50)
    made.publish(fair.key, made.lunch(40))
    counts = []
    for more in (1, 29):
        for _number in range(more):
            answered(kind, **{made.LUNCH: made.key_of("Cơm chay")})
        with django_assert_max_num_queries(60) as seen:
            desk.get(INDEX, {"subject": str(fair.key), "export": "csv"})
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_person_gets_a_copy_of_the_answers_and_erasing_takes_them_away(fair: SubjectInfo, private_shelf: Path) -> None:
    kind = make_kind(subject=fair.key, capacity=9)
    made.publish(fair.key, made.lunch(5), made.question("file", "Thư"))
    person = User.objects.create_user("an@example.org")
    version = question_queries.current(fair.key)
    assert version is not None
    checked = answers.check(
        version=version,
        place_kind=kind,
        given={made.key_of(made.LUNCH): made.key_of("Cơm chay"), made.key_of("Thư"): SimpleUploadedFile("t.pdf", PDF)},
    )
    make_registration(kind, email="an@example.org", answered=answers.store_files(answered=checked, by=None, now=NOON))
    copy = erasure.export_person(user=person, addresses=["an@example.org"])
    told = next(each for each in copy if each["kind"] == "registration.Answer")
    assert [record["asked"] for record in told["records"]] == [made.LUNCH, "Thư"]
    erasure.erase_person(user=person, addresses=["an@example.org"])
    assert not Answer.objects.exists()
    assert queries.counters_match_rows() == []
    later = clock.now() + timedelta(days=3)
    erasure.sweeps()["media.orphans"](now=later)
    assert not PrivateFile.objects.exists()


def test_nightly_sweep_and_registry_know_the_answers() -> None:
    assert erasure.sweeps()["registration.answers"] is forgetting.forget_expired
    kind = make_kind()
    made.publish(kind.subject, made.lunch(5, keep_days=30))
    answered(kind, **{made.LUNCH: made.key_of("Cơm chay")})
    assert [done.number for done in erasure.sweeps()["registration.answers"](now=NOON + timedelta(days=394))] == [0]
    assert [done.number for done in erasure.sweeps()["registration.answers"](now=NOON + timedelta(days=396))] == [1]
    assert queries.counters_match_rows() == []
