"""The editorial calendar: what it shows to whom, filters, months, and what it never tells."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Revision, Site
from wagtail.users.models import UserProfile

from events import roles
from events.domain import status
from events.enums import EventStatus
from events.models import EventIndexPage, EventOrganiser, EventPage, Festival
from portal.accounts.domain import roles as role_domain
from portal.accounts.models import User
from portal.kernel import clock
from portal.pages.models import ScheduleTrouble
from portal.pages.schedule import standing
from tests import worlds
from tests.events.test_admin_menu import person
from tests.factories import events as make
from tests.factories import exhibitors
from tests.factories import news as make_news

pytestmark = pytest.mark.django_db
MONTH = {"month": "2026-12"}
CANARY = "Bí mật của phòng khác"


@worlds.standing
def index(site: Site) -> EventIndexPage:
    found = make.make_index(site)
    role_domain.sync()
    return found


def organiser(number: int = 1) -> User:
    user = User.objects.create_user(f"to.chuc.{number}@example.org", full_name="Ban Tổ Chức")
    user.groups.add(Group.objects.get(name=roles.ORGANISERS))
    return user


def writer(index: EventIndexPage) -> User:
    """Return somebody who may add events, and so edit those that are one's own."""
    group = Group.objects.create(name=f"Phòng {uuid.uuid4()}")
    GroupPagePermission.objects.create(group=group, page=index, permission_type="add")
    user = User.objects.create_user(f"{uuid.uuid4()}@example.org", full_name="Người Viết")
    user.groups.add(group)
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    return user


def shown(client: Client, user: User, **query: Any) -> str:
    client.force_login(user)
    answer = client.get(reverse("editorial_calendar"), {**MONTH, **query})
    assert answer.status_code == 200
    return str(answer.content.decode())


def schedule(page: Page, **moments: Any) -> None:
    for name, value in moments.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_only_who_edits_pages_reads_it(client: Client, index: EventIndexPage, site: Site) -> None:
    address = reverse("editorial_calendar")
    assert client.get(address).status_code == 302
    client.force_login(person("view_registration"))
    assert client.get(address).status_code == 404
    newsroom = make_news.make_newsroom(site)
    for user in (organiser(), newsroom.editor, writer(index)):
        client.force_login(user)
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 405


def test_drafts_are_shown_only_to_who_may_edit_them(client: Client, index: EventIndexPage, site: Site) -> None:
    draft = make.make_event(index, publish=False, title=CANARY)
    draft.save_revision()
    make.make_event(index, title="Hội thảo công khai")
    mine = organiser()
    html = shown(client, mine)
    assert CANARY in html
    assert "bản nháp" in html
    newsroom = make_news.make_newsroom(site)
    for user in (newsroom.editor, writer(index)):
        html = shown(client, user)
        assert CANARY not in html
        assert "Hội thảo công khai" in html
        assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) not in html


def test_writers_see_their_own_drafts_and_no_others(client: Client, index: EventIndexPage) -> None:
    one, other = writer(index), writer(index)
    draft = make.make_event(index, publish=False, title=CANARY, owner=one)
    draft.save_revision()
    assert CANARY in shown(client, one)
    assert CANARY not in shown(client, other)


def test_a_draft_stands_where_it_was_saved_last(client: Client, index: EventIndexPage) -> None:
    draft = make.make_event(index, publish=False, title="Chưa công khai")
    draft.starts_at, draft.ends_at = make.day(10, month=11), make.day(10, 10, month=11)
    draft.title = "Đã đổi tên"
    draft.save_revision()
    mine = organiser()
    assert "đổi tên" not in shown(client, mine)
    html = shown(client, mine, month="2026-11")
    assert "Đã đổi tên" in html
    assert "Chưa công khai" not in html


def test_private_events_are_shown_only_to_who_may_edit_them(client: Client, index: EventIndexPage, site: Site) -> None:
    event = make.make_event(index, title=CANARY)
    PageViewRestriction.objects.create(page=event, restriction_type=PageViewRestriction.LOGIN)
    assert "riêng tư" in shown(client, organiser())
    assert CANARY not in shown(client, make_news.make_newsroom(site).editor)


