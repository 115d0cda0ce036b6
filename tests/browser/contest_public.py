"""What the public has of an edition: the shortlist, a vote, objections, winners; and what entrants get after the decision."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from portal.demo.specs import contest as spec
from portal.kernel import formats
from tests.browser.contest_call import TITLE
from tests.browser.contest_cast import BY_HAND, ENTRANT, FLOOD, INCOMPLETE, OFFICER, OTHERS, READER
from tests.browser.contest_demo import Contest, fits, follow, pdf, press, says
from tests.browser.steps import ROOT, newest_mail, unused_address

OBJECTION: Final = "Mức giảm hao hụt cao hơn số tôi được xem ở xưởng (nội dung minh họa)."
ANSWER: Final = "Ban tổ chức đã xem số đo gốc; số liệu trong hồ sơ đúng (nội dung minh họa)."
STRUCK: Final = "Các phiếu đến từ một máy trong vài phút (nội dung minh họa)."
REVOKED: Final = "Hồ sơ dùng số liệu của người khác (nội dung minh họa)."
NUMBER: Final = "149/QĐ-BTC-MẪU"
FINALISTS: Final = [one for one in spec.DOSSIERS if one.is_finalist]
WINNERS: Final = [one for one in spec.DOSSIERS if one.honour is not None]


def open_page(contest: Contest, page: Page) -> None:
    """Go from the list of awards to the page of the edition."""
    page.goto("/giai-thuong/")
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    expect(page.locator("h1")).to_contain_text(TITLE)


def vote(contest: Contest) -> None:
    """A reader votes for a finalist; four others do so by the script."""
    page = contest.window(READER)
    open_page(contest, page)
    says(page, *(one.title.vi for one in FINALISTS))
    page.locator("main li").filter(has_text=BY_HAND.title.vi).get_by_role("link", name=re.compile("^Bình chọn")).click()
    page.wait_for_url("**/binh-chon/*/")
    fits(page)
    press(page, "Bình chọn cho đề cử này")
    says(page, f"Đã ghi phiếu của bạn cho “{BY_HAND.title.vi}”.")
    page.goto("/giai-thuong/binh-chon/")
    says(page, BY_HAND.title.vi)
    contest.by_script("vote")


def look_at_alarm(contest: Contest) -> None:
    """Many votes from one connection raise an alarm; the secretariat looks at the figures and strikes them out with a reason."""
    contest.by_script("flood")
    desk = contest.desk()
    says(desk, "cảnh báo")
    desk = contest.desk("votes/")
    fits(desk)
    desk.locator("main table a").first.click()
    fits(desk)
    desk.locator("input[name=state][value=upheld]").check()
    desk.locator("textarea[name=note]").fill(STRUCK)
    press(desk, "Lưu")
    says(desk, f"Số phiếu đã loại: {FLOOD}.", STRUCK)


def object_to_it(contest: Contest) -> None:
    """Somebody of the public objects; only a confirmed objection reaches the secretariat, which answers it by mail."""
    address = unused_address()
    page = contest.window(on_phone=True)
    open_page(contest, page)
    follow(page, "Gửi ý kiến phản đối")
    page.locator("input[name=email]").fill("khong-phai-dia-chi")
    press(page, "Gửi ý kiến phản đối")
    says(page, "Có chỗ cần xem lại", "Hãy cho biết bạn phản đối điều gì.", "Hãy nhập họ và tên của bạn.")
    says(page, "Nhập địa chỉ thư điện tử theo dạng ten@vidu.vn.", "Hãy xác nhận bạn đồng ý.")
    fits(page)
    page.get_by_label(BY_HAND.title.vi).check()
    page.locator("textarea[name=text]").fill(OBJECTION)
    page.locator("input[name=full_name]").fill("Nguyễn Thị Góp Ý (mẫu)")
    page.locator("input[name=email]").fill(address)
    page.locator("input[name=agree]").check()
    press(page, "Gửi ý kiến phản đối")
    page.wait_for_url("**/da-gui/")
    mail = newest_mail(contest.visitor(), address)
    link = mail.locator("main a[href*='/xac-nhan/']").first.get_attribute("href") or ""
    desk = contest.desk("objections/")
    expect(desk.locator("main")).not_to_contain_text(BY_HAND.title.vi)
    page.goto(link)
    press(page, "Xác nhận ý kiến")
    says(page, "Ý kiến của bạn đã được ghi nhận")
    desk.reload()
    desk.locator("main table a").first.click()
    says(desk, OBJECTION, address)
    press(desk, "Bắt đầu xem xét")
    says(desk, "Ý kiến đang được xem xét.")
    desk.locator("input[name=result][value=rejected]").check()
    desk.locator("textarea[name=answer]").fill(ANSWER)
    desk.locator("main form button[type=submit]").last.click()
    says(desk, "Đã gửi trả lời.")
    answered = newest_mail(contest.visitor(), address, about="rả lời")
    says(answered, ANSWER)
    answered.close()
    mail.close()
    open_page(contest, page)
    says(page, "Số ý kiến phản đối: 1; chấp nhận 0, không chấp nhận 1, đang xem xét 0.")


def count(contest: Contest) -> None:
    """The votes are counted, by the button or by the worker, whoever is first."""
    desk = contest.desk("votes/")
    button = desk.get_by_role("button", name="Kiểm phiếu")
    if button.count():
        button.click()
    says(contest.desk("votes/"), "Đã kiểm phiếu", BY_HAND.title.vi)


def decide(contest: Contest) -> None:
    """The decision gets its number, date and file; its winners are public at once, and get their certificates."""
    desk = contest.desk("decision/")
    says(desk, *(one.title.vi for one in FINALISTS))
    day = contest.now.date()
    desk.locator("input[name=number]").fill(NUMBER)
    desk.locator("input[name=decided_on]").fill(formats.short_date(day))
    desk.locator("input[name=issued_by]").fill("Ban tổ chức giải thưởng (mẫu)")
    desk.locator("input[name=signed_by]").fill("Người ký minh họa")
    desk.locator("input[name=file]").set_input_files(pdf("quyet-dinh.pdf"))
    press(desk, "Ghi nhận quyết định và công bố người đạt giải")
    says(desk, "Đã ghi nhận quyết định; người đạt giải đã được công bố.")
    contest.step("Đã có kết quả")
    desk = contest.desk("certificates/")
    press(desk, "Cấp tất cả chứng nhận còn thiếu")
    says(desk, f"Số chứng nhận đã cấp: {len(WINNERS)}.", "Không còn ai chờ chứng nhận.")
    page = contest.window()
    open_page(contest, page)
    says(page, NUMBER, formats.short_date(day), *(one.title.vi for one in WINNERS))
    page.locator("main").get_by_role("link", name=BY_HAND.title.vi).first.click()
    expect(page.locator("h1")).to_contain_text(BY_HAND.title.vi)
    says(page, "Giải Nhất")
    fits(page)
    page.goto("/giai-thuong/vinh-danh/")
    says(page, BY_HAND.title.vi)


def release(contest: Contest) -> None:
    """Remarks are edited and released; an entrant reads rank, points and remark on the page of the dossier."""
    page = contest.window(ENTRANT)
    dossier = _own(page, BY_HAND.title.vi)
    expect(page.locator("main")).not_to_contain_text("Điểm theo tiêu chí")
    desk = contest.desk("feedback/")
    follow(desk, BY_HAND.title.vi)
    desk.locator("main textarea").last.fill(spec.REMARK.vi)
    press(desk, "Lưu")
    says(desk, "Đã lưu nhận xét.")
    desk = contest.desk("feedback/")
    press(desk, "Gửi điểm và nhận xét")
    says(desk, "Đã gửi điểm và nhận xét. Người dự giải được báo qua thư.")
    page.goto(dossier)
    says(page, "Điểm theo tiêu chí, từ 3 phiếu chấm điểm", "1 trên 4", spec.REMARK.vi)


def _own(page: Page, title: str) -> str:
    page.goto("/giai-thuong/ho-so/")
    rows = page.locator("main li").filter(has_text=title).filter(has_text=TITLE).filter(has_not_text="Bản nháp")
    rows.get_by_role("link").first.click()
    expect(page.locator("h1")).to_contain_text(title)
    return page.url


def appeal(contest: Contest) -> None:
    """An entrant appeals on procedure; an officer without a part in it answers, and the outcome is public without names."""
    page = contest.window(OTHERS)
    _own(page, INCOMPLETE.title.vi)
    follow(page, "Khiếu nại về trình tự")
    page.locator("input[name=ground][value=deadline]").check()
    page.locator("textarea[name=text]").fill(spec.APPEAL.vi)
    press(page, "Gửi khiếu nại")
    says(page, "Đã nhận khiếu nại của bạn.")
    desk = contest.desk("appeals/")
    desk.locator("main table a").first.click()
    # The secretary had a part in it.
    expect(desk.locator("select[name=officer]")).not_to_contain_text("Bùi Đức Long")
    address = desk.url
    desk.locator("select[name=officer]").select_option(label="Tạ Thị Minh (mẫu)")
    press(desk, "Giao cho người này")
    says(desk, "Đã giao khiếu nại và gửi thư báo cho người giải quyết.")
    officer = contest.window(OFFICER)
    officer.goto(address)
    says(officer, spec.APPEAL.vi)
    officer.locator("input[name=result][value=rejected]").check()
    officer.locator("textarea[name=outcome]").fill(spec.APPEAL_OUTCOME.vi)
    press(officer, "Trả lời và công bố")
    says(officer, "Kết quả đã được công bố không kèm tên.")
    page.reload()
    says(page, spec.APPEAL_OUTCOME.vi)
    reader = contest.window()
    open_page(contest, reader)
    says(reader, "Không đúng thời hạn: Không chấp nhận", spec.APPEAL_OUTCOME.vi)


def recompute(contest: Contest, folder: Path) -> None:
    """Anybody downloads the score sheet and computes the result again; with one digit changed it is not confirmed."""
    page = contest.window()
    page.goto(f"/giai-thuong/tinh-lai/{contest.key}/")
    with page.expect_download() as download:
        follow(page, "Bảng điểm của mùa giải này (JSON)")
    sheet = folder / "bang-diem.json"
    download.value.save_as(sheet)
    head = page.locator("section[aria-labelledby=heads] [id^=head-]").last
    digest = (head.get_attribute("value") or head.inner_text()).strip()
    status, said = _computed(sheet, "--head", digest)
    assert status == 0, said
    assert "ĐÚNG" in said, said
    text = sheet.read_text(encoding="utf-8")
    place = text.index('"points":') + len('"points":')
    place = next(number for number in range(place, len(text)) if text[number].isdigit())
    changed = str((int(text[place]) + 1) % 10)
    sheet.write_text(text[:place] + changed + text[place + 1 :], encoding="utf-8")
    status, said = _computed(sheet)
    assert status == 1, said
    assert "SAI" in said, said


def _computed(sheet: Path, *more: str) -> tuple[int, str]:
    command = [sys.executable, "manage.py", "recompute_award", str(sheet), "--language", "vi", *more]
    done = subprocess.run(
        [*command, "--settings=portal.settings.demo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def revoke(contest: Contest) -> None:
    """A prize is taken back by a decision: its page, the hall of honour and the certificate say so, with the reason."""
    desk = contest.desk("certificates/")
    row = desk.locator("main tr").filter(has=desk.get_by_role("link", name=re.compile("^Thu hồi giải thưởng"))).last
    code = row.locator("code").inner_text()
    row.get_by_role("link", name=re.compile("^Thu hồi giải thưởng")).click()
    fits(desk)
    desk.locator("input[name=number]").fill("150/QĐ-BTC-MẪU")
    desk.locator("input[name=decided_on]").fill(formats.short_date(contest.now.date()))
    desk.locator("textarea[name=reason]").fill(REVOKED)
    desk.locator("main form[method=post] button[type=submit]").last.click()
    says(contest.desk("certificates/"), REVOKED)
    page = contest.window()
    page.goto(f"/giai-thuong/xac-minh/{code}/")
    says(page, "Chứng nhận này đã bị thu hồi", REVOKED)
    fits(page)
    page.locator("main").get_by_role("link", name="Trang của giải này").click()
    says(page, "150/QĐ-BTC-MẪU", REVOKED)
    fits(page)
    page.goto("/giai-thuong/vinh-danh/")
    says(page, REVOKED)


def close(contest: Contest) -> None:
    """After the time for appeals the edition closes; its secretariat can do nothing more to it."""
    contest.step("Đã đóng")
    desk = contest.desk()
    expect(desk.get_by_role("button", name="Chuyển bước")).to_have_count(0)
