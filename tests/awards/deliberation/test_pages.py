"""The screens: a meeting from plan to minutes, the juror's phone; strangers, cost and English."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from awards.deliberation.domain import motions, objections
from awards.deliberation.enums import Choice, MotionKind
from awards.editions.enums import EditionState
from awards.enums import Honour, NominationState
from awards.models import (
    Attendance,
    EditionSecretary,
    Meeting,
    Motion,
    MotionVote,
    Nomination,
    Objection,
)
from portal.kernel import clock
from tests.awards.deliberation.screens import admin, as_, at
from tests.factories import awards as factory
from tests.factories import deliberation as make
from tests.factories import exhibitors
from tests.factories.deliberation import Council
from tests.forms import sent

pytestmark = pytest.mark.django_db


def test_a_meeting_from_the_plan_to_the_minutes(desk: Client, listed: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, listed.now)
    listed.set_state(EditionState.DELIBERATION)
    address = admin("meetings", listed)
    bad = desk.post(address, {"held_at": "ngày mai", "place": "Hội trường"})
    assert bad.status_code == 200
    assert "Hội trường" in bad.content.decode()
    planned = {"held_at": f"{clock.local(listed.later):%d/%m/%Y} 08:30", "place": "Hội trường A"}
    assert desk.post(address, planned).status_code == 302
    meeting = Meeting.objects.get(number=2)
    own = admin("meeting", listed, 2)
    assert own in desk.get(address).content.decode()
    refused = desk.post(admin("meeting-open", listed, 2), follow=True)
    assert "Không đủ số thành viên: có mặt 0, thể lệ yêu cầu 3." in refused.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    here = {f"present-{juror.pk}": "on" for juror in listed.jurors[:4]}
    away = listed.jurors[4]
    assert desk.post(admin("meeting-attendance", listed, 2), {**here, f"reason-{away.pk}": "Ốm"}).status_code == 302
    assert Attendance.objects.get(meeting=meeting, juror=away).reason == "Ốm"
    assert desk.post(admin("meeting-open", listed, 2)).status_code == 302
    shown = desk.get(admin("motion-new", listed, 2, "other"))
    assert ">Đưa ra biểu quyết</button>" in shown.content.decode()
    form = shown.context["form"]
    assert desk.post(admin("motion-new", listed, 2, "other"), sent(form, words="Có họp thêm?")).status_code == 302
    motion = Motion.objects.get(meeting=meeting)
    ballots = {f"choice-{juror.pk}": "against" for juror in listed.jurors[:3]}
    assert desk.post(admin("motion-ballots", listed, 2, 1), ballots).status_code == 302
    assert MotionVote.objects.filter(motion=motion, on_paper=True, recorded_by=listed.secretary).count() == 3
    without = desk.post(admin("motion-close", listed, 2, 1), {"reason": ""})
    assert without.context["form"].errors["reason"]
    assert desk.post(admin("motion-close", listed, 2, 1), {"reason": "Đã đủ."}).status_code == 302
    draft = desk.get(admin("meeting-minutes", listed, 2))
    assert draft["Content-Type"] == "application/pdf"
    assert "no-store" in draft["Cache-Control"]
    content = desk.get(own).content.decode()
    assert "Có họp thêm?" in content
    assert listed.dossiers[0].alias in content
    assert desk.post(admin("meeting-close", listed, 2), {"remarks": "Chủ tọa khai mạc."}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.minutes_sha256 in desk.get(own).content.decode()
    assert b"".join(desk.get(admin("meeting-minutes", listed, 2)).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file
    assert desk.get(admin("meeting-close", listed, 2)).status_code == 404


def test_a_shortlist_is_put_to_the_vote_with_dossiers_and_a_tie_is_offered(desk: Client, listed: Council) -> None:
    listed.set_state(EditionState.DELIBERATION)
    Nomination.objects.filter(state=NominationState.FINALIST).update(state=NominationState.ELIGIBLE)
    make.convene(listed)
    address = admin("motion-new", listed, 2, "shortlist")
    form = desk.get(address).context["form"]
    assert len(form.fields["nominations"].choices) == 4
    wrong = desk.post(address, sent(form, category_code="khac", words="x"))
    assert wrong.context["form"].errors["category_code"]
    typed = sent(form, category_code=listed.category, words="Nhất trí?", nominations=[str(listed.dossiers[0].pk)])
    assert desk.post(address, typed).status_code == 302
    assert list(Motion.objects.get(meeting__number=2).nominations.all()) == [listed.dossiers[0]]
    assert desk.get(admin("motion-new", listed, 2, "khac")).status_code == 404
    assert desk.post(admin("motion-void", listed, 2, 1), {"reason": "Nhầm."}).status_code == 302


def test_a_member_votes_on_the_own_phone_and_a_conflicted_one_does_not(listed: Council) -> None:
    juror, out = listed.jurors[0], listed.jurors[1]
    make.conflict(out, listed.dossiers[0])
    meeting = make.convene(listed, absent={4: ""})
    motion = make.put(listed, meeting, MotionKind.PRIZE, [listed.dossiers[0]], honour=Honour.SECOND)
    address = reverse("awards:council-meeting", args=[listed.key, 2])
    own = as_(juror.user)
    page = own.get(address)
    assert listed.dossiers[0].title in page.content.decode()
    # A list of what was voted on before has no heading while nothing was.
    assert 'aria-labelledby="motions"' not in page.content.decode()
    nothing = own.post(address, {"number": "1"})
    assert nothing.context["form"].errors["choice"]
    assert own.post(address, {"number": "1", "choice": "for", "reason": "Rõ hiệu quả."}).status_code == 302
    assert own.post(address, {"number": "1", "choice": "against", "reason": ""}).status_code == 302
    vote = MotionVote.objects.get(motion=motion)
    assert (vote.choice, vote.juror, vote.on_paper) == (Choice.AGAINST, juror, False)
    # What was on the screen is what is voted on: not the motion that came after it.
    assert own.post(address, {"number": "9", "choice": "for"}).status_code == 302
    vote.refresh_from_db()
    assert vote.choice == Choice.AGAINST
    conflicted = as_(out.user)
    content = conflicted.get(address).content.decode()
    assert listed.dossiers[0].title not in content
    assert listed.dossiers[1].title in content
    assert "<textarea" not in content
    conflicted.post(address, {"number": "1", "choice": "for"})
    absent = as_(listed.jurors[4].user)
    assert listed.dossiers[0].title not in absent.get(address).content.decode()
    absent.post(address, {"number": "1", "choice": "for"})
    assert MotionVote.objects.filter(motion=motion).count() == 1
    assert own.get(reverse("awards:council-meetings")).content.decode().count(address) == 1
    for person in (listed.secretary, exhibitors.make_person()):
        assert as_(person).get(address).status_code == 404
    assert as_(None).get(address).status_code == 302
    assert own.get(reverse("awards:council-meeting", args=[uuid4(), 2])).status_code == 404


def test_strangers_get_404_everywhere(site: Site, listed: Council) -> None:
    make.convene(listed)
    EditionSecretary.objects.create(award_key=listed.key, user=listed.secretary)
    names: list[tuple[str, tuple[Any, ...]]] = [
        ("meetings", ()),
        ("meeting", (1,)),
        ("meeting-change", (1,)),
        ("meeting-call-off", (1,)),
        ("meeting-attendance", (2,)),
        ("meeting-open", (1,)),
        ("meeting-close", (2,)),
        ("meeting-minutes", (1,)),
        ("motion-new", (2, "other")),
        ("motion-ballots", (1, 1)),
        ("motion-close", (1, 1)),
        ("motion-void", (1, 1)),
        ("objections", ()),
        ("objection", (uuid4(),)),
        ("objection-take-up", (uuid4(),)),
        ("decision", ()),
        ("appeals", ()),
        ("appeal", (uuid4(),)),
    ]
    other = as_(factory.make_secretary(site))
    for name, more in names:
        if name != "meeting-minutes":
            assert other.post(admin(name, listed, *more)).status_code == 404, name
        if name not in {"meeting-open", "objection-take-up"}:
            assert other.get(admin(name, listed, *more)).status_code == 404, name
    own = as_(listed.secretary)
    for name, more in (("meeting", (9,)), ("meeting-close", (1,)), ("motion-close", (1, 9))):
        assert own.get(admin(name, listed, *more)).status_code == 404, name


def test_lists_cost_the_same_whatever_their_length(listed: Council) -> None:
    own, phone = as_(listed.secretary), as_(listed.jurors[0].user)
    phone_list = reverse("awards:council-meetings")
    phone_page = reverse("awards:council-meeting", args=[listed.key, 2])
    meeting = make.convene(listed)
    addresses = [
        (own, admin("meetings", listed)),
        (own, admin("meeting", listed, 2)),
        (own, admin("objections", listed)),
        (phone, phone_list),
        (phone, phone_page),
    ]

    def cost() -> list[int]:
        found = []
        for visitor, address in addresses:
            visitor.get(address)
            with CaptureQueriesContext(connection) as counted:
                assert visitor.get(address).status_code == 200
            found.append(len(counted))
        return found

    def more() -> None:
        make.plan(listed)
        made = objections.file_objection(
            award_key=listed.key,
            nomination=listed.dossiers[1],
            full_name="Phạm Dân",
            email=f"dan{Objection.objects.count()}@example.org",
            words="Đã có.",
            language="vi",  # type: ignore[arg-type]  # as the record has it
            now=listed.now,
        )
        objections.confirm_objection(objection=made, now=listed.now)
        motion = make.put(listed, meeting, MotionKind.OTHER, [], category_code="")
        motions.cast_vote(motion=motion, choice=Choice.FOR, by=listed.jurors[0].user, now=listed.now)
        motions.close_motion(motion=motion, reason="Không.", by=listed.secretary, now=listed.now)

    more()
    once = cost()
    for _time in range(4):
        more()
    assert cost() == once


def test_the_english_page_says_the_same(listed: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, listed.now)
    page = factory.english_of(listed.page)
    content = as_(None).get(page.url or "").content.decode()
    with translation.override("en"):
        address = reverse("awards:objection", args=[listed.key])
    assert address in content
    assert "Shortlist" in content


def test_the_council_is_asked_for_a_second_step_like_every_juror(listed: Council, settings: Any) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    listed.set_state(EditionState.DELIBERATION)
    member = as_(listed.jurors[0].user)
    addresses = [reverse("awards:council-meetings"), reverse("awards:council-meeting", args=[listed.key, 1])]
    for address in addresses:
        assert member.get(address)["Location"].startswith(reverse("second-step")), address
    assert member.post(addresses[1], {"number": "1", "choice": "for"})["Location"].startswith(reverse("second-step"))
    assert as_(exhibitors.make_person()).get(addresses[1]).status_code == 404
