"""What stands on the screen once the demo answers."""

from pathlib import Path

from portal.demo import people


def test_passkeys_get_the_address_with_a_name() -> None:
    words = people.welcome(address="http://127.0.0.1:8123", mails=Path("var/mails"))
    assert "http://localhost:8123/" in words
    assert "http://127.0.0.1:8123/admin/" in words
