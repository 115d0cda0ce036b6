"""A table from the template to drafts and back: download, fill in, send, read what is wrong, write the good rows, take them back."""

import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.steps import sign_in, unused_name

EXHIBITOR = "lua@example.org"
KIND = "/ban-lam-viec/bang/technologies/"


def test_exhibitor_imports_a_table_and_takes_it_back(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    sign_in(visitor, EXHIBITOR)
    page.get_by_role("link", name="Bảng dữ liệu: nhập và xuất").first.click()
    page.locator(".tables__kinds").get_by_role("link", name="Công nghệ", exact=True).click()
    expect(page).to_have_url(re.compile(KIND))
    with page.expect_download() as download:
        page.get_by_role("link", name="Bảng mẫu .xlsx").click()
    template = tmp_path / "mau.xlsx"
    download.value.save_as(template)
    good = unused_name("Máy rửa tỏi")

    book = load_workbook(template)
    sheet = book.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[2]}
    rows = [(f"{good} {number}", number + 4) for number in range(3)] + [(f"{good} sai mức", 12), ("=1+1", 5)]
    for at, (title, level) in enumerate(rows, start=4):
        sheet.cell(row=at, column=column["title"], value=title)
        sheet.cell(row=at, column=column["trl"], value=level)
    filled = tmp_path / "bang-cua-toi.xlsx"
    book.save(filled)

    page.get_by_label("Bảng", exact=True).set_input_files(filled)
    page.get_by_role("button", name="Gửi và xem trước").click()
    counts = page.locator(".tables__counts")
    expect(counts).to_contain_text("3 mới", timeout=60_000)
    expect(counts).to_contain_text("2 sai")
    table = page.locator(".tables__rows")
    expect(table).to_contain_text("số nguyên từ 1 đến 9")
    expect(table).to_contain_text("Ô này chứa công thức")

    page.get_by_role("radio", name=re.compile("Tất cả hoặc không")).check()
    page.get_by_role("button", name="Ghi 3 dòng").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_role("radio", name=re.compile("Từng dòng")).check()
    page.get_by_role("button", name="Ghi 3 dòng").click()
    expect(page.locator(".tables__counts")).to_contain_text("3 đã ghi", timeout=60_000)
    expect(page.locator(".tables__counts")).to_contain_text("2 bỏ qua")
    address = page.url
    page.get_by_role("link", name=f"{good} 1").click()
    expect(page.locator("main")).to_contain_text(f"{good} 1")

    page.goto(address)
    page.get_by_role("link", name=re.compile("Hoàn tác lần nhập này")).click()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".tables__counts")).to_contain_text("3 đã hoàn tác", timeout=60_000)
    visitor.open("/ban-lam-viec/")
    expect(page.locator("main")).not_to_contain_text(good)
    assert visitor.violations() == []
    assert visitor.errors == []
    assert visitor.foreign == []
