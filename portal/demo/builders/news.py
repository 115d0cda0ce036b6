"""Two newsrooms and their stories, handed in by editors and approved by their chiefs."""

from datetime import timedelta
from typing import Any

from news.domain import featuring, newsrooms, stories
from news.domain.newsrooms import NewsroomContact, NewsroomTexts
from news.enums import ArticleKind, CorrectionReason, Desk
from news.models import ArticleCorrection, ArticlePage, ArticleRelatedPage
from portal.demo.builders import common, pictures
from portal.demo.builders.common import Build
from portal.demo.specs.shapes import Publication, StorySpec
from portal.demo.specs.stories import BROADCASTER, NEWSPAPER, STORIES
from portal.kernel import clock, slugs
from portal.vocabularies.enums import VocabularyCode

EDITORS = {NEWSPAPER: "newspaper", BROADCASTER: "broadcaster"}
LIVE_HOUR = 13


def open_newsrooms(context: Build) -> None:
    """Open the newspaper's and the broadcaster's newsroom with their groups, collections and workflows."""
    index: Any = context.sections["news"]
    context.sections[NEWSPAPER] = newsrooms.open_newsroom(
        index=index,
        code=NEWSPAPER,
        short_name="Báo Bắc Ninh",
        desk=Desk.NEWSPAPER,
        texts=NewsroomTexts(
            "Báo Bắc Ninh", "Báo Bắc Ninh", "Tin, bài về thị trường khoa học và công nghệ (nội dung minh họa)."
        ),
        english=NewsroomTexts(
            "Bắc Ninh Newspaper", "Bắc Ninh Newspaper", "News of the technology market (illustrative content)."
        ),
        contact=NewsroomContact(email="toa-soan@example.org"),
    )
    context.sections[BROADCASTER] = newsrooms.open_newsroom(
        index=index,
        code=BROADCASTER,
        short_name="Đài Bắc Ninh",
        desk=Desk.TELEVISION,
        texts=NewsroomTexts(
            "Đài Phát thanh và Truyền hình Bắc Ninh",
            "Đài Phát thanh và Truyền hình Bắc Ninh",
            "Phóng sự, chuyên mục phát thanh và truyền hình trực tiếp (nội dung minh họa).",
        ),
        english=NewsroomTexts(
            "Bắc Ninh Radio and Television",
            "Bắc Ninh Radio and Television",
            "Reports, radio features and live broadcasts (illustrative content).",
        ),
        contact=NewsroomContact(email="thoi-su@example.org"),
    )


def build(context: Build) -> None:
    """Write and publish the stories."""
    for spec in STORIES:
        _story(context, spec)


def _story(context: Build, spec: StorySpec) -> None:
    editor = context.people[f"{EDITORS[spec.newsroom]}-editor"]
    chief = context.people[f"{EDITORS[spec.newsroom]}-chief"]
    newsroom: Any = context.sections[spec.newsroom]
    published = context.now - timedelta(days=spec.days_ago, hours=1)
    page = ArticlePage(
        title=spec.title.vi,
        slug=slugs.slug(spec.title.vi),
        kind=spec.kind,
        lead=spec.lead.vi,
        body=common.paragraphs(common.vi(spec.paragraphs)),
        byline=spec.byline.vi,
        published_at=published,
        is_model_example=spec.is_model_example,
        duration_seconds=spec.duration,
        transcript=spec.transcript.vi,
        live=False,
        locale=newsroom.locale,
        owner=editor,
    )
    page.audiences = context.terms(VocabularyCode.AUDIENCE, spec.audiences)
    page.fields = context.terms(VocabularyCode.FIELD, spec.fields)
    page.related_pages = [ArticleRelatedPage(page=context.pages[key]) for key in spec.about if key in context.pages]
    if spec.picture:
        page.picture = pictures.picture(
            context, spec.key, spec.title, field=next(iter(spec.fields), ""), collection=newsroom.collection
        )
        page.caption, page.credit = spec.title.vi[:200], "Tranh minh họa do phần mềm vẽ"
    if spec.kind is ArticleKind.LIVE:
        day = clock.local(context.now).date() + timedelta(days=4)
        page.live_starts_at, page.live_ends_at = clock.at(day, LIVE_HOUR), clock.at(day, LIVE_HOUR + 4)
    if spec.correction:
        page.corrections = [
            ArticleCorrection(
                corrected_at=published + timedelta(hours=3), reason=CorrectionReason.FIGURE, text=spec.correction.vi
            )
        ]
    newsroom.add_child(instance=page)
    page.save_revision(user=editor)
    context.pages[spec.key] = page
    if spec.publication is Publication.DRAFT:
        return
    stories.hand_in(article=page, by=editor)
    if spec.publication is Publication.IN_REVIEW:
        return
    stories.approve(article=ArticlePage.objects.get(pk=page.pk), by=chief)
    page = ArticlePage.objects.get(pk=page.pk)
    context.pages[spec.key] = page
    if spec.title.en:
        _english(page, spec)
    if spec.featured:
        featuring.feature(article=page, by=context.people["editor"], now=context.now)


def _english(page: ArticlePage, spec: StorySpec) -> None:
    twin = common.english(page)
    twin.title, twin.slug, twin.lead = spec.title.en, slugs.slug(spec.title.en), spec.lead.en
    twin.body = common.paragraphs(common.en(spec.paragraphs))
    twin.byline, twin.transcript = spec.byline.en, spec.transcript.en
    if spec.picture:
        twin.caption, twin.credit = spec.title.en[:200], "Illustration drawn by the software"
    for row in twin.corrections.get_object_list():
        row.text = spec.correction.en if spec.correction else ""
    twin.save_revision().publish()
