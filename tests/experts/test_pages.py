"""Pages of the experts room: list, profile, photo, messages, the desk; who may open what, and what it costs."""

import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from experts import queries, time_zones
from experts.domain import profile as profiles
from experts.domain import request, review
from experts.enums import DeclineReason, ProfileState, RequestState, ReviewState
from experts.models import ExpertProfile, ExpertRequest
from portal.mail.models import OutgoingMail
from search.models import SearchDocument
from tests import worlds
from tests.factories import exhibitors
from tests.factories import experts as factory
from tests.factories.exhibitors import NOON

pytestmark = pytest.mark.django_db

SENDER = "nguoi-hoi-bi-mat@example.org"
EXPERT = "chuyen-gia-bi-mat@example.org"
MINE = "/ban-lam-viec/chuyen-gia/"


@worlds.standing
def listed(site: Site) -> Any:
    return factory.make_list(site)


def ask_data(**values: Any) -> dict[str, Any]:
    usual = {
        "help": "advice",
        "subject": "Sấy tỏi",
        "text": "Xin hỏi.",
        "name": "Người Hỏi",
        "email": SENDER,
        "submission_key": str(uuid.uuid4()),
    }
    return usual | values


def link_in(mail: OutgoingMail) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.text)
    assert found is not None
    return found[1]


def test_list_filters_by_field_language_country_zone_and_help(client: Client, listed: Any) -> None:
    paris = factory.make_expert(name="Lê Ở Pháp")
    tokyo = factory.make_expert(
        name="Ngô Ở Nhật",
        country="JP",
        time_zone="Asia/Tokyo",
        languages=(("ja", "fluent"),),
        helps=("mentoring",),
        fields=("energy-saving",),
    )
    factory.make_expert(name="Chưa Duyệt", shown=False)
    both = client.get("/chuyen-gia/").content.decode()
    assert paris.name in both
    assert tokyo.name in both
    assert "Chưa Duyệt" not in both
    for query in (
        "field=energy-saving",
        "language=ja",
        "country=JP",
        "zone=Asia/Tokyo",
        "help=mentoring",
        "q=ngo o nhat",
    ):
        for prefix in ("/chuyen-gia/", "/en/experts/"):
            page = client.get(f"{prefix}?{query}").content.decode()
            assert tokyo.name in page, query
            assert paris.name not in page, query


def test_empty_list_says_what_to_do(client: Client, listed: Any) -> None:
    page = client.get("/chuyen-gia/?q=khong-co-ai")
    assert page.status_code == 200
    assert reverse("experts:mine") in page.content.decode()


def test_profile_shows_what_was_agreed_and_no_address(client: Client, listed: Any) -> None:
    expert = factory.make_expert(exhibitors.make_person(EXPERT, full_name="Tên Tài Khoản"), photo=True)
    vietnamese = client.get(f"/chuyen-gia/{expert.slug}/").content.decode()
    english = client.get(f"/en/experts/{expert.slug}/").content.decode()
    for page in (vietnamese, english):
        assert expert.name in page
        assert EXPERT not in page
        assert "Tên Tài Khoản" not in page
    assert "UTC+1" in vietnamese
    assert "5–6 hours behind Việt Nam" in english
    assert "Twenty years of drying." in english
    data = [json.loads(block) for block in re.findall(r'ld\+json">(.+?)</script>', english)]
    person = next(block for block in data if block["@type"] == "Person")
    assert person["name"] == expert.name
    assert "email" not in person


@pytest.mark.parametrize("state", [state for state in ProfileState if state != ProfileState.PUBLISHED])
def test_hidden_profile_is_nowhere(client: Client, listed: Any, state: ProfileState) -> None:
    expert = factory.make_expert(photo=True)
    photo = reverse("experts:portrait", args=[expert.slug, expert.portrait_id])
    assert client.get(photo)["Content-Type"] == "image/jpeg"
    assert SearchDocument.objects.filter(item__startswith="expert:").count() == 2
    ExpertProfile.objects.filter(pk=expert.pk).update(state=state)
    for address in (f"/chuyen-gia/{expert.slug}/", f"/hoi-chuyen-gia/{expert.slug}/", photo):
        assert client.get(address).status_code == 404, address
    assert expert.name not in client.get("/chuyen-gia/").content.decode()


