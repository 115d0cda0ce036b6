"""Passkeys where the browser refuses them: at a number in place of a name."""

import pytest

from tests.browser.conftest import Visitor


@pytest.mark.parametrize(
    ("path", "words"), [("/tai-khoan/login/", "tên đó là localhost"), ("/en/account/login/", "that is localhost")]
)
def test_refusal_is_said_on_the_page(visitor: Visitor, path: str, words: str) -> None:
    visitor.open(path)
    visitor.page.click("#passkey_login")
    visitor.page.get_by_role("alert").get_by_text(words).wait_for()
    assert not visitor.errors
    assert not visitor.violations()
