"""The holder's pages: sessions on the form, changes, moves, consents, and everything of an account in one place."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from portal.accounts.models import User
from portal.kernel import clock
from registration.domain import links, registrations
from registration.models import PlaceKind, Registration
from registration.subjects import SessionInfo, SubjectInfo
from tests.factories.registration import NOON, make_kind, make_registration
from tests.forms import sent
from tests.registration.conftest import Known, Programme
from tests.registration.guests import filled, url_of
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """Every page needs the site."""


@pytest.fixture
def kind(fair: SubjectInfo) -> PlaceKind:
    return make_kind(subject=fair.key, capacity=9, party_maximum=3, code="hall", name_vi="Trực tiếp")


def page_of(name: str, registration: Registration) -> str:
    secret = links.issue_manage(registration=registration, now=clock.now())
    return reverse(f"registration:{name}", args=[secret])


def errors_of(page: Any) -> dict[str, Any]:
    return dict(page.context["form"].errors)


def test_form_shows_sessions_by_day_with_places_and_registers_for_them(
    client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme
) -> None:
    first = make_session(programme, fair.key, starts=fair.starts, room="Phòng 2", capacity=4)
    second = make_session(programme, fair.key, title="Phiên 2", starts=fair.starts + timedelta(days=1), capacity=None)
    html = client.get(url_of(fair)).content.decode()
    assert html.count('name="sessions"') == 2
    assert html.count("sessions__day") == 2
    assert "Phòng 2" in html
    assert "còn 4 chỗ" in html.lower()
    values = {**filled(party_size="2", others="Lê Thị Bình"), "sessions": [str(first.pk), str(second.pk)]}
    assert client.post(url_of(fair), values).status_code == 302
    row = Registration.objects.get()
    assert set(row.session_places.values_list("place_kind", "state")) == {(first.pk, "held"), (second.pk, "held")}
    assert client.get(url_of(fair)).content.decode().lower().count("còn 2 chỗ") == 1


def test_session_kind_is_no_kind_of_place_of_the_whole(
    client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme
) -> None:
    session = make_session(programme, fair.key, starts=fair.starts)
    assert "place_kind" not in client.get(url_of(fair)).context["form"].fields
    assert client.get(f"{url_of(fair)}{session.code}/").status_code == 404


def test_full_session_is_named_beside_it_and_typed_values_stay(
    client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme
) -> None:
    session = make_session(programme, fair.key, starts=fair.starts, capacity=1)
    make_registration(kind, sessions=[session])
    values = {**filled(party_size="2", others="Lê Thị Bình"), "sessions": [str(session.pk)]}
    page = client.post(url_of(fair), values)
    assert list(errors_of(page)) == ["sessions"]
    html = page.content.decode()
    [box] = [tag for tag in re.findall(r"<input[^>]+>", html) if 'name="sessions"' in tag]
    told = re.search(r'aria-invalid="true" aria-describedby="([^"]+)"', box)
    assert told is not None
    assert html.count(f'id="{told[1]}"') == 1
    assert "Lê Thị Bình" in html
    assert html.count("checked") >= 2
    answer = client.post(url_of(fair), {**values, **filled(), "party_size": "2", "waits_for_sessions": "on"})
    assert answer.status_code == 302
    assert Registration.objects.get(email="an@example.org").session_places.get().state == "waiting"


def test_clash_is_told_on_the_form(client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme) -> None:
    chosen = [make_session(programme, fair.key, title=title, starts=fair.starts) for title in ("Nông sản", "Cơ khí")]
    page = client.post(url_of(fair), {**filled(party_size="1"), "sessions": [str(each.pk) for each in chosen]})
    assert "“Nông sản”" in errors_of(page)["sessions"][0]
    assert not Registration.objects.exists()


def test_unknown_session_is_refused(client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme) -> None:
    make_session(programme, fair.key, starts=fair.starts)
    page = client.post(url_of(fair), {**filled(party_size="1"), "sessions": ["999999", "x"]})
    assert list(errors_of(page)) == ["sessions"]


def test_consents_are_unticked_and_kept_by_themselves(client: Client, known: Known, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key)
    html = client.get(url_of(fair)).content.decode()
    assert 'name="consent_news"' in html
    assert 'name="consent_exhibitors"' not in html
    known[fair.key] = SubjectInfo(key=fair.key, title=fair.title, url=fair.url, starts=fair.starts, has_exhibitors=True)
    form = client.get(url_of(fair)).context["form"]
    assert [form[name].value() for name in ("consent", "consent_news", "consent_exhibitors")] == [None, False, False]
    client.post(url_of(fair), filled(consent_news="on"))
    given = Registration.objects.get().consents.get()
    assert (given.purpose, given.version, given.withdrawn_at) == ("news", "2026-11", None)


def test_holder_withdraws_a_consent(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    row = make_registration(kind, purposes=["news"], consent_version="2026-11")
    assert client.get(page_of("consents", row)).context["form"]["consent_news"].value() is True
    client.post(page_of("consents", row), {})
    assert row.consents.get().withdrawn_at is not None


def test_holder_changes_names_and_party(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    row = make_registration(kind, party_size=2, others=["Lê Thị Bình"])
    url = page_of("change", row)
    form = client.get(url).context["form"]
    assert form["others"].value() == "Lê Thị Bình"
    page = client.post(
        url, sent(form, full_name="Tên Mới", party_size="3", others="Lê Thị Bình\nTrần Cường"), follow=True
    )
    row.refresh_from_db()
    assert (row.full_name, row.party_size) == ("Tên Mới", 3)
    assert "Trần Cường" in page.content.decode()
    assert [message.level_tag for message in page.context["messages"]] == ["success"]


@pytest.mark.parametrize(("field", "value"), [("party_size", "9"), ("phone", "gọi tôi"), ("full_name", "…")])
def test_bad_change_is_named_beside_its_field(
    client: Client, fair: SubjectInfo, kind: PlaceKind, field: str, value: str
) -> None:
    row = make_registration(kind)
    url = page_of("change", row)
    page = client.post(url, sent(client.get(url).context["form"], note="Giữ lại", **{field: value}))
    assert list(errors_of(page)) == [field]
    assert "Giữ lại" in page.content.decode()
    row.refresh_from_db()
    assert row.note == ""


def test_stale_second_tab_keeps_what_was_typed(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    row = make_registration(kind)
    url = page_of("change", row)
    first, second = (client.get(url).context["form"] for _tab in range(2))
    client.post(url, sent(first, full_name="Cửa Sổ Một"))
    page = client.post(url, sent(second, full_name="Cửa Sổ Hai"))
    assert page.status_code == 200
    assert "Cửa Sổ Một" in page.content.decode()
    assert page.context["form"]["full_name"].value() == "Cửa Sổ Hai"
    client.post(url, sent(page.context["form"]))
    row.refresh_from_db()
    assert row.full_name == "Cửa Sổ Hai"


def test_stale_second_tab_that_changed_another_field_loses_nothing(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    row = make_registration(kind)
    url = page_of("change", row)
    first, second = (client.get(url).context["form"] for _tab in range(2))
    client.post(url, sent(first, phone="0912 345 678"))
    client.post(url, sent(second, note="Xe lăn"))
    row.refresh_from_db()
    assert (row.phone, row.note) == ("0912 345 678", "Xe lăn")


def test_holder_chooses_sessions(client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme) -> None:
    first = make_session(programme, fair.key, starts=fair.starts, capacity=1)
    second = make_session(programme, fair.key, title="Phiên 2", starts=fair.starts, capacity=1)
    row = make_registration(kind, sessions=[first])
    url = page_of("sessions", row)
    form = client.get(url).context["form"]
    assert form["sessions"].value() == [first.pk]
    page = client.post(url, {**sent(form), "sessions": [str(first.pk), str(second.pk)]})
    assert list(errors_of(page)) == ["sessions"]
    page = client.post(url, {**sent(form), "sessions": [str(second.pk)]}, follow=True)
    assert [session["title"] for session in page.context["sessions"]] == ["Phiên 2"]


def test_clash_after_the_programme_changed_is_shown(
    client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme
) -> None:
    first = make_session(programme, fair.key, starts=fair.starts)
    second = make_session(programme, fair.key, title="Phiên 2", starts=fair.starts + timedelta(hours=2))
    row = make_registration(kind, sessions=[first, second])
    assert client.get(page_of("manage", row)).context["clashes"] == []
    moved = programme[fair.key][1]
    programme[fair.key][1] = SessionInfo(moved.key, moved.title, fair.starts, fair.starts + timedelta(hours=1))
    page = client.get(page_of("manage", row))
    assert "“Phiên 1”" in page.context["clashes"][0]
    assert page.context["clashes"][0] in page.content.decode().replace("&quot;", '"')


def test_holder_moves_to_another_kind(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    screen = make_kind(subject=fair.key, capacity=1, code="screen", name_vi="Trực tuyến", party_maximum=3)
    row = make_registration(kind)
    assert (
        reverse("registration:move", args=["x"]).rsplit("/", 2)[1]
        in client.get(page_of("manage", row)).content.decode()
    )
    page = client.post(page_of("move", row), {"place_kind": str(screen.pk)}, follow=True)
    row.refresh_from_db()
    assert row.place_kind == screen
    assert "Trực tuyến" in page.content.decode()
    other = make_registration(kind)
    page = client.post(page_of("move", other), {"place_kind": str(screen.pk)})
    assert list(errors_of(page)) == ["place_kind"]
    stranger = make_kind()
    page = client.post(page_of("move", other), {"place_kind": str(stranger.pk)})
    assert list(errors_of(page)) == ["place_kind"]


def test_what_is_over_is_shown_and_not_changed(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    row = make_registration(kind)
    registrations.cancel(registration=row, now=NOON)
    for name in ("change", "sessions", "move"):
        secret = links.issue_manage(registration=row, now=clock.now())
        answer = client.get(reverse(f"registration:{name}", args=[secret]))
        assert (answer.status_code, answer["Location"]) == (302, reverse("registration:manage", args=[secret]))
    form = {"full_name": "Tên Mới", "party_size": "1", "note": "", "phone": "", "organisation": "", "seen_at": ""}
    client.post(page_of("change", row), form)
    row.refresh_from_db()
    assert row.full_name != "Tên Mới"


@pytest.mark.parametrize("name", ["change", "sessions", "move", "consents"])
def test_strange_links_answer_404_and_pages_are_never_cached(
    client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme, name: str
) -> None:
    make_kind(subject=fair.key, code="screen")
    make_session(programme, fair.key, starts=fair.starts)
    assert client.get(reverse(f"registration:{name}", args=["khong-co"])).status_code == 404
    assert client.post(reverse(f"registration:{name}", args=["khong-co"])).status_code == 404
    row = make_registration(kind)
    before = Registration.objects.values_list("changed_at", flat=True).get()
    page = client.get(page_of(name, row))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert Registration.objects.values_list("changed_at", flat=True).get() == before


def person(email: str = "an@example.org") -> User:
    made = User.objects.create_user(email, full_name="Nguyễn Thị An")
    made.emailaddress_set.create(email=email, verified=True, primary=True)
    return made


def test_account_sees_what_it_and_its_proven_address_registered_for(
    client: Client, fair: SubjectInfo, kind: PlaceKind
) -> None:
    owner = person()
    as_guest = make_registration(kind, email="an@example.org")
    by_account = make_registration(kind, email="khac@example.org", user=owner)
    cancelled = make_registration(kind)
    Registration.objects.filter(pk=cancelled.pk).update(user=owner)
    registrations.cancel(registration=cancelled, now=NOON)
    strange = make_registration(kind)
    client.force_login(owner)
    page = client.get(reverse("registration:mine"))
    shown = {part: {line["reference"] for line in page.context[part]} for part in ("coming", "over")}
    assert shown == {"coming": {as_guest.reference, by_account.reference}, "over": {cancelled.reference}}
    assert "no-store" in page["Cache-Control"]
    answer = client.post(reverse("registration:mine"), {"reference": f"\0{as_guest.reference}\n"})
    assert as_guest.reference in client.get(answer["Location"]).content.decode()
    assert client.post(reverse("registration:mine"), {"reference": strange.reference}).status_code == 404


def test_unproven_address_shows_nothing(client: Client, fair: SubjectInfo, kind: PlaceKind) -> None:
    make_registration(kind, email="an@example.org")
    client.force_login(User.objects.create_user("an@example.org"))
    page = client.get(reverse("registration:mine"))
    assert (page.context["coming"], page.context["over"]) == ([], [])
    assert Client().get(reverse("registration:mine")).status_code == 302


def test_my_registrations_cost_the_same_for_one_and_for_thirty(
    client: Client, known: Known, django_assert_max_num_queries: Any
) -> None:
    owner = person()
    client.force_login(owner)
    counts = []
    for wanted in (1, 30):
        while Registration.objects.count() < wanted:
            key = uuid.uuid4()
            known[key] = SubjectInfo(key=key, title="Hội thảo", url="/x/", starts=clock.now() + timedelta(days=9))
            make_registration(make_kind(subject=key), user=owner)
        client.get(reverse("registration:mine"))
        with django_assert_max_num_queries(40) as made:
            assert client.get(reverse("registration:mine")).status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_form_and_page_cost_the_same_with_one_session_and_with_thirty(
    client: Client,
    fair: SubjectInfo,
    kind: PlaceKind,
    programme: Programme,
    django_assert_max_num_queries: Any,
) -> None:
    counts = []
    chosen: list[PlaceKind] = []
    row = make_registration(kind)
    for wanted in (1, 30):
        while len(chosen) < wanted:
            starts = fair.starts + timedelta(hours=len(chosen))
            chosen.append(make_session(programme, fair.key, title=f"P{len(chosen)}", starts=starts, capacity=9))
        row = make_registration(kind, sessions=chosen)
        urls = [url_of(fair), page_of("manage", row), page_of("sessions", row)]
        found = []
        for url in urls:
            client.get(url)
            with django_assert_max_num_queries(60) as made:
                assert client.get(url).status_code == 200
            found.append(len(made))
        counts.append(found)
    assert counts[0] == counts[1]


def test_manage_page_shows_the_sessions_with_room_and_state(
    client: Client, fair: SubjectInfo, kind: PlaceKind, programme: Programme
) -> None:
    session = make_session(programme, fair.key, starts=fair.starts, room="Phòng 2")
    row = make_registration(kind, sessions=[session])
    html = client.get(page_of("manage", row)).content.decode()
    assert "Phòng 2" in html
    assert "badge--success" in html


def test_the_largest_party_stands_beside_the_number(client: Client, fair: SubjectInfo) -> None:
    make_kind(subject=fair.key, name_vi="Hội trường", party_maximum=5)
    assert "Mỗi lần đăng ký tối đa 5 người." in client.get(url_of(fair)).content.decode()
    make_kind(subject=fair.key, name_vi="Phòng họp", party_maximum=2)
    assert "tối đa mỗi lần đăng ký: Hội trường: 5; Phòng họp: 2." in client.get(url_of(fair)).content.decode()
