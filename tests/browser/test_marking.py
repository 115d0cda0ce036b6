"""A juror scores one dossier on a phone with the keyboard alone: what it takes is printed, not asserted."""

import sys
import time
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.browser import accessible
from tests.browser.conftest import ServedDemo, Visitor
from tests.browser.steps import run_in_demo, sign_in

JUROR: Final = "lua@example.org"
DESK: Final = "/giai-thuong/hoi-dong/cham/"
GIVES_A_DOSSIER: Final = f"""
import itertools, secrets
from wagtail.models import Site
from portal.accounts.models import User
from tests.factories import awards, jury, marking
awards._numbers = itertools.count(secrets.randbelow(10**9))
page = marking.make_scoring(Site.objects.get(is_default_site=True), User.objects.get(email="thu-ky@example.org"))
juror = jury.make_juror(page.translation_key, User.objects.get(email="{JUROR}"))
jury.give(juror, marking.make_dossier(page, nominee_name="Ông Không Được Nêu Tên"))
"""
UNDER_THE_BAR: Final = """
() => {
  const bar = document.querySelector('.marking-bar'), on = document.activeElement;
  if (!bar || bar.contains(on)) return '';
  const shown = (on.closest('label') ?? on).getBoundingClientRect(), top = bar.getBoundingClientRect().top;
  return shown.top >= top ? on.outerHTML.slice(0, 120) : '';
}
"""
MOST_PRESSES: Final = 120


class Keyboard:
    """Presses keys on a page and notes what has the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, key: str) -> None:
        """Press a key that does not leave the page; what then has the focus is in view."""
        self.page.keyboard.press(key)
        self.presses += 1
        assert self.page.evaluate(UNDER_THE_BAR) == ""

    def enter(self) -> None:
        """Follow the link, or press the button, that has the focus."""
        self.page.keyboard.press("Enter")
        self.presses += 1

    def to(self, selector: str) -> None:
        """Go on with the tabulator until something of a kind has the focus."""
        for _press in range(MOST_PRESSES):
            self.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} is not reached at {self.page.url}")


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert accessible.faults(page) == []


def test_one_dossier_on_a_phone_with_the_keyboard_alone(
    served_demo: ServedDemo, phone: Visitor, record_property: Any
) -> None:
    run_in_demo(served_demo, GIVES_A_DOSSIER)
    sign_in(phone, JUROR)
    page, keys, screens = phone.page, Keyboard(phone.page), 1
    started = time.monotonic()
    phone.open(DESK)
    _fits(page)
    keys.to("main a.button")
    keys.enter()
    page.wait_for_url("**/cham/*/")
    screens += 1
    expect(page.locator("main")).not_to_contain_text("Không Được Nêu Tên")
    for place, downs in enumerate((1, 0, 3), start=1):
        keys.to("input[type=radio]")
        keys.press("Space")
        for _down in range(downs):
            keys.press("ArrowDown")
        expect(page.locator("[data-marked]")).to_have_text(str(place))
    # 25 percent of 9/10, 38 of 10/10, 37 of 7/10
    expect(page.locator("[data-total]")).to_have_text("86,40")
    expect(page.locator("[data-said]")).to_contain_text("Đã lưu bản nháp")
    _fits(page)
    keys.to("textarea[name=remark]")
    page.keyboard.type("Nên đo thêm một vụ nữa.")
    keys.to("button[value=review]")
    keys.enter()
    page.wait_for_url("**/nop/")
    screens += 1
    expect(page.locator("main")).to_contain_text("86,40")
    expect(page.locator("main")).to_contain_text("Nên đo thêm một vụ nữa.")
    _fits(page)
    keys.to("main button[type=submit]")
    keys.enter()
    page.wait_for_url(f"**{DESK}")
    screens += 1
    expect(page.locator("main").get_by_role("status")).to_contain_text("Đã nộp phiếu chấm")
    seconds = time.monotonic() - started
    assert phone.errors == []
    assert phone.foreign == []
    assert phone.violations() == []
    said = f"{screens} screens, {keys.presses} presses, {seconds:.1f} seconds"
    record_property("scoring one dossier", said)
    sys.stdout.write(said + "\n")
