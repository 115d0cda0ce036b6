"""The organiser's own words in mails."""

import pytest
from django.core import mail as outbox

from portal.accounts.models import User
from portal.kernel.errors import LimitReachedError
from portal.kernel.languages import Language
from registration import emails
from registration.domain import reminders
from registration.enums import WordedMail
from registration.models import MailWords, PlaceKind
from tests.registration.reminders.scene import WEEK_BEFORE, register, rule, words


def test_own_words_stand_in_both_parts_and_are_only_text(kind: PlaceKind, organiser: User) -> None:
    words(organiser, kind.subject)
    outbox.outbox.clear()
    register(kind)
    register(kind, language="en")
    vietnamese, english = outbox.outbox
    assert "Cổng <b>số 2</b> mở lúc 7 giờ." in vietnamese.body
    html = vietnamese.alternatives[0][0]  # type: ignore[attr-defined]  # Django's shape
    assert "Cổng &lt;b&gt;số 2&lt;/b&gt; mở lúc 7 giờ." in html
    assert "{{ secret }}" in html
    assert "Gate 2 opens at 7." in english.body


def test_words_of_the_other_language_stand_in_where_there_are_none(kind: PlaceKind, organiser: User) -> None:
    words(organiser, kind.subject, words={Language.VIETNAMESE: "Chỉ tiếng Việt."})
    assert emails.own_words(kind.subject, WordedMail.CONFIRMED) == "Chỉ tiếng Việt."
    assert emails.own_words(kind.subject, WordedMail.WAIT_LISTED) == ""
    assert words(organiser, kind.subject, words={Language.VIETNAMESE: "  \n "}) is None
    assert not MailWords.objects.exists()


def test_words_have_a_limit(kind: PlaceKind, organiser: User) -> None:
    with pytest.raises(LimitReachedError) as refusal:
        words(organiser, kind.subject, words={Language.ENGLISH: "x" * 1001})
    assert refusal.value.field == "confirmed_en"
    assert words(organiser, kind.subject, words={Language.ENGLISH: "x" * 1000}) is not None


def test_words_of_a_reminder_stand_in_it(kind: PlaceKind, organiser: User) -> None:
    words(organiser, kind.subject, notice=WordedMail.REMINDER)
    rule(organiser)
    register(kind)
    outbox.outbox.clear()
    reminders.send_due(now=WEEK_BEFORE)
    assert "mở lúc 7 giờ" in outbox.outbox[0].body
