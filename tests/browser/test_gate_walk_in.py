"""The desk at the door for people without a ticket: its questions, what is wrong without network, and a phone that kept too little."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import accessible
from tests.browser.conftest import Visitor
from tests.browser.steps import sign_in, unused_address
from tests.browser.test_gate import ORGANISER, connect, invite, sync, waits

QUESTIONS: list[dict[str, Any]] = [
    {"key": "a", "kind": "choice", "label": "Bữa trưa", "hint": "", "required": False, "kinds": [], "condition": None}
    | {"options": [["meat", "Cơm thường"], ["plant", "Cơm chay"]]},
    {"key": "b", "kind": "short_text", "label": "Dị ứng", "hint": "Để nhà bếp biết", "required": True, "kinds": []}
    | {"condition": ["a", ["plant"]], "options": []},
    {"key": "c", "kind": "consent", "label": "Nội quy", "hint": "", "required": True, "kinds": ["other"]}
    | {"condition": None, "options": []},
]
SHOW = """questions => {
  const words = JSON.parse(document.getElementById("gate-words").textContent);
  document.querySelector("[data-gate=desk]").hidden = false;
  document.querySelector("[data-gate=walk-in]").hidden = false;
  document.querySelector("[data-gate=walk-in]").open = true;
  GateQuestions.show(document.querySelector("[data-gate=walk-in-questions]"), questions, words, () => "visitor");
}"""


@pytest.fixture
def organiser(visitor: Visitor) -> Visitor:
    sign_in(visitor, ORGANISER)
    return visitor


def test_the_questions_of_the_door_on_a_phone(phone: Visitor) -> None:
    phone.open("/cua-vao/")
    page = phone.page
    page.locator("html[data-gate=ready]").wait_for()
    page.evaluate(SHOW, QUESTIONS)
    allergy = page.get_by_label("Dị ứng")
    expect(allergy).to_be_hidden()
    expect(page.get_by_label("Nội quy")).to_be_hidden()
    assert page.evaluate("GateQuestions.missing()") == ""
    page.get_by_label("Cơm chay").check()
    expect(allergy).to_be_visible()
    assert "Dị ứng" in page.evaluate("GateQuestions.missing()")
    expect(page.locator("#gate-q-b-error")).to_contain_text("Dị ứng")
    expect(allergy).to_be_focused()
    allergy.fill("Lạc")
    page.evaluate(SHOW, QUESTIONS)
    assert page.evaluate("GateQuestions.missing()") == ""
    assert page.evaluate("GateQuestions.answers()") == {"a": "plant", "b": "Lạc"}
    assert accessible.faults(page) == []
    assert phone.violations() == []


def test_without_network_the_door_names_what_is_wrong_and_keeps_nothing(organiser: Visitor, phone: Visitor) -> None:
    connect(phone, invite(organiser, "Cửa chính", "Máy thử người không vé"))
    page = phone.page
    page.get_by_text("Đăng ký cho người đến mà chưa có vé").click()
    phone.context.set_offline(True)
    page.locator("#gate-consent").check()
    register = page.locator("[data-gate=walk-in-form]").get_by_role("button", name="Đăng ký", exact=True)
    register.click()
    name, email = page.locator("#gate-name"), page.locator("#gate-email")
    expect(page.locator("#gate-name-error")).to_have_text("Hãy nhập họ và tên của người tham gia.")
    expect(page.locator("#gate-email-error")).to_contain_text("ten@example.org")
    expect(name).to_be_focused()
    assert waits(page) == 0
    name.fill("Nguyễn Văn Đến (mẫu)")
    email.fill("khong-phai-dia-chi")
    page.locator("#gate-size").fill("900")
    register.click()
    expect(page.locator("#gate-name-error")).to_be_hidden()
    expect(email).to_be_focused()
    expect(email).to_have_value("khong-phai-dia-chi")
    expect(page.locator("#gate-size-error")).to_contain_text("người")
    assert accessible.faults(page) == []
    assert waits(page) == 0
    email.fill(unused_address())
    page.locator("#gate-size").fill("1")
    register.click()
    expect(page.locator("[data-gate=waiting]")).to_contain_text("1")
    phone.context.set_offline(False)
    sync(page)
    assert phone.violations() == []


def test_a_phone_that_kept_a_registration_without_a_name_opens_again(organiser: Visitor, phone: Visitor) -> None:
    connect(phone, invite(organiser, "Cửa chính", "Máy thử người không tên"))
    page = phone.page
    page.evaluate("""() => GateStore.put("queue", {
      nonce: crypto.randomUUID(), at: Date.now(),
      walkIn: { kind: "on-site", full_name: "", email: "", party_size: 1, consent: true },
    })""")
    page.get_by_role("button", name="Tải danh sách ngay").click()
    expect(page.locator("[data-gate=reports] li")).to_have_count(1)
    expect(page.locator("[data-gate=reports]")).to_contain_text("họ và tên")
    page.reload()
    page.locator("html[data-gate=ready]").wait_for()
    expect(page.locator("[data-gate=reports] li")).to_have_count(1)
