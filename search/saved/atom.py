"""What a search finds as an Atom feed (RFC 4287): the same bytes as long as nothing in it changes."""

import uuid
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from portal.kernel import text
from portal.kernel.languages import Language
from portal.mail import domain as mail
from search.domain import arrivals
from search.saved import reading, wanted
from search.saved.reading import Entry
from search.saved.wanted import Wanted

CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"
SIZE: Final = 50
NAMESPACE: Final = uuid.UUID("3f7f0f7c-52e1-4a53-8d0b-6a0f6f3f9a57")
"""From this and an address or key the names of the feed and of its entries are made (RFC 4122, section 4.3)."""


class _Feed(Atom1Feed):
    """Django's writer, whose time of the last change is that of the newest entry and never the present."""

    def latest_post_date(self) -> datetime:
        """Return when the newest entry appeared; the beginning of the count of time where there is none."""
        return max((item["updateddate"] for item in self.items), default=arrivals.LONG_AGO)


def path(looked_for: Wanted, language: Language) -> str:
    """Return the one address of a search's feed, from the root of the site."""
    with translation.override(language):
        return f"{reverse('search:feed')}?{looked_for.parameters}"


def _name(words: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{mail.site_domain()} {words}')}"


def _title(entry: Entry) -> str:
    title = text.visible(entry.title)
    return _("%(title)s (in Vietnamese)") % {"title": title} if entry.vietnamese_only else title


def render(looked_for: Wanted, language: Language, now: datetime) -> bytes:
    """Return the feed of a search: what appeared last first, at most ``SIZE``; the same number of queries for one and for fifty."""
    with translation.override(language):
        address = path(looked_for, language)
        results = f"{reverse('search:results')}?{looked_for.parameters}"
        writer: Any = _Feed(
            title=text.visible(
                _("Search: %(words)s – %(site)s")
                % {"words": "; ".join(wanted.words(looked_for)), "site": mail.site_name(language)}
            ),
            link=mail.absolute_url(results),
            description="",
            language=language,
            author_name=mail.site_name(language),
            feed_url=mail.absolute_url(address),
            feed_guid=_name(address),
        )
        for entry in reading.newest(looked_for, language, now, most=SIZE):
            writer.add_item(
                title=_title(entry),
                link=mail.absolute_url(entry.url),
                description=escape(text.visible(entry.summary)),
                unique_id=_name(entry.key),
                pubdate=entry.arrived_at,
                updateddate=entry.arrived_at,
                categories=(entry.kind,),
            )
        return bytes(writer.writeString("utf-8").encode())
