"""What organisers see and do."""

import uuid
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events import fair_queries as fairs
from events.booth_enums import AllocationMode, BoothState
from events.domain import applications, booths, staff_passes
from events.enums import ApplicationState
from events.models import Booth, FairRequirement, FairSetup
from portal.accounts.models import User
from registration.models import AuditRow
from registration.organiser_enums import AuditAction
from tests.events.booth_pages.scene import NOW, page_of
from tests.factories import booths as stock
from tests.factories import exhibitors as people

ADMIN_PAGES = (
    "",
    "setup/",
    "requirements/",
    "halls/new/",
    "rows/",
    "import/",
    "import/template.csv",
    "order/",
    "draw/",
    "passes.csv",
)


def test_organisers_pages_are_theirs_alone(key: uuid.UUID, hall: Any, operator: User, client: Client) -> None:
    from django.contrib.auth.models import Permission

    editor = people.make_person()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    pages = ["/admin/fair-halls/"] + [f"/admin/fair-halls/{key}/{part}" for part in ADMIN_PAGES]
    pages += [f"/admin/fair-halls/{key}/halls/{hall.pk}/", f"/admin/fair-halls/{key}/halls/{hall.pk}/booths/"]
    client.force_login(editor)
    assert {client.get(url).status_code for url in pages} == {404}
    client.force_login(operator)
    assert {client.get(url).status_code for url in pages} == {200}


def test_the_set_up_is_kept_and_bad_input_named(key: uuid.UUID, operator: User, client: Client) -> None:
    client.force_login(operator)
    url = f"/admin/fair-halls/{key}/setup/"
    good = {"mode": "choice", "offer_hours": "48", "passes_per_nine_metres": "2", "needs_two_people": "on"}
    bad = client.post(url, {**good, "bank_bin": "12", "offer_hours": "0"})
    assert set(bad.context["form"].errors) == {"bank_bin", "offer_hours", "bank_account"}
    assert client.post(url, good).status_code == 302
    setup = FairSetup.objects.get(fair_key=key)
    assert (setup.mode, setup.offer_hours, setup.needs_two_people) == (AllocationMode.CHOICE, 48, True)


def test_requirements_halls_rows_table_and_actions(key: uuid.UUID, operator: User, client: Client) -> None:
    client.force_login(operator)
    base = f"/admin/fair-halls/{key}/"
    empty = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    row = {"form-0-kind": "document", "form-0-text_vi": "Giấy phép", "form-0-position": "1", "form-0-is_required": "on"}
    client.post(f"{base}requirements/", {**empty, **row})
    assert FairRequirement.objects.get(fair_key=key).text_vi == "Giấy phép"
    hall = {"code": "A", "name_vi": "Nhà A", "width": "400", "depth": "200", "position": "0"}
    assert client.post(f"{base}halls/new/", hall).status_code == 302
    assert "code" in client.post(f"{base}halls/new/", {**hall, "code": "a"}).context["form"].errors
    made = fairs.halls_of(key).get()
    rows = {
        "hall": str(made.pk), "letters": "A", "first": "1", "count": "6", "per_line": "3", "x": "0", "y": "0",
        "width": "30", "depth": "30", "aisle": "30", "kind": "shell", "power": "none", "fee": "",
    }  # fmt: skip
    assert client.post(f"{base}rows/", rows).status_code == 302
    assert client.post(f"{base}rows/", rows).context["form"].non_field_errors()
    assert Booth.objects.filter(fair_key=key).count() == 6
    table = f"{base}halls/{made.pk}/booths/"
    one = Booth.objects.get(number="A01")
    formset = {
        "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": str(one.pk), "form-0-number": "A01",
        "form-0-y": "0", "form-0-width": "30", "form-0-depth": "30", "form-0-kind": "shell", "form-0-power": "none",
        "form-0-is_corner": "on",
    }  # fmt: skip
    refused = client.post(table, {**formset, "form-0-x": "31"}).content.decode()
    assert "A02" in refused
    assert client.post(table, {**formset, "form-0-x": "370"}).status_code == 302
    one.refresh_from_db()
    assert one.x == 370
    client.post(f"{base}act/", {"action": "block", "booths": [one.pk]})
    one.refresh_from_db()
    assert one.state == BoothState.BLOCKED
    client.post(f"{base}act/", {"action": "delete", "booths": [one.pk]})
    assert not Booth.objects.filter(pk=one.pk).exists()
    assert client.post(f"{base}act/", {"action": "explode"}).status_code == 302


def upload(client: Client, key: uuid.UUID, words: str, encoding: str = "utf-8") -> Any:
    file = SimpleUploadedFile("gian.csv", words.encode(encoding), content_type="text/csv")
    return client.post(f"/admin/fair-halls/{key}/import/", {"file": file})


GOOD = "Nhà;Số gian;Từ trái (m);Từ trên (m);Rộng (m);Sâu (m);Điện;Góc;Phí (đồng)\nA;A01;0;0;3;3;one-phase;có;6.000.000\nA;A02;3;0;2,5;3;;;\n"


