"""A phone at a gate: connected, without network, loaded anew, merged; and the rule in the browser by its table."""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from registration.domain import signing
from tests.browser import accessible
from tests.browser.conftest import Visitor, make_visitor
from tests.browser.steps import sign_in, unused_address, wait_until

EVENT = "Ngày hội sáng tạo Kinh Bắc (mẫu)"
FOREIGN_EVENT = "Chợ công nghệ và thiết bị Kinh Bắc (mẫu)"
ORGANISER = "to-chuc@example.org"
CASES = Path(__file__).parents[1] / "registration" / "gate_cases.json"
FAKE_CAMERA = """
globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return globalThis.__shown ? [{ rawValue: globalThis.__shown }] : []; }
};
Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 10, 10);
  return canvas.captureStream();
} } });
"""


@dataclass
class Guest:
    """Somebody with a ticket of the event."""

    code: str
    name: str


@pytest.fixture
def organiser(visitor: Visitor) -> Visitor:
    sign_in(visitor, ORGANISER)
    return visitor


@pytest.fixture
def handset(chromium: Browser, demo: str) -> Iterator[Visitor]:
    """Return a phone's window with a camera that shows what the test says."""
    made = make_visitor(chromium, demo, viewport={"width": 390, "height": 844}, has_touch=True)
    made.context.add_init_script(FAKE_CAMERA)
    yield made
    made.context.close()


def open_board(organiser: Visitor) -> None:
    organiser.open("/admin/check-in/")
    organiser.page.get_by_role("link", name=EVENT).click()


def invite(organiser: Visitor, gate: str, name: str) -> str:
    """Return a code for a new phone at a gate."""
    page = organiser.page
    open_board(organiser)
    page.locator("tr", has_text=gate).get_by_role("link", name="Kết nối điện thoại").first.click()
    page.get_by_label("Tên máy").fill(name)
    page.get_by_role("button", name="Tạo mã").click()
    return page.locator("p.w-h1").inner_text().strip()


def connect(phone: Visitor, code: str) -> None:
    phone.open("/cua-vao/")
    phone.page.locator("html[data-gate=ready]").wait_for()
    phone.page.get_by_label("Mã kết nối của máy này").fill(code)
    phone.page.get_by_role("button", name="Kết nối", exact=True).click()
    expect(phone.page.locator("[data-gate=desk]")).to_be_visible()
    expect(phone.page.locator("[data-gate=event]")).to_have_text(EVENT)


def type_code(page: Page, text: str) -> str:
    """Type a code and return the large words of the answer."""
    title = page.locator("[data-gate=result-title]")
    page.evaluate("document.querySelector('[data-gate=result-title]').textContent = ''")
    page.locator("#gate-text").fill(text)
    page.keyboard.press("Enter")
    expect(title).not_to_be_empty()
    return title.inner_text()


def fresh_tickets(page: Page) -> list[str]:
    """Return codes of the list that nobody used yet."""
    found: list[str] = page.evaluate("GateSync.state.list.rows.filter(row => row[3] && !row[4]).map(row => row[0])")
    return found


def waits(page: Page) -> int:
    found: int = page.evaluate("GateSync.state.waiting")
    return found


def sync(page: Page) -> None:
    page.get_by_role("button", name="Tải danh sách ngay").click()
    expect(page.locator("[data-gate=waiting]")).to_have_text("Đã gửi hết.")


FORGE = """async () => {
  const bytes = new Uint8Array(74);
  bytes[0] = 1;
  const mark = MARK;
  for (let place = 0; place < 4; place += 1) bytes[1 + place] = Number.parseInt(mark.slice(2 * place, 2 * place + 2), 16);
  bytes[9] = 7;
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  bytes.forEach(byte => { bits += byte.toString(2).padStart(8, "0"); });
  let text = "";
  for (let place = 0; place < bits.length; place += 5) text += signs[Number.parseInt(bits.slice(place, place + 5).padEnd(5, "0"), 2)];
  return "T1:" + text;
}"""


def forged(page: Page) -> str:
    text: str = page.evaluate(FORGE.replace("MARK", "GateSync.state.list.mark"))
    return text


def foreign(page: Page) -> str:
    text: str = page.evaluate(FORGE.replace("MARK", "'00000000'"))
    return text


