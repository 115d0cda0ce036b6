"""An edition is made and its call opened; an entrant hands in; the secretariat checks who takes part."""

import re
from typing import Final
from uuid import UUID

from playwright.sync_api import Page, expect

from portal.demo.specs import contest as spec
from portal.kernel import formats
from tests.browser.contest_cast import BY_HAND, ENTRANT, INCOMPLETE, INELIGIBLE, OTHERS
from tests.browser.contest_demo import SECRETARY, Contest, every, fits, follow, pdf, press, says
from tests.browser.steps import newest_mail

TITLE: Final = "Giải thưởng Sáng kiến Kinh Bắc, kỳ chấm trực tuyến (mẫu)"
RULES: Final = "Thể lệ và thời hạn"
FILES: Final = ("description", "effects")
WORDS: Final = "Đo tại hai cơ sở trong mười hai tháng, hao hụt giảm từ 14% còn 5% (nội dung minh họa)."
CURE: Final = "Đề nghị bổ sung xác nhận của nơi áp dụng (nội dung minh họa)."
FIRST: Final = "Hồ sơ nộp bằng tiếng Việt (nội dung minh họa)."
AMENDED: Final = "Bổ sung theo ý kiến của các xã (nội dung minh họa)."
EXCLUDED: Final = "Áp dụng chưa đủ sáu tháng tính đến ngày nộp (nội dung minh họa)."


def begin(contest: Contest) -> None:
    """The secretariat makes an edition from a preset, reads what is missing, writes it and opens the call."""
    page = contest.window(SECRETARY)
    page.goto("/admin/pages/")
    for above in ("Tiếng Việt", "Giải thưởng"):
        page.locator("main tr").filter(has_text=above).first.locator("td.children a").click()
        page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    page.locator("header .w-dropdown__toggle:has(.icon-dots-horizontal)").first.click()
    follow(page, "Mùa giải mới")
    page.locator("select[name=preset]").select_option("innovation")
    page.locator("input[name=title]").fill(TITLE)
    page.locator("input[name=title_en]").fill("Kinh Bắc Innovation Award, judged online (sample)")
    page.locator("input[name=call_from]").fill(formats.short_date(contest.now.date()))
    press(page, "Tạo bản nháp")
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))
    says(page, "Đã có bản nháp của mùa giải bằng cả hai ngôn ngữ.")
    page.get_by_role("tab", name=RULES).click()
    follow(page, "Mở nhận hồ sơ")
    page.wait_for_url(re.compile(r"/awards/editions/[0-9a-f-]{36}/$"))
    contest.key = UUID(page.url.rstrip("/").rpartition("/")[2])
    says(page, "Thiếu căn cứ pháp lý.", "Thiếu nguồn kinh phí.")
    expect(page.get_by_role("button", name="Mở nhận hồ sơ")).to_have_count(0)
    follow(page, "Sửa trang")
    page.get_by_role("tab", name=RULES).click()
    for name, words in (("legal_basis", spec.LEGAL_BASIS.vi), ("budget_source", spec.BUDGET.vi)):
        page.locator(f"[name={name}]").fill(words)
    page.locator("button[name=action-publish]").first.evaluate("button => button.click()")
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    desk = contest.desk()
    press(desk, "Mở nhận hồ sơ")
    says(desk, "Đã mở nhận hồ sơ. Thể lệ được ấn định.")


def hand_in(contest: Contest) -> None:
    """An entrant goes through all forms of a dossier and hands in; the others do so too."""
    page = contest.window(ENTRANT)
    page.goto(f"/giai-thuong/ho-so/moi/{contest.key}/")
    page.locator(f"input[name=category_code][value={BY_HAND.category}]").check()
    page.locator("input[name=title]").fill(BY_HAND.title.vi)
    page.locator("textarea[name=summary]").fill(BY_HAND.merits.vi)
    page.get_by_label("Sông Mơ").check()
    press(page, "Lưu bản nháp")
    says(page, "Hồ sơ đã lưu thành bản nháp.", "Còn thiếu")
    address = page.url
    page.locator("#criteria").locator("xpath=..").get_by_role("link").first.click()
    for criterion in ("novelty", "effect", "applicability"):
        page.wait_for_url(f"**/tieu-chi/{criterion}/")
        page.locator("textarea[name=text]").fill(WORDS)
        press(page, "Lưu" if criterion == "applicability" else "Lưu và sang tiêu chí sau")
    says(page, "Đã lưu.", WORDS)
    expect(page.locator("#missing + ul li")).to_have_count(2 * len(FILES))
    for document in FILES:
        page.locator(f"main a[href*='/tai-lieu/{document}/']").first.click()
        for which in ("file", "twin"):
            form = page.locator("form").filter(has=page.locator(f"input[name=which][value={which}]")).first
            name = "ban-khong-ten.pdf" if which == "twin" else f"{document}.pdf"
            form.locator("input[type=file]").set_input_files(pdf(name))
            form.get_by_role("button", name="Tải lên").click()
            says(page, "Tệp đã có trong hồ sơ.", name)
        page.goto(address)
    says(page, "Hồ sơ đã đủ")
    follow(page, "Xem lại toàn bộ và nộp")
    press(page, "Nộp")
    says(page, "Hãy xác nhận điều này trước khi nộp.")
    page.locator("input[name=agree]").check()
    press(page, "Nộp")
    says(page, "Hồ sơ đã nộp. Biên nhận được gửi qua thư điện tử.")
    contest.by_script("hand_in")
    says(contest.desk(), f"Hồ sơ ({len(spec.DOSSIERS)})")