def test_planned_publishing_is_shown_to_who_may_edit_the_page(
    client: Client, index: EventIndexPage, site: Site
) -> None:
    newsroom = make_news.make_newsroom(site)
    story = make_news.make_article(newsroom.page, CANARY, live=False)
    schedule(story, go_live_at=clock.now() + timedelta(days=3650))
    month = f"{clock.now() + timedelta(days=3650):%Y-%m}"
    html = shown(client, newsroom.editor, month=month)
    assert CANARY in html
    assert "được đăng" in html
    assert CANARY not in shown(client, organiser(), month=month)
    other = make_news.make_newsroom(site, "bao-khac", "Báo Khác")
    assert CANARY not in shown(client, other.editor, month=month)
    assert CANARY in shown(client, newsroom.editor, month=month, whose=f"newsroom:{newsroom.page.code}")
    assert CANARY not in shown(client, newsroom.editor, month=month, whose=f"newsroom:{other.page.code}")
    assert CANARY not in shown(client, newsroom.editor, month=month, kind="deadline")


def test_what_was_not_published_at_its_time_says_why(client: Client, index: EventIndexPage, site: Site) -> None:
    newsroom = make_news.make_newsroom(site)
    story = make_news.make_article(newsroom.page, "Tin bị trễ", live=False)
    schedule(story, go_live_at=clock.now() + timedelta(hours=1))
    due = clock.now() - timedelta(minutes=1)
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=due)
    month = f"{clock.local(due):%Y-%m}"
    assert "bộ hẹn giờ của Cổng không chạy" in shown(client, newsroom.editor, month=month)
    ScheduleTrouble.objects.create(
        content_type=standing.page_type(),
        object_id=str(story.pk),
        action="go-live",
        due_at=due,
        error="ValidationError",
        reason_vi="Thiếu nguồn ảnh.",
        attempts=1,
        first_at=due,
        last_at=due,
        next_try_at=due,
    )
    assert "chưa đăng được: Thiếu nguồn ảnh." in shown(client, newsroom.editor, month=month)


def test_an_event_that_is_scheduled_says_when_it_goes_public(client: Client, index: EventIndexPage) -> None:
    moment = clock.at(clock.today() + timedelta(days=40), 8)
    event = make.make_event(index, publish=False, title="Hội thảo hẹn giờ", **make.far_ahead())
    schedule(event, go_live_at=moment)
    html = shown(client, organiser(), month=f"{event.starts_at:%Y-%m}", kind="event")
    assert f"công khai ngày {clock.local(moment):%d/%m/%Y} lúc 08:00" in html


def test_changes_that_are_scheduled_are_told_from_a_page_that_is(client: Client, index: EventIndexPage) -> None:
    event = make.make_event(index, title="Đang công khai", **make.far_ahead())
    moment = clock.at(clock.today() + timedelta(days=40), 8)
    schedule(event, go_live_at=moment)
    html = shown(client, organiser(), month=f"{event.starts_at:%Y-%m}", kind="event")
    assert f"thay đổi công khai ngày {clock.local(moment):%d/%m/%Y} lúc 08:00" in html


def test_only_organisers_of_public_events_are_offered(client: Client, index: EventIndexPage) -> None:
    hidden, shown_one = exhibitors.make_organisation(name=CANARY), exhibitors.make_organisation(name="Sở Một")
    private = make.make_event(index, organisers=[EventOrganiser(organisation=hidden)])
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    make.make_event(index, publish=False, organisers=[EventOrganiser(organisation=hidden)])
    make.make_event(index, organisers=[EventOrganiser(organisation=shown_one)])
    html = shown(client, writer(index))
    assert "Sở Một" in html
    assert CANARY not in html


def test_deadlines_holidays_and_festivals_stand_in_it(client: Client, index: EventIndexPage) -> None:
    make.make_fair(index, title="Chợ công nghệ", registration_closes_at=make.day(16, 17))
    Festival.objects.create(name_vi="Hội làng Thử", day=15, month=10)
    html = shown(client, organiser(), month="2026-12")
    assert "Hết hạn đăng ký tham dự: Chợ công nghệ" in html
    assert "Hết hạn đăng ký gian hàng: Chợ công nghệ" in html
    assert "Hội làng Thử" in shown(client, organiser(2), month="2026-11")
    september = shown(client, organiser(3), month="2026-09")
    assert "Tết Trung thu" in september
    assert "15/8 âm lịch" in september
    assert "Quốc khánh" in september
    assert "ngày nghỉ kèm theo" in september
    august = shown(client, organiser(4), month="2026-08")
    assert "Làm bù" in august