def test_two_phones_without_network_and_the_double_entry_is_told(
    organiser: Visitor, handset: Visitor, phone: Visitor
) -> None:
    connect(handset, invite(organiser, "Cửa chính", "Máy thử A"))
    connect(phone, invite(organiser, "Cửa sau", "Máy thử B"))
    page, other = handset.page, phone.page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_until(lambda: bool(page.evaluate("caches.match('/cua-vao/').then(kept => Boolean(kept))")), page=page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    first, second = fresh_tickets(page)[:2]

    handset.context.set_offline(True)
    phone.context.set_offline(True)
    assert type_code(page, first.lower()) == "Mời vào"
    expect(page.locator("[data-gate=network]")).to_contain_text("Mất mạng")
    assert type_code(page, first) == "Vé đã dùng"
    assert type_code(page, forged(page)) == "Vé giả"
    assert type_code(page, foreign(page)) == "Vé của sự kiện khác"
    assert type_code(page, "22222222") == "Không có trong danh sách"
    assert waits(page) == 5
    assert type_code(other, first) == "Mời vào"

    page.reload()
    page.locator("html[data-gate=ready]").wait_for()
    expect(page.locator("[data-gate=desk]")).to_be_visible()
    assert waits(page) == 5
    assert type_code(page, second) == "Mời vào"
    page.locator("summary", has_text="Tìm theo tên").click()
    page.locator("#gate-search").fill("do thi nep")
    page.locator("[data-gate=search] button").click()
    expect(page.locator("[data-gate=found]")).to_contain_text("Đ. T. Nếp")

    handset.context.set_offline(False)
    sync(page)
    expect(page.locator("[data-gate=network]")).to_contain_text("Có mạng")
    expect(page.locator("[data-gate=reports-box]")).to_be_hidden()
    phone.context.set_offline(False)
    sync(other)
    report = other.locator("[data-gate=reports]")
    expect(report).to_contain_text("Vé đã dùng")
    expect(report).to_contain_text("Máy thử A")
    open_board(organiser)
    expect(organiser.page.locator("main")).to_contain_text("Máy thử B")
    assert handset.errors == phone.errors == []
    assert handset.foreign == []
    assert handset.violations() == []


def test_what_is_taken_back_without_network_leaves_the_earlier_readings(organiser: Visitor, phone: Visitor) -> None:
    connect(phone, invite(organiser, "Cửa chính", "Máy thử G"))
    page = phone.page
    code = fresh_tickets(page)[0]
    ways = [("entry", "Mời vào"), ("exit", "Tạm biệt"), ("entry", "Mời vào")]
    phone.context.set_offline(True)
    for way, title in ways:
        page.locator(f'input[name="direction"][value="{way}"]').check()
        assert type_code(page, code) == title

    def held() -> int:
        found: int = page.evaluate("code => GateSync.state.rows.get(code)[4]", code)
        return found

    def take_back(place: int) -> None:
        page.locator("[data-gate=history] button").nth(place).click()
        expect(page.locator("[data-gate=result]")).to_be_hidden()

    assert held() == 2
    take_back(0)
    expect(page.locator("[data-gate=history] button")).to_have_count(2)
    assert held() == 1
    # The portal may know the reading although no answer came, so it hears of the undoing.
    assert waits(page) == 3
    take_back(0)
    expect(page.locator("[data-gate=history] button")).to_have_count(1)
    assert held() == 2
    assert type_code(page, code) == "Vé đã dùng"
    phone.context.set_offline(False)
    sync(page)
    assert phone.errors == []


def is_inside(page: Page, code: str) -> bool:
    """Ask the portal itself whether somebody with a code is inside."""
    found: list[dict[str, Any]] = page.evaluate("code => GateSync.search(code)", code)
    [one] = [row for row in found if row["code"].replace("-", "") == code]
    return bool(one["inside"])


def test_a_reading_undone_on_its_way_or_after_a_lost_answer_is_undone_at_the_portal(
    organiser: Visitor, phone: Visitor
) -> None:
    connect(phone, invite(organiser, "Cửa chính", "Máy thử H"))
    page = phone.page
    code = fresh_tickets(page)[0]
    take_back = page.locator("[data-gate=history] button").first
    held: list[Any] = []
    phone.context.set_offline(True)
    assert type_code(page, code) == "Mời vào"
    page.route("**/cua-vao/api/merge/", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks what it is given
    phone.context.set_offline(False)
    page.get_by_role("button", name="Tải danh sách ngay").click()
    wait_until(lambda: bool(held), page=page)
    take_back.click()
    expect(page.locator("[data-gate=history] button")).to_have_count(0)
    with page.expect_response("**/cua-vao/api/merge/"):
        for route in held:
            route.continue_()
    page.unroute("**/cua-vao/api/merge/")
    expect(page.locator("[data-gate=waiting]")).to_have_text("Đã gửi hết.")
    assert not is_inside(page, code)

    def lose(route: Any) -> None:
        assert route.fetch().ok
        route.abort()

    page.route("**/cua-vao/api/scan/", lose)
    assert type_code(page, code) == "Mời vào"
    page.unroute("**/cua-vao/api/scan/")
    assert waits(page) == 1
    phone.context.set_offline(True)
    take_back.click()
    expect(page.locator("[data-gate=history] button")).to_have_count(0)
    phone.context.set_offline(False)
    sync(page)
    assert not is_inside(page, code)


def faults(page: Page) -> list[str]:
    """Return what keeps people from using the page, in both schemes."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of two words
        page.wait_for_timeout(300)
        found += [f"{scheme}: {fault}" for fault in accessible.faults(page)]
    return found


def test_the_camera_the_way_out_and_a_phone_that_is_shut_out(organiser: Visitor, handset: Visitor) -> None:
    connect(handset, invite(organiser, "Cửa chính", "Máy thử C"))
    page = handset.page
    code = fresh_tickets(page)[-1]
    page.evaluate("code => { globalThis.__shown = code; }", code)
    page.get_by_role("button", name="Dùng máy ảnh").click()
    expect(page.locator("[data-gate=result-title]")).to_have_text("Mời vào")
    page.get_by_role("button", name="Tắt máy ảnh").click()
    page.get_by_label("Ra", exact=True).check()
    assert type_code(page, code) == "Tạm biệt"
    for summary in page.locator("details summary").all():
        summary.click()
    assert faults(page) == []
    assert type_code(page, "22222222") == "Không có trong danh sách"
    assert faults(page) == []
    page.get_by_label("Vào", exact=True).check()
    assert type_code(page, code) == "Mời vào"
    page.locator("[data-gate=history] button").first.click()
    expect(page.locator("[data-gate=history]")).to_contain_text("đã rút lại")
    assert page.evaluate("code => GateSync.state.rows.get(code)[4]", code) == 1, "in before, and out again"

    open_board(organiser)
    organiser.page.locator("tr", has_text="Máy thử C").get_by_role("link", name="Ngắt").click()
    organiser.page.locator("form button.button.no").click()
    page.get_by_role("button", name="Tải danh sách ngay").click()
    expect(page.locator("[data-gate=connect]")).to_be_visible()
    expect(page.locator("[data-gate=connect-message]")).to_contain_text("không còn kết nối")
    left = page.evaluate(
        "Promise.all(['kept', 'queue', 'history'].map(name => GateStore.all(name))).then(all => all.flat().length)"
    )
    assert left == 0
    assert handset.errors == []


def test_the_rule_in_the_browser_by_its_table(phone: Visitor) -> None:
    phone.open("/cua-vao/")
    cases: list[dict[str, Any]] = json.loads(CASES.read_text())
    said = phone.page.evaluate("cases => cases.map(one => GateRules.verdict(one))", cases)
    subject = uuid.uuid4()
    private, public = signing.new_keys()
    token = signing.Signer(subject=subject, private_key=private).sign("7K3M9QXD")
    known = {"mark": signing.subject_mark(subject).hex(), "public_key": public}
    forgery = token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB")
    texts = [token, forgery, "7k3m-9qxd", "nv-7k3m-9qxd", "https://example.org/"]
    read = phone.page.evaluate(
        "([texts, list]) => Promise.all(texts.map(text => GateRules.read(text, list)))", [texts, known]
    )
    assert [one["reading"] for one in read] == ["genuine", "forged", "typed", "typed", "unreadable"]
    assert {one["code"] for one in read[2:4]} == {"7K3M9QXD"}
    row = ["7K3M9QXD", "Đ. T. Hoa", "visitor", 1, 0, "DK-AAAA-BBBB", 1]
    asked = ["dang thi hoa", "Đặng Hoa", "ho", "7k3m", "aaaabbbb", "nguyen hoa", "h"]
    matched = phone.page.evaluate("([row, asked]) => asked.map(words => GateRules.matches(row, words))", [row, asked])
    assert matched == [True] * 5 + [False] * 2
    assert {case["name"]: answer for case, answer in zip(cases, said, strict=True)} == {
        case["name"]: case["expect"] for case in cases
    }


def test_without_script_a_phone_types_codes(organiser: Visitor, chromium: Browser, demo: str) -> None:
    code = invite(organiser, "Cửa chính", "Máy thử D")
    plain = make_visitor(chromium, demo, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    plain.open("/cua-vao/")
    plain.page.get_by_label("Mã kết nối của máy này").fill(code)
    plain.page.get_by_role("button", name="Kết nối", exact=True).click()
    plain.page.get_by_label("Mã vé", exact=True).fill("2222-2222")
    plain.page.get_by_role("button", name="Kiểm tra").click()
    expect(plain.page.locator(".gate__title")).to_have_text("Không có trong danh sách")
    assert re.search(r"/cua-vao/nhap-tay/$", plain.page.url)
    plain.context.close()


def test_without_script_somebody_without_a_ticket_is_registered(
    organiser: Visitor, chromium: Browser, demo: str
) -> None:
    code = invite(organiser, "Cửa chính", "Máy thử E")
    plain = make_visitor(chromium, demo, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = plain.page
    plain.open("/cua-vao/")
    page.get_by_label("Mã kết nối của máy này").fill(code)
    page.get_by_role("button", name="Kết nối", exact=True).click()
    page.get_by_text("Đăng ký cho người đến mà chưa có vé").click()
    page.get_by_label("Họ và tên").fill("Nguyễn Văn Đến (mẫu)")
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.get_by_label("Họ và tên")).to_have_value("Nguyễn Văn Đến (mẫu)")
    kinds = page.locator("input[name=kind]")
    kinds.first.check()
    page.get_by_label("Địa chỉ thư điện tử").fill(unused_address())
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.locator(".gate__title")).to_have_text("Mời vào")
    plain.context.close()