def screen(contest: Contest) -> None:
    """The secretariat finds one dossier eligible and one not, sends one back, and finds it eligible once it is complete."""
    contest.step("Xét điều kiện")
    page = _open(contest, BY_HAND.title.vi)
    _answer(page)
    press(page, "Lưu nháp")
    _amend(contest)
    page = _open(contest, BY_HAND.title.vi)
    added, former = every(page.locator("fieldset.screening__rule"))[:2]
    expect(added).to_contain_text(FIRST)
    expect(added.locator("input:checked")).to_have_count(0)
    expect(former.get_by_label("Đạt", exact=True)).to_be_checked()
    _answer(page)
    press(page, "Đủ điều kiện")
    says(page, "Hồ sơ đủ điều kiện. Người lập hồ sơ nhận được thư.")
    page = _open(contest, INELIGIBLE.title.vi)
    _answer(page, "Không đạt", EXCLUDED)
    page.locator("summary", has_text="Không đủ điều kiện").click()
    page.locator("textarea[name=reason]").fill(EXCLUDED)
    press(page, "Không đủ điều kiện")
    says(page, "Hồ sơ không đủ điều kiện. Người lập hồ sơ nhận được thư nêu lý do.")
    page = _open(contest, INCOMPLETE.title.vi)
    fits(page)
    _answer(page, "Chưa rõ", CURE)
    page.locator("summary", has_text="Yêu cầu bổ sung").click()
    page.locator("input[name=parts][value='document:effects']").check()
    page.locator("textarea[name=words]").fill(CURE)
    press(page, "Gửi yêu cầu bổ sung")
    says(page, "Đã yêu cầu bổ sung hồ sơ. Người lập hồ sơ nhận được thư.")
    _complete(contest)
    page = _open(contest, INCOMPLETE.title.vi)
    says(page, "Lần xét thứ hai")
    _answer(page)
    press(page, "Đủ điều kiện")
    says(page, "Hồ sơ đủ điều kiện. Người lập hồ sơ nhận được thư.")
    contest.by_script("screen")
    says(contest.desk("screening/"), "Không có hồ sơ nào chờ Ban Thư ký.")


def _amend(contest: Contest) -> None:
    """A line is put before what decides who can take part: it is looked at before it counts, and entrants are told."""
    desk = contest.desk("amend/")
    desk.locator("textarea[name=reason]").fill(AMENDED)
    desk.locator("[name=legal_basis_of_change]").fill(spec.LEGAL_BASIS.vi)
    lines = desk.locator("textarea[name='eligibility.vi']")
    before = lines.input_value()
    lines.evaluate("(field, words) => { field.value = words }", f"{FIRST}\n{before}")
    press(desk, "Xem phần khác biệt")
    says(desk, FIRST)
    fits(desk)
    press(desk, "Cho sửa đổi có hiệu lực")
    says(desk, AMENDED)
    mail = newest_mail(contest.visitor(ENTRANT), ENTRANT, about="thể lệ")
    says(mail, FIRST, AMENDED)
    mail.close()


def _open(contest: Contest, title: str) -> Page:
    page = contest.desk("screening/")
    follow(page, title)
    expect(page.locator("h1")).to_contain_text(title)
    return page


def _answer(page: Page, outcome: str = "Đạt", note: str = "") -> None:
    """Choose an outcome for the first rule, and that all others are met."""
    for place, rule in enumerate(every(page.locator("fieldset.screening__rule"))):
        chosen = "Đạt" if place else outcome
        rule.get_by_label(chosen, exact=True).check()
        if not place:
            rule.locator("textarea").fill(note)


def _complete(contest: Contest) -> None:
    page = contest.window(OTHERS)
    page.goto("/giai-thuong/ho-so/")
    row = page.locator("main li").filter(has_text=INCOMPLETE.title.vi).filter(has_text=TITLE)
    row.get_by_role("link").first.click()
    says(page, "Hãy bổ sung hồ sơ này", CURE)
    expect(page.locator("main a[href*='/tai-lieu/description/']")).to_have_count(0)
    follow(page, "Xem lại lần nữa và nộp lại")
    page.locator("input[name=agree]").check()
    press(page, "Nộp lại")
    says(page, "Hồ sơ bổ sung đã được nộp.")
