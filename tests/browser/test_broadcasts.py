"""A listener with a keyboard: an episode, its captions and transcript, ways to follow, and a script for the loudspeakers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import accessible
from tests.browser.conftest import Visitor
from tests.browser.steps import wait_until

PROGRAMME = "/tin-tuc/chuong-trinh/chuyen-nha-nong/"
TELEVISION = "/tin-tuc/chuong-trinh/cong-nghe-va-doi-song/"
ROOM = "/tin-tuc/toa-soan/dai-ptth"


def test_listener_hears_an_episode_by_keyboard_and_follows_the_programme(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(PROGRAMME)
    expect(page.get_by_role("heading", level=1)).to_have_text("Chuyện nhà nông")
    expect(page.get_by_label("Địa chỉ podcast")).to_have_value(re.compile(r"podcast\.xml$"))
    assert accessible.faults(page) == []

    page.get_by_role("link", name=re.compile("rơm không còn là rác")).first.press("Enter")
    player = page.locator("audio")
    expect(player).to_be_visible()
    forward = page.get_by_role("button", name="Tới 15 giây")
    expect(forward).to_be_visible()
    wait_until(lambda: bool(page.evaluate("document.querySelector('audio').readyState >= 1")), page=page)
    forward.press("Enter")
    assert page.evaluate("document.querySelector('audio').currentTime") > 5
    page.get_by_role("button", name="Lùi 15 giây").press("Enter")
    assert page.evaluate("document.querySelector('audio').currentTime") == 0
    page.get_by_label("Tốc độ").select_option("1.5")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    page.get_by_role("link", name="Đọc lời bình").press("Enter")
    expect(page.get_by_role("heading", name="Lời bình")).to_be_in_viewport()
    assert accessible.faults(page) == []
    assert visitor.violations() == []


def test_film_lists_its_captions_and_the_calendar_takes_air_times(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(TELEVISION)
    page.get_by_role("link", name=re.compile("mắt máy")).first.press("Enter")
    wait_until(lambda: bool(page.evaluate("document.querySelector('video').readyState >= 1")), page=page)
    assert page.evaluate("[...document.querySelector('video').textTracks].map(track => track.language)") == ["vi", "en"]
    assert accessible.faults(page) == []
    assert visitor.violations() == []

    visitor.open(f"{ROOM}/lich-phat-song/")
    assert accessible.faults(page) == []
    page.get_by_role("link", name="Đưa lịch phát sóng vào lịch của tôi").first.press("Enter")
    expect(page.locator("main")).to_contain_text("Đài Phát thanh và Truyền hình Bắc Ninh")


def test_commune_prints_a_script(phone: Visitor) -> None:
    page = phone.page
    phone.open(f"{ROOM}/ban-doc-loa/")
    page.get_by_role("link", name=re.compile("^Bản đọc loa phường")).first.click()
    expect(page.locator("main")).to_contain_text("Thời gian đọc")
    expect(page.locator("main")).to_contain_text("Kính thưa bà con!")
    assert accessible.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", [PROGRAMME, f"{ROOM}/lich-phat-song/", f"{ROOM}/ban-doc-loa/"])
def test_pages_fit_a_phone(phone: Visitor, path: str) -> None:
    phone.open(path)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert accessible.faults(phone.page) == []
