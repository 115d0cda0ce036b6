"""Newsrooms with people, and stories in any state."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Site

from news import roles
from news.desk import rights
from news.domain import newsrooms, stories
from news.domain.newsrooms import NewsroomTexts
from news.enums import ArticleKind, Desk
from news.models import ArticlePage, Comment, NewsIndexPage, NewsroomPage
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.media.models import PortalImage


@dataclass
class Newsroom:
    """A newsroom with one person in each group."""

    page: NewsroomPage
    editor: User
    chief: User
    reporter: User
    legal: User

    @property
    def english(self) -> NewsroomPage:
        return self.page.get_translation(Locale.objects.get(language_code="en"))


def make_index(site: Site) -> NewsIndexPage:
    """Make the news index in both languages; return the Vietnamese one."""
    existing = NewsIndexPage.objects.filter(locale=site.root_page.locale).first()
    if existing:
        return existing
    index = NewsIndexPage(title="Tin tức", slug="tin-tuc", locale=site.root_page.locale)
    site.root_page.add_child(instance=index)
    english = index.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "News", "news"
    english.save_revision().publish()
    return index


def make_user(email: str, *groups: str, **fields: Any) -> User:
    """Make a user in groups that exist."""
    user = User.objects.create_user(
        email, "mat-khau-thu", full_name=fields.pop("full_name", email.split("@", maxsplit=1)[0]), **fields
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    return user


def make_newsroom(site: Site, code: str = "bao-thu", title: str = "Báo Thử", *, english: bool = True) -> Newsroom:
    """Open a newsroom and give it an editor, a chief editor, a reporter and a lawyer."""
    page = newsrooms.open_newsroom(
        index=make_index(site),
        code=code,
        short_name=title,
        desks=(Desk.NEWSPAPER,),
        texts=NewsroomTexts(title=title, publisher=f"Cơ quan {title}", description=f"Tòa soạn {title}."),
        english=NewsroomTexts(title=f"{code} news", publisher=f"{code} agency") if english else None,
    )
    return Newsroom(
        page=page,
        editor=make_user(f"bien-tap@{code}.example", roles.editors_group(page)),
        chief=make_user(f"tong-bien-tap@{code}.example", roles.chiefs_group(page)),
        reporter=make_user(f"phong-vien@{code}.example", roles.reporters_group(page)),
        legal=make_user(f"phap-che@{code}.example", roles.legal_group(page)),
    )


def make_article(newsroom: NewsroomPage, title: str = "Tin thử", *, live: bool = True, **fields: Any) -> ArticlePage:
    """Make a story, published unless told otherwise."""
    audiences, terms = fields.pop("audiences", ()), fields.pop("fields", ())
    values: dict[str, Any] = {
        "lead": f"Sapo của {title}.",
        "byline": "Người Viết",
        "body": [{"type": "paragraph", "value": f"<p>Thân bài của {title}.</p>"}],
        **fields,
    }
    article = ArticlePage(title=title, locale=newsroom.locale, live=False, **values)
    newsroom.add_child(instance=article)
    article.audiences.set(audiences)
    article.fields.set(terms)
    revision = article.save_revision()
    if live:
        revision.publish()
    return ArticlePage.objects.get(pk=article.pk)


def make_live(newsroom: NewsroomPage, starts: int, ends: int | None, **fields: Any) -> ArticlePage:
    """Publish a live story that starts and ends so many seconds from now."""
    now = clock.now()
    return make_article(
        newsroom,
        "Trực tiếp thử",
        kind=ArticleKind.LIVE,
        live_starts_at=now + timedelta(seconds=starts),
        live_ends_at=now + timedelta(seconds=ends) if ends is not None else None,
        **fields,
    )


def approve_all(article: ArticlePage, *people: User) -> ArticlePage:
    """Approve every step of a story that was handed in, each by the first of the people who may; return it as published."""
    while (task := ArticlePage.objects.get(pk=article.pk).current_workflow_task) is not None:
        story = ArticlePage.objects.get(pk=article.pk)
        stories.approve(
            article=story, by=next(one for one in people if rights.may_act(user=one, page=story, task=task))
        )
    return ArticlePage.objects.get(pk=article.pk)


def translate(article: ArticlePage, title: str, **fields: Any) -> ArticlePage:
    """Publish an English translation of a story."""
    page = article.copy_for_translation(Locale.objects.get(language_code="en"))
    page.title, page.slug = title, title.lower().replace(" ", "-")
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def make_image(title: str = "Ảnh thử", **fields: Any) -> PortalImage:
    """Make a small picture; without a collection it lies in the root one."""
    return PortalImage.objects.create(title=title, file=get_test_image_file(), **fields)


def make_comment(article: ArticlePage, text: str = "Bài hay.", **fields: Any) -> Comment:
    """Make a comment that waits."""
    values: dict[str, Any] = {
        "language": Language.VIETNAMESE,
        "name": "Bạn đọc",
        "email": "ban-doc@example.org",
        "submitted_at": clock.now(),
        "form_key": uuid.uuid4(),
        **fields,
    }
    if values.get("state") != "unverified":
        values.setdefault("confirmed_at", values["submitted_at"])
    values.setdefault("reference", f"YK-26-{uuid.uuid4().hex[:8]}")
    return Comment.objects.create(article_key=article.translation_key, text=text, **values)


def days_ago(days: int) -> datetime:
    """Return an instant so many days back."""
    return clock.now() - timedelta(days=days)
