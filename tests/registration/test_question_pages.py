"""The organiser's questions on the pages of visitors: asked, checked beside the field, shown again, changed."""

import re
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from portal.media.models import PrivateFile
from registration.answer_admin import CorrectAnswersForm
from registration.domain import links, places, registrations
from registration.enums import Audience
from registration.models import OptionPlace, PlaceKind, Pool, QuestionVersion, Registration
from registration.subjects import SubjectInfo
from tests.factories import questions as made
from tests.factories.registration import make_kind, make_registration
from tests.registration.guests import filled, url_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
ALLERGY = made.question(
    "choice",
    "Dị ứng",
    made.option("Lạc"),
    made.option("Không có"),
    required=True,
    only_if_question=made.LUNCH,
    only_if_option="Cơm chay",
    is_personal=True,
    purpose_vi="Để nhà bếp biết",
    purpose_en="So that the kitchen knows",
    keep_days=14,
)


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """Every page needs the site."""


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=20)


def sent(version: QuestionVersion, **answers: Any) -> dict[str, Any]:
    return (
        filled()
        | {"questions_version": str(version.number)}
        | {made.field_of(name): value for name, value in answers.items()}
    )


def vegetarian() -> dict[str, str]:
    return {made.LUNCH: made.key_of("Cơm chay")}


def errors_in(page: str) -> list[str]:
    return re.findall(r'field__error-prefix">[^<]*</span> ([^<]*)</span>', page)