def test_photo_is_kept_by_browsers_only_while_it_is_approved(client: Client, listed: Any) -> None:
    expert = factory.make_expert(photo=True)
    approved = reverse("experts:portrait", args=[expert.slug, expert.portrait_id])
    client.force_login(expert.user)
    own = reverse("experts:proposed-portrait")
    for address, kept in ((approved, "public, max-age=300"), (own, "no-store")):
        answer = client.get(address)
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert kept in answer["Cache-Control"]
    expert.portrait.file.storage.delete(expert.portrait.file.name)
    assert client.get(approved).status_code == 404


def test_expert_whose_account_is_closed_is_nowhere(client: Client, listed: Any) -> None:
    expert = factory.make_expert()
    expert.user.is_active = False
    expert.user.save()
    assert client.get(f"/chuyen-gia/{expert.slug}/").status_code == 404
    assert expert.name not in client.get("/chuyen-gia/").content.decode()


def test_search_follows_approval_and_withdrawal(listed: Any) -> None:
    expert = factory.make_expert(name="Đỗ Tìm Thấy")
    found = SearchDocument.objects.filter(kind="expert")
    assert sorted(found.values_list("language", "url")) == [
        ("en", f"/en/experts/{expert.slug}/"),
        ("vi", f"/chuyen-gia/{expert.slug}/"),
    ]
    profiles.withdraw(profile=expert, by=expert.user, now=NOON)
    assert not found.exists()


def test_guest_writes_confirms_reads_the_answer_and_goes_on(client: Client, listed: Any) -> None:
    expert = factory.make_expert(exhibitors.make_person(EXPERT))
    OutgoingMail.objects.all().delete()
    address = f"/hoi-chuyen-gia/{expert.slug}/"
    assert client.get(address).status_code == 200
    bad = client.post(address, ask_data(text="", email="không phải"))
    assert set(bad.context["form"].errors) == {"text", "email"}
    assert "Sấy tỏi" in bad.content.decode()
    sent = client.post(address, ask_data(), follow=True)
    assert sent.status_code == 200
    made = ExpertRequest.objects.get()
    confirm = link_in(OutgoingMail.objects.get(recipient=SENDER))
    assert client.get(confirm).status_code == 200
    assert not OutgoingMail.objects.filter(recipient=EXPERT).exists()
    assert client.post(confirm, follow=True).status_code == 200
    assert OutgoingMail.objects.filter(recipient=EXPERT).count() == 1
    assert client.get(confirm).status_code == 302

    other = Client()
    other.force_login(expert.user)
    desk = other.get(MINE).content.decode()
    assert "Sấy tỏi" in desk
    inbox = reverse("experts:message", args=[made.reference])
    shown = other.get(inbox).content.decode()
    assert "Người Hỏi" in shown
    assert SENDER not in shown
    other.post(inbox, {"text": "Tôi giúp được.", "submission_key": str(uuid.uuid4())})
    thread = link_in(OutgoingMail.objects.filter(recipient=SENDER).latest("pk"))
    page = client.get(thread).content.decode()
    assert "Tôi giúp được." in page
    assert EXPERT not in page
    assert client.post(thread, {"text": "Cảm ơn.", "submission_key": str(uuid.uuid4())}).status_code == 302
    assert OutgoingMail.objects.filter(recipient=EXPERT).count() == 2
    client.post(thread, {"action": "close"})
    made.refresh_from_db()
    assert made.state == RequestState.CLOSED


def test_machines_and_unknown_links_get_nowhere(client: Client, listed: Any) -> None:
    expert = factory.make_expert()
    client.post(f"/hoi-chuyen-gia/{expert.slug}/", ask_data(website="https://spam.example"))
    assert not ExpertRequest.objects.exists()
    for name in ("confirm", "thread"):
        assert client.get(reverse(f"experts:{name}", args=["x" * 43])).status_code == 404
    made = factory.make_request(expert)
    assert client.get(reverse("experts:thread", args=[made.reference])).status_code == 404
    assert client.get(reverse("experts:asked", args=[uuid.uuid4()])).status_code == 404


def test_link_of_one_purpose_opens_nothing_else(client: Client, listed: Any) -> None:
    OutgoingMail.objects.all().delete()
    factory.make_request(factory.make_expert(), confirmed=False, email=SENDER)
    secret = link_in(OutgoingMail.objects.get(recipient=SENDER)).rstrip("/").rpartition("/")[2]
    assert client.get(reverse("experts:thread", args=[secret])).status_code == 404