def test_filters_leave_out_what_was_not_chosen_and_links_keep_them(client: Client, index: EventIndexPage) -> None:
    one, two = exhibitors.make_organisation(name="Sở Một"), exhibitors.make_organisation(name="Sở Hai")
    make.make_event(index, title="Việc của Một", organisers=[EventOrganiser(organisation=one)])
    make.make_event(
        index,
        title="Việc của Hai",
        starts_at=make.day(14),
        ends_at=make.day(14, 9),
        organisers=[EventOrganiser(organisation=two)],
    )
    user = organiser()
    html = shown(client, user, whose=f"organiser:{one.slug}")
    assert "Việc của Một" in html
    assert "Việc của Hai" not in html
    assert f"month=2027-01&amp;whose=organiser%3A{one.slug}" in html
    assert "Việc của" not in shown(client, user, kind="holiday")
    assert "Việc của Hai" in shown(client, user, whose="organiser:khong-co", kind="lạ")
    for month in ("2026-13", "2000-01", "2100-12"):
        assert shown(client, user, month=month)


def test_one_event_in_two_languages_is_one_entry(client: Client, index: EventIndexPage) -> None:
    event = make.make_event(index, title="Một sự kiện")
    make.english(event, title="One event")
    html = shown(client, organiser())
    assert html.count("Một sự kiện</a>") == 1
    assert "One event" not in html


def test_clashes_are_told_in_words_once_for_both(client: Client, index: EventIndexPage) -> None:
    make.make_event(index, title="Việc Một")
    two = make.make_event(index, title="Việc Hai", starts_at=make.day(12, 15), ends_at=make.day(12, 18))
    user = organiser()
    html = shown(client, user)
    assert html.count("Trùng địa điểm, trùng giờ") == 1
    assert html.count("trùng lịch</span>") == 2
    status.postpone(event=two, by=make.make_operator(), now=make.NOW, notes={})
    assert EventPage.objects.get(pk=two.pk).status == EventStatus.POSTPONED
    html = shown(client, user)
    assert "Trùng địa điểm" not in html
    assert "Tạm hoãn" in html


def test_what_is_hidden_clashes_with_ones_own_without_its_title(client: Client, index: EventIndexPage) -> None:
    one, other = writer(index), writer(index)
    make.make_event(index, publish=False, title=CANARY, owner=other).save_revision()
    make.make_event(index, publish=False, title="Việc của mình", owner=one).save_revision()
    html = shown(client, one)
    assert "một sự kiện chưa công khai của đơn vị khác" in html
    assert CANARY not in html
    assert "chưa công khai" not in shown(client, make_news.make_newsroom(Site.objects.get()).editor)


def test_as_many_queries_for_one_as_for_many(client: Client, index: EventIndexPage) -> None:
    user, day = organiser(), (clock.today() + timedelta(days=400)).replace(day=15)

    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as caught:
            assert "Việc" in shown(client, user, month=f"{day:%Y-%m}")
        return [query["sql"] for query in caught]

    def fill(number: int) -> None:
        times = {"starts_at": clock.at(day, 8), "ends_at": clock.at(day, 10)}
        organisation = exhibitors.make_organisation(name=f"Sở {number}")
        make.make_event(index, title="Việc", organisers=[EventOrganiser(organisation=organisation)], **times)
        draft = make.make_event(index, publish=False, sessions=[make.make_session(clock.at(day, 9))], **times)
        draft.save_revision()
        schedule(make.make_event(index, publish=False, **times), go_live_at=clock.at(day, 7))
        make.make_fair(index, registration_closes_at=clock.at(day), **times)
        Festival.objects.create(name_vi=f"Hội {number}", day=4, month=11)

    fill(1)
    queries()
    few = queries()
    for number in range(2, 4):
        fill(number)
    many = queries()
    assert len(many) == len(few), sorted(set(many) - set(few))
    assert len(few) < 60


def test_it_speaks_english(client: Client, index: EventIndexPage) -> None:
    user = organiser()
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    make.make_event(index, title="Chỉ tiếng Việt")
    assert 'lang="vi">Chỉ tiếng Việt</a>' in shown(client, user)
    html = shown(client, user, month="2026-09")
    assert "Editorial calendar" in html
    assert "Mid-autumn festival" in html
    assert "lunar 15/8" in html
    assert "September 2026" in html
