"""Meetings of the council: planned, opened with a quorum, motions, ballots on paper and on a phone, minutes."""

import re
from datetime import timedelta
from typing import Final

from playwright.sync_api import Page, expect

from awards.enums import Honour
from portal.demo.specs import contest as spec
from portal.kernel import formats
from tests.browser.contest_cast import BY_HAND, JUROR, TIED
from tests.browser.contest_demo import SECRETARY, Contest, every, fits, follow, press, says

MEMBERS: Final = sum(not one.is_reserve for one in spec.JURORS)
PLACE: Final = "Phòng họp tầng 2 (mẫu)"


def deliberate(contest: Contest) -> None:
    """The council parts two equal dossiers by a vote and agrees on the shortlists, in a meeting with its quorum."""
    contest.step("Hội đồng thảo luận")
    meeting = _convene(contest, number=1)
    desk = contest.desk(meeting)
    says(desk, "bằng điểm")
    _put_tie(desk)
    _vote_on_a_phone(contest, TIED[0].title.vi)
    desk = contest.desk(meeting)
    _one_on_paper(desk)
    contest.by_script("vote_on_tie")
    _end_vote(contest, meeting)
    contest.by_script("shortlist")
    _end(contest, meeting)


def give_prizes(contest: Contest) -> None:
    """The council gives its prizes; the first of them in the browser."""
    meeting = _convene(contest, number=2)
    desk = contest.desk(meeting)
    follow(desk, "Giải cho một hồ sơ")
    desk.locator(f"input[name=category_code][value={BY_HAND.category}]").check()
    desk.get_by_label(re.compile(re.escape(BY_HAND.title.vi))).check()
    desk.locator("select[name=honour]").select_option(Honour.FIRST.value)
    desk.locator("textarea[name=words]").fill(f"Trao giải Nhất cho “{BY_HAND.title.vi}”?")
    press(desk, "Đưa ra biểu quyết")
    says(desk, "Đã đưa nội dung ra biểu quyết.")
    follow(desk, "Nhập phiếu giấy")
    for ballot in every(desk.locator("select[name^=choice-]")):
        ballot.select_option("for")
    _submit(desk)
    says(desk, "Đã nhập phiếu.")
    _end_vote(contest, meeting)
    contest.by_script("give_prizes")
    _end(contest, meeting)


def _submit(page: Page) -> None:
    page.locator("main form[method=post] button[type=submit]").last.click()


def _convene(contest: Contest, *, number: int) -> str:
    """Plan a meeting; without its quorum it does not open, with all members it does."""
    desk = contest.desk("meetings/")
    begins = contest.now + timedelta(minutes=10)
    desk.locator("input[name=held_at]").fill(f"{formats.short_date(begins.date())} {begins:%H:%M}")
    desk.locator("input[name=place]").fill(PLACE)
    press(desk, "Lên lịch và gửi giấy mời")
    says(desk, "Đã lên lịch cuộc họp và mời các thành viên qua thư điện tử.", PLACE)
    meeting = f"meetings/{number}/"
    desk = contest.desk(meeting)
    press(desk, "Khai mạc cuộc họp")
    says(desk, "Không đủ số thành viên: có mặt 0")
    follow(desk, "Ghi nhận thành viên dự họp")
    for box in every(desk.locator("input[name^=present-]")):
        box.check()
    _submit(desk)
    says(desk, "Đã ghi nhận thành viên dự họp.", f"Có mặt {MEMBERS} trên {MEMBERS} thành viên")
    press(desk, "Khai mạc cuộc họp")
    says(desk, "Cuộc họp đang tiến hành.")
    return meeting


def _put_tie(desk: Page) -> None:
    follow(desk, "Thứ tự các hồ sơ bằng điểm")
    desk.locator(f"input[name=category_code][value={TIED[0].category}]").check()
    for one in TIED:
        desk.get_by_label(re.compile(re.escape(one.title.vi))).check()
    desk.locator("textarea[name=words]").fill("Hai hồ sơ bằng điểm: hồ sơ nào đứng trước?")
    press(desk, "Đưa ra biểu quyết")
    says(desk, "Đã đưa nội dung ra biểu quyết.")
    fits(desk)


def _vote_on_a_phone(contest: Contest, title: str) -> None:
    page = contest.window(JUROR.email, on_phone=True)
    page.goto("/giai-thuong/hoi-dong/hop/")
    page.locator("main a[href*='/hop/']").first.click()
    says(page, "Hai hồ sơ bằng điểm: hồ sơ nào đứng trước?", *(one.title.vi for one in TIED))
    fits(page)
    page.get_by_label(re.compile(re.escape(title))).check()
    press(page, "Biểu quyết")
    says(page, "Đã ghi nhận phiếu của bạn.")


def _one_on_paper(desk: Page) -> None:
    """Enter the ballot of one member, who prefers the other dossier; who voted on a phone is not asked again."""
    follow(desk, "Nhập phiếu giấy")
    ballots = desk.locator("select[name^=choice-]")
    expect(ballots).to_have_count(MEMBERS - 1)
    value = ballots.first.locator("option").filter(has_text=TIED[1].title.vi).get_attribute("value")
    ballots.first.select_option(value)
    _submit(desk)
    says(desk, "Đã nhập phiếu.")


def _end_vote(contest: Contest, meeting: str) -> None:
    desk = contest.desk(meeting)
    follow(desk, "Kết thúc biểu quyết")
    _submit(desk)
    says(desk, "Đã kết thúc biểu quyết: Được thông qua.")


def _end(contest: Contest, meeting: str) -> None:
    desk = contest.desk(meeting)
    follow(desk, "Bế mạc cuộc họp")
    desk.locator("textarea[name=remarks]").fill("Hội đồng thảo luận từng hạng mục (biên bản mẫu).")
    _submit(desk)
    says(desk, "Cuộc họp đã bế mạc. Biên bản không thay đổi nữa.", "Biên bản (PDF)")
    address = desk.get_by_role("link", name="Biên bản (PDF)").get_attribute("href") or ""
    minutes = contest.window(SECRETARY).context.request.get(contest.served.address + address)
    assert minutes.ok
    assert minutes.body().startswith(b"%PDF-")
