"""What exhibitors and visitors see."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import draw_rules, pass_source
from events import fair_queries as fairs
from events.booth_enums import AllocationMode, RequirementKind
from events.domain import applications, booths, choosing
from events.domain import draw as draws
from events.enums import ApplicationState
from events.models import Booth, FairAnswer, FairApplication, FairRequirement, StaffPass
from portal.accounts.models import User
from portal.pdf import codes
from registration.domain import tickets
from tests.events.booth_pages.scene import NOW, PDF, page_of, settled
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people


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
    page = client.get(passes).content.decode()
    assert codes.inline(held.number) in page
    assert pass_source.code_of(held.number) == tickets.code_in(held.number)
    client.post(f"{passes}{held.number}/thu-hoi/")
    assert codes.inline(held.number) not in client.get(passes).content.decode()
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


def test_a_draw_names_exhibitors_only_where_the_fair_does(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    setup = stock.make_setup(key, AllocationMode.DRAW, plan_is_public=False)
    stock.make_booth(hall)
    application = stock.make_applicant(key, owner)
    name = application.organisation.display_name
    draw = draws.announce(fair_key=key, draws_at=NOW, by=operator, now=NOW - timedelta(hours=1))
    draws.run(draw=draw, by=operator, now=NOW)
    booths.confirm(application=stock.reload(application), by=owner, now=NOW)
    page, record = f"/boc-tham/{draw.key}/", f"/boc-tham/{draw.key}/du-lieu.json"
    sealed = client.get(page).content.decode()
    assert application.reference in sealed
    assert name not in sealed
    published = client.get(record).content.decode()
    assert name not in published
    assert draw_rules.faults(json.loads(published)) == []
    setup.plan_is_public = True
    setup.save()
    assert name in client.get(page).content.decode()
    assert client.get(record).content.decode() == published


def test_withdrawing_is_asked_about_before_the_button_is_seen(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    done = settled(key, hall, owner, operator)
    client.force_login(owner)
    page = client.get(page_of(done)).content.decode()
    asked = page[page.index('<details class="disclosure no-print">') :]
    assert f'action="{page_of(done)}rut/"' in asked[: asked.index("</details>")]
    assert f"Gian hàng {done.stand} sẽ được dành cho đơn vị khác" in asked
    assert page.count(f'action="{page_of(done)}rut/"') == 1


def test_the_number_drawn_is_not_called_a_ticket(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    stock.make_setup(key, AllocationMode.DRAW)
    stock.make_booth(hall)
    stock.make_applicant(key, owner)
    draw = draws.announce(fair_key=key, draws_at=NOW, by=operator, now=NOW - timedelta(hours=1))
    draws.run(draw=draw, by=operator, now=NOW)
    page = client.get(f"/boc-tham/{draw.key}/").content.decode()
    assert "Số thăm</th>" in page
    assert "Vé</th>" not in page
