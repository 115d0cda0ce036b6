"""What the tests of kept searches share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final
from unittest import mock

from django.core import mail
from django.http import QueryDict

from portal.kernel import clock
from portal.kernel.languages import Language
from search.enums import DigestRhythm
from search.models import SavedSearch
from search.saved import wanted
from search.saved.domain import digests, keeping
from search.saved.domain.keeping import Wish

EMAIL: Final = "nguoi-tim@example.org"
DAY: Final = timedelta(days=1)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an instant."""
    with mock.patch("django.utils.timezone.now", return_value=instant):
        yield


def keep(
    query: str,
    *,
    email: str = EMAIL,
    language: Language = Language.VIETNAMESE,
    rhythm: DigestRhythm = DigestRhythm.DAILY,
) -> SavedSearch:
    """Return a search that an address keeps from now on."""
    wish = Wish(wanted.from_query(QueryDict(query)), language, rhythm)
    keeping.ask(email=email, wish=wish, form_key=SavedSearch().form_key, now=clock.now())
    found = keeping.confirm(saved=SavedSearch.objects.latest("pk"), now=clock.now())
    mail.outbox.clear()
    return found


def tell(after: timedelta = DAY) -> list[str]:
    """Send what is due some time from now; return the words of the mails."""
    mail.outbox.clear()
    with at(clock.now() + after):
        number = digests.send_due(now=clock.now())
    assert number == len(mail.outbox)
    return [str(message.body) for message in mail.outbox]
