"""Invented reading figures of the stories, and stories that wait for their time."""

from datetime import timedelta
from typing import Any, Final

from news.domain import stories
from news.models import ArticlePage, ReadingCount
from news.readership.enums import Source
from portal.demo.builders import common
from portal.demo.builders.common import Build
from portal.demo.specs.stories import BROADCASTER, NEWSPAPER
from portal.kernel import clock, slugs
from portal.kernel.languages import Language

DAYS: Final = 60
SHARES: Final = ((Source.DIRECT, 5), (Source.SEARCH, 4), (Source.PORTAL, 3), (Source.NEWSLETTER, 1))
PLANNED: Final[tuple[tuple[str, str, str, timedelta, timedelta | None], ...]] = (
    (NEWSPAPER, "newspaper", "Ngày mai khai mạc phiên giới thiệu công nghệ sấy nông sản", timedelta(hours=3), None),
    (
        BROADCASTER,
        "broadcaster",
        "Nhắc lịch: tọa đàm về tài sản trí tuệ của hợp tác xã",
        timedelta(days=1),
        timedelta(days=4),
    ),
)


def build(context: Build) -> None:
    """Count readings of every public story, and plan two."""
    _count(context)
    for spec in PLANNED:
        _plan(context, spec)


def _count(context: Build) -> None:
    today = clock.local(context.now).date()
    rows = []
    for number, page in enumerate(ArticlePage.objects.filter(live=True).select_related("locale").order_by("pk")):
        first = clock.local(page.published_at or context.now).date()
        for back in range(min(DAYS, (today - first).days + 1)):
            day = today - timedelta(days=back)
            fresh = max(1, 14 - (day - first).days)
            for source, share in SHARES:
                readings = share * fresh * (3 + number % 5) // 6
                if readings:
                    rows.append(
                        ReadingCount(
                            article_key=page.translation_key,
                            language=Language(page.locale.language_code),
                            day=day,
                            source=source,
                            number=readings,
                        )
                    )
    ReadingCount.objects.bulk_create(rows, batch_size=500)


def _plan(context: Build, spec: tuple[str, str, str, timedelta, timedelta | None]) -> None:
    section, people, title, after, until = spec
    newsroom: Any = context.sections[section]
    editor, chief = context.people[f"{people}-editor"], context.people[f"{people}-chief"]
    at = (context.now + after).replace(minute=0, second=0, microsecond=0)
    page = ArticlePage(
        title=title,
        slug=slugs.slug(title),
        lead="Tin minh họa, đã được duyệt và chờ đến giờ đăng.",
        body=common.paragraphs(("Nội dung minh họa của một tin được hẹn giờ.",)),
        byline="Ban Thư ký (minh họa)",
        live=False,
        go_live_at=at,
        expire_at=at + until if until else None,
        locale=newsroom.locale,
        owner=editor,
    )
    newsroom.add_child(instance=page)
    page.save_revision(user=editor)
    stories.hand_in(article=page, by=editor)
    stories.approve(article=ArticlePage.objects.get(pk=page.pk), by=chief)