@pytest.mark.parametrize("words", [GOOD, "\ufeff" + GOOD, GOOD.replace(";", "\t")])
def test_a_file_is_shown_and_then_written(
    key: uuid.UUID, hall: Any, operator: User, client: Client, words: str
) -> None:
    client.force_login(operator)
    shown = upload(client, key, words)
    assert not Booth.objects.exists()
    rows = shown.context["confirm"].initial["rows"]
    client.post(f"/admin/fair-halls/{key}/import/confirm/", {"rows": rows})
    assert list(Booth.objects.values_list("number", "x", "width", "fee", "is_corner").order_by("number")) == [
        ("A01", 0, 30, 6_000_000, True),
        ("A02", 30, 25, None, False),
    ]
    client.post(f"/admin/fair-halls/{uuid.uuid4()}/import/confirm/", {"rows": rows})
    client.post(f"/admin/fair-halls/{key}/import/confirm/", {"rows": rows[:-3]})
    assert Booth.objects.count() == 2


def test_faults_of_a_file_are_named_by_row_and_nothing_is_written(
    key: uuid.UUID, hall: Any, operator: User, client: Client
) -> None:
    client.force_login(operator)
    head = GOOD.splitlines()[0]
    for lines, row in (
        (["A;A01;0;0;3;3;220;;"], 2),
        (["A;A01;0;0;ba;3;;;"], 2),
        (["A;A01;0;0;3;3;;;", "", "A;A02;2;0;3;3;;;"], 4),
        (["B;B01;0;0;3;3;;;"], 2),
        (["A;A01;0;0;3;3;;;=1+1"], 2),
        (["A;Ă01;0;0;3;3;;;"], 2),
    ):
        wrong = upload(client, key, "\n".join([head, *lines])).context["wrong"]
        assert [number for number, _words in wrong] == [row], lines
    assert "file" in upload(client, key, "a;b\n1;2\n").context["form"].errors
    assert not Booth.objects.exists()


def test_organisers_offer_ask_release_and_mark_in_the_admin(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    application, booth = stock.make_applicant(key, owner), stock.make_booth(hall, fee=1_000_000)
    client.force_login(operator)
    base = f"/admin/fair_applications/decide/{application.pk}/"
    assert "booth" in client.post(f"{base}offer/", {"booth": "0"}).context["form"].errors
    assert client.post(f"{base}offer/", {"booth": str(booth.pk)}).status_code == 302
    booths.confirm(application=application, by=owner, now=NOW)
    assert client.post(f"{base}paid/", {"paid_on": "20/11/2026", "note": "UNC 7"}).status_code == 302
    assert client.post(f"{base}unpaid/", {"note": "Nhầm"}).status_code == 302
    assert client.post(f"{base}release/", {"words": "Cột hỏng"}).status_code == 302
    assert stock.reload(application).state == ApplicationState.ACCEPTED
    assert client.get(f"/admin/fair_applications/inspect/{application.pk}/").status_code == 200


def test_an_applicant_reads_nothing_of_a_decision_that_is_only_proposed(
    key: uuid.UUID, owner: User, operator: User, client: Client
) -> None:
    stock.make_setup(key, needs_two_people=True)
    application = stock.make_applicant(key, owner, state=ApplicationState.SUBMITTED, decided_at=None)
    applications.decline(application=application, by=operator, now=NOW, words="Không đúng lĩnh vực.")
    client.force_login(owner)
    assert "Không đúng lĩnh vực" not in client.get(page_of(application)).content.decode()
    applications.withdraw(application=application, by=owner, now=NOW)
    assert "Không đúng lĩnh vực" not in client.get(page_of(application)).content.decode()
    assert "Không đúng lĩnh vực" not in mail.outbox[-1].body


def test_an_applicant_reads_the_words_of_a_decision(
    key: uuid.UUID, owner: User, operator: User, client: Client
) -> None:
    application = stock.make_applicant(key, owner, state=ApplicationState.SUBMITTED, decided_at=None)
    applications.decline(application=application, by=operator, now=NOW, words="Không đúng lĩnh vực.")
    client.force_login(owner)
    assert "Không đúng lĩnh vực" in client.get(page_of(application)).content.decode()
    assert "Không đúng lĩnh vực" in mail.outbox[-1].body


def test_organisers_take_the_valid_passes_to_the_entrance(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    application, booth = stock.make_applicant(key, owner), stock.make_booth(hall)
    booths.offer(application=application, booth=booth, by=operator, now=NOW)
    booths.confirm(application=application, by=owner, now=NOW)
    kept, gone = (
        staff_passes.give(application=application, full_name=name, email=f"p{place}@example.org", by=owner, now=NOW)
        for place, name in enumerate(["=Lê Thị Ánh", "Trần Văn Bình"])
    )
    staff_passes.revoke(staff_pass=gone, by=owner, now=NOW)
    client.force_login(operator)
    answer = client.get(f"/admin/fair-halls/{key}/passes.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1:] == [f"{kept.number},'=Lê Thị Ánh,{application.organisation.display_name},{booth.number}"]
    assert "no-store" in answer["Cache-Control"]
    assert AuditRow.objects.get(action=AuditAction.EXPORTED).changes == [["rows", None, 1]]
