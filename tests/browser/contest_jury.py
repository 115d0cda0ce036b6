"""The jury of an edition: asked, bound, given dossiers; one scores, one tells of a conflict late, and scoring is closed."""

from typing import Final

from playwright.sync_api import Page, expect

from portal.demo.specs import contest as spec
from tests.browser.contest_call import TITLE
from tests.browser.contest_cast import JUROR, LATE
from tests.browser.contest_demo import Contest, every, fits, follow, press, says
from tests.browser.steps import newest_mail

NEEDED: Final = 3
"""How many jurors the preset asks for a dossier."""
JUDGED: Final = sum(not one.is_ineligible for one in spec.DOSSIERS)
POINTS: Final = (8, 7, 6)
SPARED: Final = "Nông nghiệp"
"""The category of the dossiers that are to be equal; jurors see no titles, so nothing of it is scored or refused by hand."""
NO_CONFLICT: Final = "Trùng đơn vị cũ, đã thôi việc từ năm 2019 (nội dung minh họa)."
AFTER_ALL: Final = "Tôi nhận ra có xung đột lợi ích"


def invite(contest: Contest) -> None:
    """The secretariat invites; a juror accepts by the link of the mail, is bound, and names a conflict; the others do so too."""
    page = contest.desk("jury/")
    line = f"{JUROR.name}; {JUROR.email}; {JUROR.workplace}; {JUROR.position}"
    page.locator("textarea[name=people]").fill(JUROR.name)
    _send(page)
    says(page, "Dòng 1:")
    page.locator("textarea[name=people]").fill(line)
    _send(page)
    says(page, "Đang gửi 1 thư mời.")
    _accept(contest)
    contest.by_script("seat_jurors")
    page = contest.desk("jury/")
    says(page, *(one.name for one in spec.JURORS))


def set_aside(contest: Contest) -> None:
    """What the system found speaks for a conflict; the secretariat looks at it and says why it is none."""
    contest.by_script("hint")
    page = contest.desk("jury/")
    follow(page, "Xung đột lợi ích")
    case = page.locator("section.jury-case").first
    fits(page)
    case.get_by_role("button", name="Không có xung đột lợi ích").click()
    says(page, "Hãy ghi vì sao không phải là xung đột lợi ích.")
    case = page.locator("section.jury-case").first
    case.locator("textarea").fill(NO_CONFLICT)
    case.get_by_role("button", name="Không có xung đột lợi ích").click()
    expect(page.locator("section.jury-case")).to_have_count(0)
    says(page, NO_CONFLICT)


def _send(page: Page) -> None:
    page.locator("form").filter(has=page.locator("textarea[name=people]")).get_by_role("button").click()


def _accept(contest: Contest) -> None:
    page = contest.window(JUROR.email, on_phone=True)
    mail = newest_mail(contest.visitor(JUROR.email), JUROR.email)
    address = mail.locator("main a[href*='/loi-moi/']").first.get_attribute("href")
    mail.close()
    page.goto(address or "")
    says(page, JUROR.name)
    press(page, "Chấp nhận")
    says(page, "Bạn đã là giám khảo. Tiếp theo là phần cam kết.")
    page.goto(f"/giai-thuong/hoi-dong/{contest.key}/cam-ket/")
    page.locator("textarea[name=affiliations]").fill(JUROR.workplace)
    page.locator("input[name=agree]").check()
    press(page, "Cam kết")
    says(page, "Đã lưu cam kết của bạn.", "Tôi có xung đột lợi ích với")
    party = page.locator("label").filter(has_text=JUROR.workplace)
    party.first.click()
    page.locator("textarea[name=reason]").fill(f"Cùng cơ quan: {JUROR.workplace}")
    fits(page)
    press(page, "Lưu cam kết của tôi")
    says(page, "Đã lưu phần khai về xung đột lợi ích.")


def assign(contest: Contest) -> None:
    """The dossiers are drawn by the button: each goes to as many jurors as the rules say, none to whoever has a conflict."""
    page = contest.desk("jury/assign/")
    says(page, "Xung đột lợi ích")
    press(page, f"Giao {JUDGED * NEEDED} lượt chấm")
    says(page, f"Đã phân công {JUDGED * NEEDED} lượt chấm.", "Không còn gì phải giao")
    contest.step("Giám khảo chấm điểm")


def score(contest: Contest) -> None:
    """One sheet is filled in and handed in on a phone; the others come by the script."""
    page = contest.window(JUROR.email, on_phone=True)
    page.goto("/giai-thuong/hoi-dong/cham/")
    edition = page.locator("main section").filter(has=page.get_by_role("heading", name=TITLE))
    edition.locator("ul.rows > li").filter(has_not_text=SPARED).first.get_by_role("link").first.click()
    press(page, "Không có xung đột, bắt đầu")
    says(page, "Đã ghi nhận bạn không có xung đột lợi ích.")
    for scale, points in zip(every(page.locator("fieldset.scale")), POINTS, strict=True):
        scale.locator(f"input[value='{points}']").check(force=True)
    expect(page.locator("[data-marked]")).to_have_text(str(len(POINTS)))
    # 25 percent of 8/10, 38 of 7/10, 37 of 6/10
    expect(page.locator("[data-total]")).to_have_text("68,80")
    page.locator("textarea[name=remark]").fill(spec.REMARK.vi)
    press(page, "Xem lại và nộp")
    page.wait_for_url("**/nop/")
    says(page, "68,80", spec.REMARK.vi)
    fits(page)
    press(page, "Nộp")
    says(page, "Đã nộp phiếu chấm cho")
    expect(page.locator("main").get_by_text("Đã nộp", exact=True).first).to_be_visible()
    contest.by_script("score")


def tell_late(contest: Contest) -> None:
    """A juror who scored already tells of a conflict: the sheet no longer counts, and somebody else scores."""
    desk = contest.desk("marking/")
    says(desk, f"Đã nộp {JUDGED * NEEDED} trên {JUDGED * NEEDED} phiếu chấm.")
    fits(desk)
    page = contest.window(LATE.email)
    page.goto(f"/giai-thuong/hoi-dong/{contest.key}/")
    row = page.locator("main ul.rows > li").filter(has_text=AFTER_ALL).filter(has_not_text=SPARED)
    row.first.get_by_role("link", name=AFTER_ALL).click()
    says(page, "phiếu của bạn không còn hiệu lực")
    press(page, "Tôi có xung đột lợi ích")
    says(page, "Hãy đánh dấu xác nhận")
    page.locator("textarea[name=reason]").fill(f"Vừa nhận ra: {LATE.workplace} có hợp đồng với tác giả.")
    page.locator("input[name=sure]").check()
    press(page, "Tôi có xung đột lợi ích")
    says(page, "Đã ghi nhận xung đột lợi ích. Người khác sẽ chấm hồ sơ này.")
    desk = contest.desk("marking/")
    says(desk, f"Đã nộp {JUDGED * NEEDED - 1} trên {JUDGED * NEEDED} phiếu chấm.")
    contest.by_script("score")
    desk.reload()
    says(desk, f"Đã nộp {JUDGED * NEEDED} trên {JUDGED * NEEDED} phiếu chấm.")
    follow(contest.desk("jury/"), "Xung đột lợi ích")
    says(desk, JUROR.name, LATE.name, "Khai sau khi đã chấm")
