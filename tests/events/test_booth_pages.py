"""Pages of booths: the applicant's, the public plan, the organisers' tables; bad input, foreign people, constant queries."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from events import fair_queries as fairs
from events.booth_enums import AllocationMode, BoothState, RequirementKind
from events.domain import applications, booths, choosing, staff_passes
from events.domain import draw as draws
from events.enums import ApplicationState
from events.models import Booth, FairAnswer, FairApplication, FairRequirement, FairSetup, StaffPass
from portal.accounts.models import User
from registration.models import AuditRow
from registration.organiser_enums import AuditAction
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people

NOW = make.NOW
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def fair(site: Site) -> Any:
    people.make_directory(site)
    return make.make_fair(make.make_index(site))


@pytest.fixture
def key(fair: Any) -> uuid.UUID:
    found: uuid.UUID = fair.translation_key
    return found


@pytest.fixture
def owner(db: None) -> User:
    return people.make_person()


@pytest.fixture
def operator(db: None) -> User:
    return make.make_operator()


@pytest.fixture
def hall(key: uuid.UUID) -> Any:
    return stock.make_hall(key)


def page_of(application: FairApplication) -> str:
    return f"/dang-ky-gian-hang/ho-so/{application.reference}/"


def test_a_draft_is_resumed_and_sent_with_its_document(
    fair: Any, key: uuid.UUID, owner: User, client: Client, private_shelf: Any
) -> None:
    people.make_organisation(owner)
    paper = FairRequirement.objects.create(fair_key=key, text_vi="Giấy đăng ký doanh nghiệp")
    question = FairRequirement.objects.create(fair_key=key, kind=RequirementKind.QUESTION, text_vi="Nhu cầu kho bãi?")
    url = f"/dang-ky-gian-hang/{key}/"
    client.force_login(owner)
    file = SimpleUploadedFile("dkkd.pdf", PDF, content_type="application/pdf")
    first = {
        "submission_key": str(uuid.uuid4()),
        "stand_wishes": "Cạnh cửa",
        "action": "save",
        f"answer_{paper.pk}": file,
    }
    assert client.post(url, first).status_code == 302
    draft = FairApplication.objects.get()
    assert draft.state == ApplicationState.DRAFT
    again = client.get(url).content.decode()
    assert "Cạnh cửa" in again
    assert "dkkd.pdf" in again
    sent = {
        "submission_key": str(uuid.uuid4()),
        "stand_size": "standard",
        "power": "none",
        "contact_phone": "0912 345 678",
        "accepts_conditions": "on",
    }
    refused = client.post(url, sent)
    assert f"answer_{question.pk}" in refused.context["form"].errors
    other = SimpleUploadedFile("khac.pdf", PDF, content_type="application/pdf")
    refused = client.post(url, {**sent, f"answer_{paper.pk}": other}).content.decode()
    assert "khac.pdf" in refused
    assert client.post(url, {**sent, f"answer_{question.pk}": "Không"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == ApplicationState.SUBMITTED
    answer = FairAnswer.objects.get(requirement=paper)
    assert client.get(f"{page_of(draft)}tai-lieu/{answer.pk}/").status_code == 200
    stranger = people.make_person()
    people.make_organisation(stranger)
    client.force_login(stranger)
    assert client.get(f"{page_of(draft)}tai-lieu/{answer.pk}/").status_code == 404


def test_changes_are_asked_for_and_sent_again(fair: Any, owner: User, operator: User, client: Client) -> None:
    application = make.submit(fair, people.make_organisation(owner), owner)
    applications.ask_changes(application=application, by=operator, now=NOW, words="Ghi rõ công suất điện.")
    client.force_login(owner)
    assert "Ghi rõ công suất điện." in client.get(page_of(application)).content.decode()
    again = make.submit(fair, application.organisation, owner, now=fair.applications_close_at + timedelta(days=1))
    assert (again.pk, again.state, again.asked) == (application.pk, ApplicationState.SUBMITTED, "")


def test_choose_confirm_and_name_staff_by_pages(  # noqa: PLR0917 -- pytest hands fixtures over by name
    fair: Any, key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock.make_setup(key, AllocationMode.CHOICE, bank_bin="970436", bank_account="0123456789")
    application = stock.make_applicant(key, owner)
    free, other = stock.make_booth(hall, fee=5_000_000), stock.make_booth(hall)
    booths.set_blocked(booth_ids=[other.pk], is_blocked=True, by=operator, now=NOW)
    choosing.announce_order(
        fair_key=key,
        references=[application.reference],
        starts_at=NOW + timedelta(minutes=1),
        minutes=9,
        by=operator,
        now=NOW,
    )
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=1))
    client.force_login(owner)
    plan = client.get(f"{page_of(application)}chon-gian/").content.decode()
    assert f'href="?booth={free.number}"' in plan
    assert f'href="?booth={other.number}"' not in plan
    one = client.get(f"{page_of(application)}chon-gian/?booth={free.number}")
    assert one.status_code == 200
    assert client.get(f"{page_of(application)}chon-gian/?booth=Z99").status_code == 404
    client.post(f"{page_of(application)}chon-gian/", {"booth": free.number})
    assert fairs.booth_of(application) == free
    assert client.get(f"{page_of(application)}xac-nhan/").status_code == 405
    client.post(f"{page_of(application)}xac-nhan/")
    shown = client.get(page_of(application)).content.decode()
    assert application.reference.replace("-", "") in shown
    assert 'class="qr"' in shown
    passes = f"{page_of(application)}the-nhan-vien/"
    assert client.post(passes, {"full_name": "", "email": "x"}).context["form"].errors.keys() == {"full_name", "email"}
    client.post(passes, {"full_name": "Lê Thị Ánh", "email": "anh@example.org"})
    held = StaffPass.objects.get()
    client.post(f"{passes}{held.number}/thu-hoi/")
    held.refresh_from_db()
    assert held.revoked_at is not None


def test_foreign_applications_have_no_pages(hall: Any, key: uuid.UUID, owner: User, client: Client) -> None:
    application = stock.make_applicant(key, owner)
    stranger = people.make_person()
    people.make_organisation(stranger)
    client.force_login(stranger)
    for part in ("chon-gian/", "the-nhan-vien/"):
        assert client.get(f"{page_of(application)}{part}").status_code == 404
    for part in ("xac-nhan/", "khong-nhan/", "the-nhan-vien/NV-2222-2222/thu-hoi/"):
        assert client.post(f"{page_of(application)}{part}").status_code == 404


def settled(key: uuid.UUID, hall: Any, owner: User, operator: User) -> FairApplication:
    application = stock.make_applicant(key, owner)
    booths.offer(application=application, booth=stock.make_booth(hall), by=operator, now=NOW)
    return booths.confirm(application=application, by=owner, now=NOW)


def test_the_public_plan_opens_only_when_published(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    done = settled(key, hall, owner, operator)
    url = f"/hoi-cho/{key}/"
    assert client.get(url).status_code == 404
    stock.make_setup(key, plan_is_public=True)
    shown = client.get(url).content.decode()
    assert done.organisation.display_name in shown
    assert f"#gian-{done.stand}" in shown
    assert client.get(f"/en/fairs/{key}/").status_code == 200
    assert done.organisation.display_name not in client.get(f"{url}?q=khongcoai").context["exhibitors"]
    assert client.get(f"{url}?q=khongcoai").context["total"] == 0
    name = done.organisation.name
    from portal.kernel.text import fold

    assert client.get(url, {"q": fold(name)}).context["total"] == 1
    assert client.get(url, {"hall": "B"}).context["total"] == 0
    visit = client.get(f"{url}chuyen-tham-quan/", {"g": [done.stand.lower(), "Z99"]}).content.decode()
    assert done.stand in visit
    assert client.get(f"/hoi-cho/{uuid.uuid4()}/").status_code == 404


def test_the_public_plan_costs_the_same_for_one_and_thirty(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    stock.make_setup(key, plan_is_public=True)
    settled(key, hall, owner, operator)
    client.get(f"/hoi-cho/{key}/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/hoi-cho/{key}/")
    for _number in range(29):
        settled(key, hall, owner, operator)
    with CaptureQueriesContext(connection) as thirty:
        client.get(f"/hoi-cho/{key}/")
    assert len(thirty) == len(one)
    client.force_login(operator)
    client.get(f"/admin/fair-halls/{key}/")
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"/admin/fair-halls/{key}/").status_code == 200
    Booth.objects.exclude(pk=Booth.objects.order_by("pk")[0].pk).update(state="free", holder=None, held_until=None)
    Booth.objects.filter(holder=None).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(f"/admin/fair-halls/{key}/")
    assert len(many) == len(few)


def test_a_draw_has_a_page_a_record_and_a_program(  # noqa: PLR0917 -- the same
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock.make_setup(key, AllocationMode.DRAW)
    stock.make_booth(hall)
    stock.make_applicant(key, owner)
    when = NOW + timedelta(days=1)
    draw = draws.announce(fair_key=key, draws_at=when, by=operator, now=NOW)
    page = client.get(f"/boc-tham/{draw.key}/").content.decode()
    assert draw.commitment in page
    assert draw.seed not in page
    assert json.loads(client.get(f"/boc-tham/{draw.key}/du-lieu.json").content)["seed"] is None
    assert b"hmac" in client.get("/boc-tham/draw_rules.py").content
    client.force_login(operator)
    run = f"/admin/fair-halls/{key}/draw/{draw.key}/run/"
    assert client.post(run).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: when)
    assert client.post(run).status_code == 302
    assert draw.seed in client.get(f"/boc-tham/{draw.key}/").content.decode()
    assert client.get(f"/boc-tham/{uuid.uuid4()}/").status_code == 404


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
