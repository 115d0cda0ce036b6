"""What the holder of a registration is told of waiting and of chosen sessions."""

from dataclasses import replace

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from portal.kernel import clock
from registration import dashboard, session_lines, subjects, waiting_words
from registration.domain import links, places
from registration.enums import WaitingListPolicy, WayOfAttending
from registration.models import Registration
from registration.subjects import SubjectInfo
from tests.factories.registration import make_kind, make_pool, make_registration
from tests.registration.conftest import Programme
from tests.registration.sessions import make_session

pytestmark = pytest.mark.django_db
STRICT = "Chỗ được cấp đúng theo thứ tự trong danh sách chờ: không ai được vượt lên trước người đứng trước."
FILL = "Chỗ được cấp theo thứ tự trong danh sách chờ, nhưng nhóm ít người hơn có thể được xếp trước nhóm cần nhiều chỗ hơn số còn trống."
AHEAD = "Một nhóm đứng trước bạn cần nhiều chỗ hơn số còn trống."


@pytest.fixture(autouse=True)
def _site(site: Site) -> None:
    """Every page needs the site."""


def html_of(client: Client, name: str, registration: Registration) -> str:
    secret = links.issue_manage(registration=registration, now=clock.now())
    return client.get(reverse(f"registration:{name}", args=[secret])).content.decode()


def test_who_waits_reads_why_and_by_which_order_and_nobody_elses_reference(client: Client, fair: SubjectInfo) -> None:
    kind = make_kind(pools=[make_pool(subject=fair.key, capacity=3)], party_maximum=3)
    make_registration(kind, party_size=2)
    ahead, single = make_registration(kind, party_size=3), make_registration(kind)
    [text] = [message.body for message in outbox.outbox if message.to == [single.email]]
    for told in (text, html_of(client, "done", single), html_of(client, "manage", single)):
        assert AHEAD in told
        assert STRICT in told
        assert ahead.reference not in told
    assert "Cần 3 chỗ; còn trống 1." in html_of(client, "done", ahead)
    with translation.override("en"):
        assert (
            waiting_words.of(single, clock.now())[0]
            == "A party that stands before you needs more places than are free."
        )


def test_who_waits_where_small_parties_pass_reads_so(client: Client, fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=1, party_maximum=3, waiting_list=WaitingListPolicy.FILL)
    make_registration(kind)
    waiting = make_registration(kind)
    assert "Không còn chỗ trống." in html_of(client, "done", waiting)
    assert FILL in html_of(client, "manage", waiting)


def test_why_somebody_waits_costs_the_same_in_a_long_queue(fair: SubjectInfo) -> None:
    kind = make_kind(subject=fair.key, capacity=1)
    make_registration(kind)
    last = make_registration(kind)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert dashboard.told_to(Registration.objects.select_related("place_kind").get(pk=last.pk), clock.now())
        return len(asked)

    alone = cost()
    for _number in range(3):
        last = make_registration(kind)
    assert cost() == alone


def test_who_takes_part_online_is_told_no_room(client: Client, fair: SubjectInfo, programme: Programme) -> None:
    session = make_session(programme, fair.key, starts=fair.starts, room="Phòng 2", capacity=9)
    for way, is_told in ((WayOfAttending.ONLINE, False), (WayOfAttending.EITHER, True)):
        row = make_registration(make_kind(subject=fair.key, way=way), sessions=[session])
        [text] = [message.body for message in outbox.outbox if message.to == [row.email]]
        for told in (text, html_of(client, "manage", row)):
            assert "Phiên 1" in told
            assert ("Phòng 2" in told) is is_told


def test_a_session_that_was_taken_out_is_not_told_as_held(
    client: Client, fair: SubjectInfo, programme: Programme
) -> None:
    first = make_session(programme, fair.key, starts=fair.starts)
    second = make_session(programme, fair.key, title="Phiên 2", starts=fair.ends or fair.starts)
    row = make_registration(make_kind(subject=fair.key), sessions=[first, second])
    # The second is not registered for any more, but takes place; the first is gone.
    programme[fair.key] = [replace(each, is_chosen=False) for each in programme[fair.key] if each.title == "Phiên 2"]
    places.close_sessions_but(subject=fair.key, sessions=[], now=clock.now())
    html = html_of(client, "manage", row)
    assert html.count("Không diễn ra") == html.count("Đã có chỗ") == 1
    with translation.override("vi"):
        mailed = session_lines.of(row, fair)
        assert [("Không diễn ra" in line) for line in mailed] == [True, False]
        assert "Không diễn ra" not in " ".join(session_lines.of(row, None))
    assert subjects.sessions_for([fair.key]) == {}
