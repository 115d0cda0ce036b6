"""Questions of organisers: versions that never change, answers checked on the server, options with places."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.errors import DomainError, NotAllowedError
from portal.media.models import PrivateFile
from registration import errors, queries, question_queries
from registration.domain import answers, forgetting, questions, registrations
from registration.enums import Audience, Reason
from registration.models import Answer, OptionPlace, PlaceKind, Pool, QuestionVersion
from registration.question_set import read_alike
from registration.subjects import SubjectInfo
from tests.factories import questions as made
from tests.factories.registration import NOON, make_kind, make_registration
from tests.registration.asking import answer, eat, pool
from tests.registration.conftest import Programme
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db

PLACE = "registration_id, pool_id, quantity, taken_at"
ANSWER = "registration_id, question, kind, asked, value, refused, keep_days, given_at"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def refusals(kind: PlaceKind, **given: Any) -> dict[str, str]:
    with pytest.raises(errors.AnswersRefusedError) as refused:
        answer(kind, **given)
    return refused.value.refusals


def test_draft_becomes_a_version_that_never_changes() -> None:
    kind = make_kind()
    first = made.publish(kind.subject, made.lunch())
    assert first.number == 1
    again = made.publish(kind.subject, made.lunch())
    assert again.pk == first.pk
    second = made.publish(kind.subject, made.lunch(required=True))
    assert second.number == 2
    assert [each.required for each in first.read()] == [False]
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionVersion.objects.create(subject=kind.subject, number=2, questions=[], created_at=NOON)


def test_only_organisers_publish_and_only_what_is_there() -> None:
    kind = make_kind()
    stranger = User.objects.create_user("stranger@example.org")
    made.make_draft(kind.subject, made.lunch())
    with pytest.raises(NotAllowedError):
        questions.publish(subject=kind.subject, by=stranger, now=NOON)
    assert not QuestionVersion.objects.exists()
    with pytest.raises(DomainError, match="câu hỏi"):
        made.publish(make_kind().subject)


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([made.lunch(), made.lunch()], made.LUNCH),
        ([made.question("choice", "Một", made.option("A"), made.option("a "))], "Một"),
        ([made.question("short_text", "Sau", only_if_question="Trước", only_if_option="A")], "Trước"),
        ([made.lunch(), made.question("date", "Sau", only_if_question=made.LUNCH, only_if_option="Phở")], "Phở"),
        ([made.question("short_text", "CCCD", is_personal=True)], "CCCD"),
        ([made.question("short_text", "Số thẻ", asked_of="Khách tham quan; Nhà báo")], "Nhà báo"),
        ([made.question("short_text", "Sau", only_if_question="Sau", only_if_option="A")], "Sau"),
    ],
)
def test_draft_that_is_not_ready_is_refused_with_its_words(blocks: list[dict[str, Any]], words: str) -> None:
    kind = make_kind()
    with pytest.raises(DomainError, match=words):
        made.publish(kind.subject, *blocks)
    assert not QuestionVersion.objects.exists()
    assert not Pool.objects.filter(code__startswith="option-").exists()


def test_every_kind_of_answer_is_read_and_kept() -> None:
    kind = make_kind()
    made.publish(
        kind.subject,
        made.question("short_text", "Chức danh"),
        made.question("long_text", "Mong muốn"),
        made.lunch(),
        made.question("choices", "Chủ đề", made.option("Nước"), made.option("Đất"), made.option("Lúa")),
        made.question("number", "Số máy"),
        made.question("date", "Ngày đến"),
        made.question("file", "Giấy giới thiệu"),
        made.question("consent", "Đồng ý chụp ảnh"),
        made.question("short_text", "Để trống"),
    )
    given = answer(
        kind,
        **{
            "Chức danh": "  Kỹ   sư ",
            "Mong muốn": "Một\r\nHai",
            made.LUNCH: made.key_of("Không ăn"),
            "Chủ đề": [made.key_of("Lúa"), made.key_of("Nước")],
            "Số máy": Decimal("2.50"),
            "Ngày đến": "2026-12-25",
            "Giấy giới thiệu": SimpleUploadedFile("thư.pdf", PDF),
            "Đồng ý chụp ảnh": True,
        },
    )
    stored = answers.store_files(answered=given, by=None, now=NOON)
    registration = make_registration(kind, answered=stored)
    kept = {row.asked: row.value for row in registration.given_answers.all()}
    assert kept == {
        "Chức danh": "Kỹ sư",
        "Mong muốn": "Một\nHai",
        made.LUNCH: made.key_of("Không ăn"),
        "Chủ đề": [made.key_of("Nước"), made.key_of("Lúa")],
        "Số máy": "2.5",
        "Ngày đến": "2026-12-25",
        "Giấy giới thiệu": None,
        "Đồng ý chụp ảnh": True,
    }
    file = registration.given_answers.get(asked="Giấy giới thiệu").file
    assert file is not None
    assert file.original_name == "thư.pdf"
    assert registration.question_version == question_queries.current(kind.subject)


def test_wrong_answers_are_refused_beside_their_questions() -> None:
    kind = make_kind()
    made.publish(
        kind.subject,
        made.lunch(required=True),
        made.question("number", "Số máy"),
        made.question("date", "Ngày đến"),
        made.question("short_text", "Chức danh", required=True),
        made.question("consent", "Đồng ý", required=True),
    )
    found = refusals(
        kind, **{made.LUNCH: "phở", "Số máy": "NaN", "Ngày đến": "30/02/2026", "Chức danh": "x" * 251, "Đồng ý": "on"}
    )
    assert set(found) == {made.field_of(name) for name in (made.LUNCH, "Số máy", "Ngày đến", "Chức danh", "Đồng ý")}
    for number in ("1E-999999", "0.001", "1E+13", "Infinity"):
        assert made.field_of("Số máy") in refusals(kind, **{"Chức danh": "a", "Đồng ý": True, "Số máy": number})
    assert made.LUNCH in refusals(kind, **{"Chức danh": "a", "Đồng ý": True})[made.field_of(made.LUNCH)]


def test_hidden_questions_are_neither_needed_nor_kept() -> None:
    visitor = make_kind()
    press = make_kind(subject=visitor.subject, audience=Audience.PRESS, name_vi="Nhà báo", code="press")
    made.publish(
        visitor.subject,
        made.lunch(),
        made.question(
            "choice",
            "Dị ứng",
            made.option("Lạc"),
            made.option("Không"),
            required=True,
            only_if_question="bua trua",
            only_if_option="Cơm chay",
        ),
        made.question("short_text", "Mức độ", required=True, only_if_question="Dị ứng", only_if_option="Lạc; Không"),
        made.question("short_text", "Số thẻ", required=True, asked_of="Nhà báo"),
    )
    none = answer(
        visitor, **{made.LUNCH: made.key_of("Không ăn"), "Dị ứng": made.key_of("Lạc"), "Mức độ": "nặng", "Số thẻ": "1"}
    )
    assert list(none.values) == [made.key_of(made.LUNCH)]
    assert set(refusals(visitor, **{made.LUNCH: made.key_of("Cơm chay")})) == {made.field_of("Dị ứng")}
    assert set(refusals(press)) == {made.field_of("Số thẻ")}


def test_versions_read_alike_but_for_places() -> None:
    kind = make_kind()
    make_kind(subject=kind.subject, name_vi="Nhà báo", code="press")
    first = made.publish(kind.subject, made.lunch(2))
    more_places = made.publish(kind.subject, made.lunch(5))
    other_words = made.publish(kind.subject, made.lunch(5, help_vi="Phục vụ lúc 11 giờ 30"))
    for_press = made.publish(
        kind.subject, made.lunch(5, help_vi="Phục vụ lúc 11 giờ 30"), made.question("date", "D", asked_of="Nhà báo")
    )
    assert read_alike(first.read(), more_places.read(), kind=kind.code)
    assert not read_alike(first.read(), other_words.read(), kind=kind.code)
    assert read_alike(other_words.read(), for_press.read(), kind=kind.code)
    assert not read_alike(other_words.read(), for_press.read(), kind="press")


def test_holder_changes_answers_and_the_log_tells_questions_only(fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=10)
    made.publish(kind.subject, made.lunch(1), made.question("short_text", "Chức danh"), made.question("file", "Thư"))
    row = make_registration(
        kind,
        answered=answers.store_files(
            answered=answer(kind, **{"Chức danh": "Kỹ sư", "Thư": SimpleUploadedFile("a.pdf", PDF)}), by=None, now=NOON
        ),
    )
    file = PrivateFile.objects.get()
    wanted = answer(kind, **{"Chức danh": "Giám đốc", made.LUNCH: made.key_of("Cơm chay"), "Thư": file})
    answers.change(registration=row, answered=wanted, now=NOON)
    assert pool(kind).taken == 1
    assert set(row.given_answers.values_list("asked", "value")) == {
        ("Chức danh", "Giám đốc"),
        (made.LUNCH, made.key_of("Cơm chay")),
        ("Thư", None),
    }
    step = row.log.get(reason=Reason.ANSWERS_CHANGED)
    assert step.remark == f"{made.LUNCH}; Chức danh"
    answers.change(registration=row, answered=wanted, now=NOON)
    assert row.log.filter(reason=Reason.ANSWERS_CHANGED).count() == 1
    other = make_registration(kind)
    with pytest.raises(errors.OptionFullError):
        answers.change(registration=other, answered=eat(kind), now=NOON)
    answers.change(registration=row, answered=answer(kind, **{"Chức danh": "Giám đốc"}), now=NOON)
    assert pool(kind).taken == 0
    assert not PrivateFile.objects.exists()
    answers.change(registration=other, answered=eat(kind), now=NOON)
    assert queries.counters_match_rows() == []


def test_answers_stay_once_registration_is_closed_or_over(fair: SubjectInfo, organiser: User) -> None:
    kind = make_kind(subject=fair.key, closes_at=NOON + timedelta(hours=1))
    made.publish(kind.subject, made.lunch())
    row = make_registration(kind, answered=eat(kind))
    other = eat(kind, "Không ăn")
    late = NOON + timedelta(hours=1)
    with pytest.raises(errors.RegistrationClosedError):
        answers.change(registration=row, answered=other, now=late)
    with pytest.raises(NotAllowedError):
        answers.change(registration=row, answered=other, now=NOON, by=User.objects.create_user("x@example.org"))
    answers.change(registration=row, answered=other, now=late, by=organiser)
    assert row.given_answers.get().value == made.key_of("Không ăn")
    registrations.cancel(registration=row, now=NOON)
    with pytest.raises(errors.RegistrationClosedError):
        answers.change(registration=row, answered=eat(kind), now=NOON)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registration_answer SET kind = 'guess'",
        "UPDATE registration_answer SET keep_days = 731",
        "UPDATE registration_answer SET keep_days = 0",
        "UPDATE registration_optionplace SET quantity = 0",
        "UPDATE registration_questionversion SET number = 0",
        f"INSERT INTO registration_optionplace ({PLACE}) SELECT {PLACE} FROM registration_optionplace",
        f"INSERT INTO registration_answer ({ANSWER}) SELECT {ANSWER} FROM registration_answer",
    ],
)
def test_database_refuses_what_cannot_be(statement: str) -> None:
    kind = make_kind()
    made.publish(kind.subject, made.lunch())
    make_registration(kind, answered=eat(kind))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_file_of_another_kind_is_refused_and_leaves_nothing() -> None:
    kind = make_kind()
    made.publish(kind.subject, made.question("file", "Một"), made.question("file", "Hai"))
    given = answer(kind, Một=SimpleUploadedFile("a.pdf", PDF), Hai=SimpleUploadedFile("b.pdf", b"MZ\x90"))
    with pytest.raises(DomainError) as refused:
        answers.store_files(answered=given, by=None, now=NOON)
    assert refused.value.field == made.field_of("Hai")
    assert not PrivateFile.objects.exists()


def test_answers_go_with_their_files_when_their_time_after_the_end_is_over(fair: SubjectInfo) -> None:
    assert fair.ends is not None
    kind = make_kind(subject=fair.key)
    made.publish(
        kind.subject,
        made.lunch(1, is_personal=True, purpose_vi="Đặt suất ăn", keep_days=30),
        made.question("file", "Thư", keep_days=30),
        made.question("short_text", "Chức danh"),
    )
    given = answer(
        kind,
        **{made.LUNCH: made.key_of("Cơm chay"), "Thư": SimpleUploadedFile("a.pdf", PDF), "Chức danh": "Kỹ sư"},
    )
    now = clock.now()
    make_registration(kind, answered=answers.store_files(answered=given, by=None, now=now), now=now)
    over = fair.ends + timedelta(days=30)
    assert [done.number for done in forgetting.forget_expired(now=over - timedelta(seconds=1))] == [0]
    assert [done.number for done in forgetting.forget_expired(now=over, dry_run=True)] == [2]
    assert Answer.objects.count() == 3
    assert [done.number for done in forgetting.forget_expired(now=over)] == [2]
    assert Answer.objects.get().asked == "Chức danh"
    assert not PrivateFile.objects.exists()
    assert OptionPlace.objects.get().registration is None
    assert queries.counters_match_rows() == []
    assert [done.number for done in forgetting.forget_expired(now=over)] == [0]


def test_no_question_is_asked_only_of_a_session(programme: Programme) -> None:
    kind = make_kind()
    make_session(programme, kind.subject, title="Phiên 1")
    with pytest.raises(DomainError, match="Phiên 1"):
        made.publish(kind.subject, made.question("short_text", "Số thẻ", asked_of="Phiên 1"))
