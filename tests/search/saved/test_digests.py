"""What kept searches are told: what is new, once, in the reader's language; nothing where nothing is new."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import enums as mail_enums
from portal.mail.models import OutgoingMail
from search.domain import indexing
from search.enums import DigestRhythm
from search.models import SavedSearch, SearchArrival, SearchDocument
from search.saved import emails
from search.saved.domain import digests
from tests.factories import search as factory
from tests.search.saved.scene import DAY, EMAIL, at, keep, tell

HOUR = timedelta(hours=1)


def later(make: Callable[[], Any], after: timedelta = HOUR) -> Any:
    with at(clock.now() + after):
        return make()


def test_tells_what_is_new_and_only_once(site: Site) -> None:
    factory.page(site, "Máy sấy cũ")
    saved = keep("q=máy sấy")
    assert tell() == []
    later(lambda: factory.page(site, "Máy sấy mới", intro="Sấy trong hai giờ"), DAY + HOUR)
    later(lambda: factory.page(site, "Thứ khác"), DAY + HOUR)
    (words,) = tell(2 * DAY)
    assert "Máy sấy mới" in words
    assert "http://testserver/may-say-moi/" in words
    assert "Máy sấy cũ" not in words
    assert "Thứ khác" not in words
    assert tell(2 * DAY + HOUR) == []
    assert tell(4 * DAY) == []
    saved.refresh_from_db()
    assert saved.told_through == pytest.approx(clock.now() + 4 * DAY - digests.SETTLING, abs=timedelta(minutes=5))


def test_mail_program_can_end_it(site: Site, client: Client) -> None:
    keep("q=máy sấy")
    later(lambda: factory.page(site, "Máy sấy mới"))
    tell()
    message: Any = mail.outbox[0]
    headers = message.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = str(headers["List-Unsubscribe"]).strip("<>").removeprefix("http://testserver")
    assert f"http://testserver{address}" in message.body
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not SavedSearch.objects.exists()


def test_what_comes_back_is_not_new(site: Site) -> None:
    page = factory.page(site, "Máy sấy")
    keep("q=máy sấy")
    with at(clock.now() + HOUR):
        page.unpublish()
        assert not SearchDocument.objects.exists()
        Page.objects.get(pk=page.pk).specific.save_revision().publish()
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        restriction.delete()
        page.refresh_from_db()
        page.title = "Máy sấy tên mới"
        page.save_revision().publish()
        assert SearchDocument.objects.get().title == "Máy sấy tên mới"
    assert tell() == []


@pytest.mark.parametrize("is_emptied", [False, True])
def test_index_made_anew_is_no_news(site: Site, is_emptied: bool) -> None:
    factory.page(site, "Máy sấy một")
    with at(clock.now() - DAY):
        factory.page(site, "Máy sấy hai")
    keep("q=máy sấy")
    with at(clock.now() + HOUR):
        SearchDocument.objects.all().delete()
        if is_emptied:
            SearchArrival.objects.all().delete()
        assert indexing.rebuild() == 2
    assert tell() == []


def test_what_opens_to_all_for_the_first_time_is_new(site: Site) -> None:
    parent = factory.page(site, "Mục")
    restriction = PageViewRestriction.objects.create(page=parent, restriction_type="login")
    factory.page(site, "Máy sấy kín", parent=parent)
    keep("q=máy sấy")
    later(restriction.delete)
    (words,) = tell()
    assert "Máy sấy kín" in words


def test_items_that_are_no_pages_are_told(site: Site) -> None:
    keep("q=tổ chức&kind=technology")
    later(lambda: factory.index("Tổ chức mới", summary="Ở Bắc Ninh"))
    (words,) = tell()
    assert "http://testserver/thing/Tổ chức mới/" in words


def test_looks_for_all_words_and_for_the_filters(site: Site) -> None:
    keep("q=máy sấy thăng hoa")
    keep("q=máy&kind=event")
    later(lambda: factory.index("Máy sấy", "Máy ảnh"))
    assert tell() == []
    later(lambda: factory.index("Máy sấy thăng hoa"), DAY + HOUR)
    (words,) = tell(2 * DAY)
    assert "Máy sấy thăng hoa" in words


def test_english_readers_hear_of_an_item_once(site: Site) -> None:
    keep("q=garlic", language=Language.ENGLISH)
    keep("kind=content", language=Language.ENGLISH, email="other@example.org")
    page = later(lambda: factory.page(site, "Máy sấy tỏi"))
    words = tell()
    assert len(words) == 1
    assert "Máy sấy tỏi (in Vietnamese)" in words[0]
    assert "/en/search/?kind=content&sort=newest" in words[0]
    later(lambda: factory.english_page(page, "Garlic dryer"), DAY + HOUR)
    assert tell(2 * DAY + HOUR) == []


def test_translation_that_comes_at_once_is_told_in_english(site: Site) -> None:
    keep("kind=content", language=Language.ENGLISH)
    keep("kind=content")
    with at(clock.now() + HOUR):
        factory.english_page(factory.page(site, "Máy sấy tỏi"), "Garlic dryer")
    english, vietnamese = sorted(tell(), key=lambda words: "Garlic" not in words)
    assert "Garlic dryer" in english
    assert "Máy sấy tỏi" not in english
    assert "Máy sấy tỏi" in vietnamese
    assert "Garlic" not in vietnamese


def test_many_are_cut_with_a_link_to_the_rest(site: Site) -> None:
    keep("q=máy")
    later(lambda: factory.index(*(f"Máy số {number}" for number in range(digests.MOST_TOLD + 4))))
    (words,) = tell()
    assert len(re.findall(r"^Máy số", words, re.MULTILINE)) == digests.MOST_TOLD
    assert "4" in words
    assert "http://testserver/tim-kiem/?q=m%C3%A1y&sort=newest" in words
    assert "14" in mail.outbox[0].subject


def test_rhythm_is_kept(site: Site) -> None:
    keep("q=máy", rhythm=DigestRhythm.WEEKLY)
    later(lambda: factory.index("Máy"))
    assert tell(6 * DAY) == []
    assert len(tell(7 * DAY)) == 1


def test_what_appeared_just_now_waits(site: Site) -> None:
    keep("q=máy")
    later(lambda: factory.index("Máy"), DAY - timedelta(minutes=1))
    assert tell() == []
    assert len(tell(2 * DAY)) == 1


def test_one_that_fails_keeps_no_other_from_being_told(site: Site) -> None:
    first, second = keep("q=máy", email="a@example.org"), keep("q=máy", email="b@example.org")
    later(lambda: factory.index("Máy"))
    send = emails.digest

    def broken(**values: Any) -> None:
        if values["saved"].email == "a@example.org":
            raise ValueError("broken")
        send(**values)

    with mock.patch.object(emails, "digest", broken):
        assert len(tell()) == 1
    assert mail.outbox[0].to == ["b@example.org"]
    mark = first.told_through
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.told_through == mark
    assert second.told_through != mark
    assert len(tell()) == 1
    assert mail.outbox[0].to == ["a@example.org"]


def test_address_that_is_gone_is_deleted(site: Site) -> None:
    keep("q=máy")
    keep("q=máy", email="khac@example.org")
    for _time in range(digests.REFUSALS):
        OutgoingMail.objects.create(
            kind=emails.DIGEST,
            recipient=EMAIL,
            language="vi",
            subject="x",
            text="x",
            message_id=f"<{_time}@x>",
            queued_at=clock.now() + HOUR,
            state=mail_enums.MailState.FAILED,
            failed_at=clock.now() + HOUR,
            smtp_code=550,
        )
    tell()
    assert [saved.email for saved in SavedSearch.objects.all()] == ["khac@example.org"]


def test_filter_that_is_offered_no_more_tells_nothing(site: Site) -> None:
    saved = keep("q=máy&kind=technology")
    SavedSearch.objects.filter(pk=saved.pk).update(parameters="q=m%C3%A1y&field=gone")
    later(lambda: factory.index("Máy"))
    assert tell() == []


def test_costs_the_same_for_four_and_nine(site: Site, django_assert_max_num_queries: Any) -> None:
    numbers = []
    for items in (3, 4, 9):  # The first fills what is remembered; fewer hits make the search look for slips, too.
        saved = keep("q=máy", email=f"{items}@example.org")
        later(lambda count=items: factory.index(*(f"Máy {count} {number}" for number in range(count))))
        with django_assert_max_num_queries(80) as asked:
            assert len(tell()) == 1
        numbers.append(len(asked))
        SavedSearch.objects.filter(pk=saved.pk).delete()
    assert numbers[1] == numbers[2]


@pytest.mark.parametrize(("hour", "number"), [(6, 0), (7, 1), (19, 1), (20, 0)])
def test_mails_go_out_by_day_only(site: Site, hour: int, number: int) -> None:
    keep("q=máy")
    later(lambda: factory.index("Máy"))
    said = StringIO()
    with at(clock.at(clock.today() + timedelta(days=3), hour)):
        call_command("send_saved_searches", stdout=said)
    assert said.getvalue().startswith(f"{number} mails")