def desk_addresses(made: ExpertRequest) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return every address of the desk with the data of a good post."""
    reply = {"text": "Trả lời", "submission_key": str(uuid.uuid4())}
    return {
        "mine": (reverse("experts:mine"), {}),
        "edit": (reverse("experts:edit"), {"name": "Kẻ Lạ", "country": "VN"}),
        "submit": (reverse("experts:submit"), {"consents": "on"}),
        "take-back": (reverse("experts:take-back"), {}),
        "withdraw": (reverse("experts:withdraw"), {}),
        "erase": (reverse("experts:erase"), {}),
        "photo": (reverse("experts:proposed-portrait"), {}),
        "message": (reverse("experts:message", args=[made.reference]), reply),
        "decline": (reverse("experts:message-decline", args=[made.reference]), {"reason": "time"}),
        "close": (reverse("experts:message-close", args=[made.reference]), {}),
    }


# Answers to GET and POST by who asks: a guest, a person without a profile, another expert, an officer, the expert.
TABLE = {
    "mine": ((302, 302), (200, 405), (200, 405), (200, 405), (200, 405)),
    "edit": ((302, 302), (200, 200), (200, 200), (200, 200), (200, 200)),
    "submit": ((302, 302), (405, 404), (405, 302), (405, 404), (405, 302)),
    "take-back": ((302, 302), (405, 404), (405, 302), (405, 404), (405, 302)),
    "withdraw": ((302, 302), (404, 404), (200, 302), (404, 404), (200, 302)),
    "erase": ((302, 302), (404, 404), (200, 302), (404, 404), (200, 302)),
    "photo": ((302, 302), (404, 405), (200, 405), (404, 405), (200, 405)),
    "message": ((302, 302), (404, 404), (404, 404), (404, 404), (200, 302)),
    "decline": ((302, 302), (405, 404), (405, 404), (405, 404), (405, 302)),
    "close": ((302, 302), (405, 404), (405, 404), (405, 404), (405, 302)),
}
WHO = ("guest", "person", "other-expert", "officer", "expert")


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", TABLE)
def test_table_of_permissions_at_the_desk(client: Client, listed: Any, who: str, name: str) -> None:
    expert = factory.make_expert(photo=True)
    made = factory.make_request(expert)
    twin = factory.make_expert(photo=True)
    people = {
        "person": exhibitors.make_person(),
        "other-expert": twin.user,
        "officer": factory.make_officer(),
        "expert": expert.user,
    }
    if who != "guest":
        client.force_login(people[who])
    address, data = desk_addresses(made)[name]
    got, posted = client.get(address).status_code, client.post(address, data).status_code
    assert (got, posted) == TABLE[name][WHO.index(who)]
    if who != "expert":
        expert.refresh_from_db()
        made.refresh_from_db()
        assert (expert.state, expert.review) == (ProfileState.PUBLISHED, ReviewState.APPROVED)
        assert (made.state, made.messages.count()) == (RequestState.DELIVERED, 1)


@pytest.mark.parametrize(("who", "expected"), [("expert", 404), ("verifier", 404), ("officer", 200)])
def test_only_officers_of_experts_review(client: Client, listed: Any, who: str, expected: int) -> None:
    expert = factory.make_expert(photo=True)
    profiles.save(by=expert.user, details=factory.details(name="Tên Mới"), now=NOON)
    profiles.submit(profile=expert, by=expert.user, consents=True, now=NOON)
    made = {"expert": expert.user, "verifier": exhibitors.make_officer(), "officer": factory.make_officer()}[who]
    client.force_login(made)
    with translation.override("vi"):
        address = reverse("experts-admin:review", args=[expert.pk])
        photo = reverse("experts-admin:photo", args=[expert.pk])
    answers = {client.get(address).status_code, client.get(photo).status_code}
    if who == "expert":
        assert answers <= {302, 404}
    else:
        assert answers == {expected}
    if who == "officer":
        page = client.get(address)
        seen = page.context["form"].initial["seen_at"]
        assert "Tên Mới" in page.content.decode()
        assert client.post(address, {"decision": "bogus"}).status_code == 200
        assert client.post(address, {"decision": "return", "reason": ""}).status_code == 200
        assert client.post(address, {"decision": "approve", "seen_at": seen}).status_code == 302
        assert ExpertProfile.objects.get(pk=expert.pk).name == "Tên Mới"
        assert client.get(reverse("experts-admin:index")).status_code == 200
    else:
        client.post(address, {"decision": "approve"})
        assert ExpertProfile.objects.get(pk=expert.pk).name != "Tên Mới"


def test_person_writes_a_profile_at_the_desk(client: Client, listed: Any) -> None:
    exhibitors.make_terms()
    client.force_login(exhibitors.make_person(full_name="Vũ Thị Viết"))
    assert "Vũ Thị Viết" in client.get(reverse("experts:edit")).content.decode()
    data = {
        "name": "Vũ Thị Viết",
        "title": "Kỹ sư",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "availability": "now",
        "summary": "Làm máy sấy.",
        "technology_fields": ["drying"],
        "helps": ["advice"],
        "language_1": "vi",
        "level_1": "",
        "link_1": "example",
    }
    wrong = client.post(reverse("experts:edit"), data)
    assert set(wrong.context["form"].errors) == {"level_1"}
    wrong = client.post(reverse("experts:edit"), data | {"level_1": "native"})
    assert set(wrong.context["form"].errors) == {"link_1"}
    kept = data | {"level_1": "native", "link_1": "https://example.org", "photo_file": factory.picture()}
    assert client.post(reverse("experts:edit"), kept).status_code == 302
    assert client.get(reverse("experts:proposed-portrait"))["Content-Type"] == "image/jpeg"
    refused = client.post(reverse("experts:submit"), {})
    assert refused.status_code == 200
    assert refused.context["form"].errors["consents"]
    assert client.post(reverse("experts:submit"), {"consents": "on"}).status_code == 302
    assert ExpertProfile.objects.get().review == ReviewState.WAITING
    assert client.get(reverse("experts:edit")).status_code == 302


def test_desk_tells_the_expert_what_waits(client: Client, listed: Any) -> None:
    expert = factory.make_expert()
    factory.make_request(expert, subject="Việc đang chờ")
    client.force_login(expert.user)
    for prepare in (lambda: None, lambda: exhibitors.make_organisation(owner=expert.user)):
        prepare()
        response = client.get("/ban-lam-viec/")
        assert [row.title for row in response.context["waiting"]] == ["Việc đang chờ"]


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_list_profile_and_desk_cost_the_same_for_one_and_thirty(client: Client, listed: Any) -> None:
    expert = factory.make_expert(photo=True)
    factory.make_request(expert)
    signed_in = Client()
    signed_in.force_login(expert.user)
    addresses = ((client, "/chuyen-gia/"), (client, f"/chuyen-gia/{expert.slug}/"), (signed_in, MINE))
    before = [cost(who, address) for who, address in addresses]
    officer = factory.make_officer()
    for _number in range(22):
        person = exhibitors.make_person()
        made = profiles.save(by=person, details=factory.details(), now=NOON)
        profiles.submit(profile=made, by=person, consents=True, now=NOON)
        review.approve(profile=made, by=officer, now=NOON)
        factory.make_request(expert)
    assert [cost(who, address) for who, address in addresses] == before
    assert before[0] <= 26
    assert before[1] <= 16


def test_public_pages_read_neither_session_nor_user(client: Client, listed: Any) -> None:
    expert = factory.make_expert(photo=True)
    client.force_login(expert.user)
    for address in ("/chuyen-gia/", f"/chuyen-gia/{expert.slug}/"):
        assert "Cookie" not in client.get(address).headers.get("Vary", ""), address


def test_zones_are_told_for_both_halves_of_the_year() -> None:
    with translation.override("en"):
        assert time_zones.words("Europe/Paris") == "Paris (UTC+1, in summer UTC+2)"
        assert time_zones.words("Australia/Sydney") == "Sydney (UTC+10, in summer UTC+11)"
        assert time_zones.words("Asia/Ho_Chi_Minh") == "Hà Nội (UTC+7)"
        assert time_zones.words("Asia/Kolkata") == "Kolkata (UTC+5:30)"
        assert time_zones.difference_words("Asia/Ho_Chi_Minh") == "The same time as in Việt Nam"
        assert time_zones.difference_words("Asia/Tokyo") == "2 hours ahead of Việt Nam"
        assert time_zones.difference_words("Asia/Bangkok") == "The same time as in Việt Nam"
        assert time_zones.difference_words("Europe/Paris") == "5–6 hours behind Việt Nam"
        assert time_zones.difference_words("Asia/Kolkata") == "1:30 hours behind Việt Nam"
        assert time_zones.difference_words("Asia/Taipei") == "1 hour ahead of Việt Nam"


def test_declined_sender_reads_the_reason(client: Client, listed: Any) -> None:
    expert = factory.make_expert()
    made = factory.make_request(expert, email=SENDER)
    request.decline(request=made, by=expert.user, reason=DeclineReason.CONFLICT, block=False, now=NOON)
    assert "xung đột" in OutgoingMail.objects.filter(recipient=SENDER).latest("pk").text.lower()
    assert queries.waiting_requests(expert) == 0