def test_form_asks_in_both_languages_and_says_when(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    made.publish(fair.key, made.lunch(2), ALLERGY)
    page = client.get(url_of(fair)).content.decode()
    assert "Cơm chay (còn 2 chỗ)" in page
    assert "Vì sao cần hỏi: Để nhà bếp biết" in page
    assert "registration/questions.js" in page
    assert f'data-asked-if="{made.field_of(made.LUNCH)}"' in page
    with translation.override("en"):
        english = client.get(url_of(fair)).content.decode()
    assert "Vegetarian (2 places left)" in english
    assert "Only if you chose “Vegetarian” under “Bữa trưa”." in english
    assert "So that the kitchen knows" in english


def test_every_consent_stands_behind_the_questions(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    made.publish(fair.key, made.lunch(2))
    html = client.get(url_of(fair)).content.decode()
    places_of = [
        html.index(f'name="{name}"') for name in (made.field_of(made.LUNCH), "note", "consent", "consent_news")
    ]
    assert places_of == sorted(places_of)


def test_form_without_questions_costs_no_script(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    page = client.get(url_of(fair)).content.decode()
    assert "questions.js" not in page
    assert "multipart" not in page


def test_answers_are_kept_and_shown_and_mailed_but_not_what_is_personal(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    version = made.publish(fair.key, made.lunch(2), ALLERGY)
    client.post(url_of(fair), sent(version, **vegetarian(), **{"Dị ứng": made.key_of("Lạc")}))
    row = Registration.objects.get()
    assert row.question_version == version
    assert row.given_answers.count() == 2
    body = outbox.outbox[-1].body
    assert "Bữa trưa: Cơm chay" in body
    assert "Lạc" not in body
    page = client.get(reverse("registration:manage", args=[links.issue_manage(registration=row, now=clock.now())]))
    assert "Cơm chay" in page.content.decode()
    assert "Lạc" in page.content.decode()


def test_condition_is_decided_by_the_server(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    version = made.publish(fair.key, made.lunch(2), ALLERGY)
    page = client.post(url_of(fair), sent(version, **vegetarian())).content.decode()
    assert errors_in(page) == ["Chọn một mục ở “Dị ứng”."]
    assert 'value="Nguyễn Thị An"' in page
    client.post(url_of(fair), sent(version, **{made.LUNCH: made.key_of("Không ăn"), "Dị ứng": made.key_of("Lạc")}))
    assert [row.asked for row in Registration.objects.get().given_answers.all()] == [made.LUNCH]


def test_option_without_a_place_is_refused_beside_its_question(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    version = made.publish(fair.key, made.lunch(1))
    client.post(url_of(fair), sent(version, **vegetarian()))
    page = client.post(url_of(fair), sent(version, **vegetarian()) | {"email": "binh@example.org"}).content.decode()
    assert "Không còn chỗ cho “Cơm chay”" in errors_in(page)[0]
    assert "Cơm chay (hết chỗ)" in page
    assert re.search(rf'value="{made.key_of("Cơm chay")}"[^>]*disabled', page)
    assert Registration.objects.count() == 1


def test_a_known_address_is_answered_as_a_new_one_where_an_option_is_full(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    version = made.publish(fair.key, made.lunch(1))
    values = sent(version, **vegetarian())
    client.post(url_of(fair), values)
    again = client.post(url_of(fair), values)
    assert again["Location"] == reverse("registration:check-mail", args=[fair.key])
    for address in ("an@example.org", "binh@example.org"):
        page = client.post(url_of(fair), sent(version, **vegetarian()) | {"email": address})
        assert page.status_code == 200
        assert len(errors_in(page.content.decode())) == 1


def test_old_tab_shows_new_questions_and_keeps_what_was_typed(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    first = made.publish(fair.key, made.lunch(2))
    second = made.publish(fair.key, made.lunch(2), made.question("short_text", "Chức danh"))
    page = client.post(url_of(fair), sent(first, **vegetarian())).content.decode()
    assert "đã thay đổi câu hỏi" in page
    assert "Chức danh" in page
    assert 'value="an@example.org"' in page
    assert re.search(rf'value="{made.key_of("Cơm chay")}"[^>]*checked', page)
    assert f'name="questions_version" value="{second.number}"' in page
    assert not Registration.objects.exists()
    more = made.publish(fair.key, made.lunch(9), made.question("short_text", "Chức danh"))
    assert more.number == 3
    client.post(url_of(fair), sent(second, **vegetarian()))
    assert Registration.objects.get().question_version == more


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "99999999999999999999"])
def test_foreign_number_of_a_version_is_an_old_tab(
    client: Client, fair: SubjectInfo, kind: PlaceKind, number: str
) -> None:
    version = made.publish(fair.key, made.lunch(2))
    page = client.post(url_of(fair), sent(version) | {"questions_version": number})
    assert page.status_code == 200
    assert not Registration.objects.exists()


def test_file_is_private_and_must_be_chosen_again_after_an_error(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    version = made.publish(fair.key, made.question("file", "Giấy giới thiệu", required=True))
    values = sent(version, **{"Giấy giới thiệu": SimpleUploadedFile("giay.pdf", PDF)})
    page = client.post(url_of(fair), values | {"full_name": ""}).content.decode()
    assert any("Hãy chọn lại tệp" in said for said in errors_in(page))
    name = made.field_of("Giấy giới thiệu")
    wrong = sent(version) | {name: SimpleUploadedFile("giay.pdf", b"MZ\x90\x00")}
    assert len(errors_in(client.post(url_of(fair), wrong).content.decode())) == 1
    wrong[name] = SimpleUploadedFile("giay.pdf", b"MZ\x90\x00")
    both = errors_in(client.post(url_of(fair), wrong | {"full_name": ""}).content.decode())
    assert len([said for said in both if "Loại tệp này không được chấp nhận" in said]) == 1, both
    assert not any("Hãy chọn lại tệp" in said for said in both)
    assert not PrivateFile.objects.exists()
    right = sent(version)
    for _time in range(2):
        client.post(url_of(fair), right | {made.field_of("Giấy giới thiệu"): SimpleUploadedFile("giay.pdf", PDF)})
    assert PrivateFile.objects.count() == 1
    row = Registration.objects.get()
    file = row.given_answers.get().file
    assert file is not None
    assert file.uploaded_by is None
    assert "giay.pdf" not in outbox.outbox[-1].body


def test_refused_registration_leaves_no_file(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    version = made.publish(fair.key, made.lunch(0), made.question("file", "Thư"))
    values = sent(version, **vegetarian(), Thư=SimpleUploadedFile("a.pdf", PDF))
    page = client.post(url_of(fair), values).content.decode()
    assert any("Không còn chỗ" in said for said in errors_in(page))
    assert not PrivateFile.objects.exists()


def test_each_kind_of_place_is_asked_its_own(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    press = make_kind(subject=fair.key, audience=Audience.PRESS, capacity=5, name_vi="Nhà báo")
    made.publish(fair.key, made.question("short_text", "Số thẻ nhà báo", asked_of="nha bao", required=True))
    assert "Số thẻ nhà báo" not in client.get(url_of(fair)).content.decode()
    assert (
        "Số thẻ nhà báo"
        in client.get(reverse("registration:register-kind", args=[fair.key, press.code])).content.decode()
    )


def test_move_leads_to_the_questions_of_the_other_kind(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    screen = make_kind(subject=fair.key, capacity=9, code="screen", name_vi="Trực tuyến")
    made.publish(fair.key, made.question("short_text", "Tên tài khoản", required=True, asked_of="Trực tuyến"))
    row = make_registration(kind)
    secret = links.issue_manage(registration=row, now=clock.now())
    answer = client.post(reverse("registration:move", args=[secret]), {"place_kind": str(screen.pk)})
    assert answer["Location"] == reverse("registration:answers", args=[secret])
    again = client.post(reverse("registration:move", args=[secret]), {"place_kind": str(screen.pk)})
    assert again.status_code == 302
    assert row.log.filter(reason="kind-changed").count() == 1
    back = client.post(reverse("registration:move", args=[secret]), {"place_kind": str(kind.pk)})
    assert back["Location"] == reverse("registration:manage", args=[secret])


def test_nought_is_an_answer(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    version = made.publish(fair.key, made.question("number", "Số trẻ em", required=True))
    assert client.post(url_of(fair), sent(version, **{"Số trẻ em": ""})).status_code == 200
    assert client.post(url_of(fair), sent(version, **{"Số trẻ em": "0"})).status_code == 302
    row = Registration.objects.get()
    assert row.given_answers.get().value == "0"
    page = client.get(reverse("registration:answers", args=[links.issue_manage(registration=row, now=clock.now())]))
    assert page.context["form"][made.field_of("Số trẻ em")].value() == 0


def test_words_of_the_organiser_are_escaped(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    evil = "<script>alert(1)</script>"
    made.publish(
        fair.key,
        made.question(
            "choices",
            evil,
            made.option(evil + "a", 3),
            made.option(evil + "b"),
            help_vi=evil,
            is_personal=True,
            purpose_vi=evil,
            keep_days=1,
        ),
        made.question("date", "Ngày", only_if_question=evil, only_if_option=evil + "a", help_vi=evil),
    )
    assert evil not in client.get(url_of(fair)).content.decode()


def test_form_costs_the_same_with_one_and_with_thirty_questions(
    client: Client,
    fair: SubjectInfo,
    kind: PlaceKind,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    counts = []
    for number in (1, 30):
        made.publish(
            fair.key,
            *[
                made.question("choice", f"Câu {each}", made.option(f"A{each}", 3), made.option("B"))
                for each in range(number)
            ],
        )
        client.get(url_of(fair))
        with django_assert_max_num_queries(80) as seen:
            client.get(url_of(fair))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def change_url(row: Registration) -> str:
    return reverse("registration:answers", args=[links.issue_manage(registration=row, now=clock.now())])


def test_holder_changes_answers_until_registration_closes(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    version = made.publish(
        fair.key,
        made.lunch(1),
        made.question("number", "Số máy"),
        made.question("date", "Ngày"),
        made.question("file", "Thư"),
    )
    client.post(
        url_of(fair),
        sent(
            version,
            **vegetarian(),
            **{"Số máy": "2,5", "Ngày": "25/12/2026", "Thư": SimpleUploadedFile("thu.pdf", PDF)},
        ),
    )
    row = Registration.objects.get()
    url = change_url(row)
    assert url in client.get(url.replace("cau-tra-loi/", "")).content.decode()
    page = client.get(url).content.decode()
    assert 'value="2,5"' in page
    assert 'value="25/12/2026"' in page
    assert "thu.pdf" in page
    assert not re.search(rf'value="{made.key_of("Cơm chay")}"[^>]*disabled', page)
    answers = {
        made.field_of(made.LUNCH): made.key_of("Không ăn"),
        made.field_of("Số máy"): "3",
        "questions_version": "1",
    }
    wrong = client.post(url, answers | {made.field_of("Số máy"): "ba"}).content.decode()
    assert len(errors_in(wrong)) == 1
    assert 'value="ba"' in wrong
    done = client.post(url, answers, follow=True).content.decode()
    assert "Câu trả lời của bạn đã được thay đổi." in done
    assert not OptionPlace.objects.exists()
    assert row.given_answers.get(asked="Số máy").value == "3"
    assert row.given_answers.get(asked="Thư").file is not None
    places.freeze(subject=fair.key)
    assert client.get(url).status_code == 302
    assert client.post(url, answers).status_code == 302
    assert url not in client.get(url.replace("cau-tra-loi/", "")).content.decode()


def test_old_answers_tab_keeps_the_new_questions(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    version = made.publish(fair.key, made.lunch(2))
    client.post(url_of(fair), sent(version, **vegetarian()))
    row = Registration.objects.get()
    made.publish(fair.key, made.lunch(2), made.question("short_text", "Chức danh", required=True))
    page = client.post(change_url(row), {"questions_version": "1", made.field_of(made.LUNCH): ""}).content.decode()
    assert "đã thay đổi câu hỏi" in page
    assert row.given_answers.get().value == made.key_of("Cơm chay")


def test_foreign_link_opens_no_answers(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    assert client.get(reverse("registration:answers", args=["x" * 40])).status_code == 404
    assert client.get(change_url(make_registration(kind))).status_code == 404


def test_person_is_told_which_option_had_no_place_left(client: Client, fair: SubjectInfo, organiser: User) -> None:
    kind = make_kind(subject=fair.key, capacity=5, needs_approval=True)
    version = made.publish(fair.key, made.lunch(1))
    for address in ("an@example.org", "binh@example.org"):
        client.post(url_of(fair), sent(version, **vegetarian()) | {"email": address})
    for row in Registration.objects.order_by("pk"):
        registrations.approve(registration=row, by=organiser, now=clock.now())
    assert "Cơm chay: không còn chỗ" in outbox.outbox[-1].body
    assert Pool.objects.get(code__startswith="option-").taken == 1
    assert kind.pools.get().taken == 2


def test_preview_is_for_organisers_and_shows_the_draft(
    client: Client, fair: SubjectInfo, kind: PlaceKind, organiser: User
) -> None:
    made.make_draft(fair.key, made.lunch(7))
    url = reverse("registration:preview-questions", args=[fair.key])
    assert client.get(url).status_code == 404
    client.force_login(organiser)
    assert "Cơm chay (còn 7 chỗ)" in client.get(url).content.decode()
    with translation.override("en"):
        english = reverse("registration:preview-questions", args=[fair.key])
    assert "Vegetarian (7 places left)" in client.get(english).content.decode()
    made.make_draft(fair.key, made.lunch(7), made.lunch(7))
    assert "Bữa trưa" in client.get(url).content.decode()
    assert not QuestionVersion.objects.exists()
    assert (
        client.get(reverse("registration:preview-questions", args=["00000000-0000-0000-0000-000000000000"])).status_code
        == 404
    )


def test_what_hangs_on_a_question_of_others_is_not_asked(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    press = make_kind(subject=fair.key, code="press", name_vi="Báo chí")
    version = made.publish(fair.key, made.lunch(2, asked_of=press.name_vi), ALLERGY)
    names = made.field_of(made.LUNCH), made.field_of("Dị ứng")
    for asked, count in ((kind, 0), (press, 2)):
        html = client.get(f"{url_of(fair)}{asked.code}/").content.decode()
        assert sum(f'name="{name}"' in html for name in names) == count
        correction = CorrectAnswersForm(place_kind=asked, version=version, left={}, earlier={})
        assert sum(name in correction.fields for name in names) == count
