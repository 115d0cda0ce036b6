"""The changes of the programme as an Atom feed (RFC 4287): the same bytes as long as nothing in it changes."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from events.domain import calendar
from events.models import CalendarFeedState
from events.programme import changes
from events.programme.changes import Shown
from portal.kernel import text
from portal.kernel.languages import Language
from portal.mail import domain as mail

CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"
SIZE: Final = 50
NAMESPACE: Final = uuid.UUID("6f6a1a86-8d0a-4b55-9a3b-2f5b0f0e5d61")
"""From this and the address of the portal the name of the feed is made (RFC 4122, section 4.3)."""
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The feed with its validators."""

    body: bytes
    etag: str
    changed_at: datetime | None


class _Feed(Atom1Feed):
    """Django's writer, whose time of the last change is that of the newest change and never the present."""

    def latest_post_date(self) -> datetime:
        """Return when the newest change happened; the beginning of the count of time where there is none."""
        return max((item["updateddate"] for item in self.items), default=NEVER)


def _summary(change: Shown) -> str:
    """Return the facts of a change as HTML, whatever letters they hold."""
    if not change.lines:
        return format_html("<p>{}</p>", change.label)
    return format_html_join(
        "", "<p>{}: {}</p>", ((text.visible(line.term), text.visible(line.whole)) for line in change.lines)
    )


def _title(change: Shown) -> str:
    words = _("%(change)s: %(title)s") % {"change": change.label, "title": change.title}
    return text.visible(_("%(title)s (in Vietnamese)") % {"title": words} if change.vietnamese_only else words)


def _last_change(newest: datetime | None) -> datetime | None:
    """Return when the feed last changed: a new entry, or new words of an event in it, which move the calendar's state."""
    state = CalendarFeedState.objects.filter(name=calendar.FEED).first()
    known = [instant for instant in (newest, state.changed_at if state else None) if instant is not None]
    return max(known, default=None)


def render(language: Language) -> Rendered:
    """Return the newest changes that readers of a language may see; the same number of queries for one and for fifty."""
    rows = list(changes.visible(language)[:SIZE])
    with translation.override(language):
        page = mail.absolute_url(reverse("events:changes"))
        address = mail.absolute_url(reverse("events:changes-feed"))
        writer: Any = _Feed(
            title=_("What changed in the programme – %(site)s") % {"site": mail.site_name(language)},
            link=page,
            description="",
            language=language,
            author_name=mail.site_name(language),
            feed_url=address,
            feed_guid=f"urn:uuid:{uuid.uuid5(NAMESPACE, address)}",
        )
        for change in changes.shown(rows, language):
            writer.add_item(
                title=_title(change),
                link=mail.absolute_url(change.url) if change.url else page,
                description=_summary(change),
                unique_id=f"urn:uuid:{change.key}",
                pubdate=change.at,
                updateddate=change.at,
                categories=(change.kind,),
            )
    body = writer.writeString("utf-8").encode()
    return Rendered(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"', _last_change(rows[0].at if rows else None))
