"""Newsrooms with desks and their stories, handed in by editors and approved step by step by others; one went into another."""

from datetime import timedelta
from typing import Any

from wagtail.models import Page

from news.desk import rights
from news.domain import closing, corrections, featuring, newsrooms, stories
from news.domain.newsrooms import DeskSpec, NewsroomContact, NewsroomTexts
from news.enums import ArticleKind, CorrectionReason, Desk
from news.models import ArticlePage, ArticleRelatedPage, NewsroomDesk
from portal.demo.builders import broadcasts, common, pictures, readers, story_parts
from portal.demo.builders.common import Build
from portal.demo.specs import broadcasts as specs
from portal.demo.specs.shapes import Publication, StorySpec
from portal.demo.specs.stories import BROADCASTER, FORMER, NEWSPAPER, STORIES
from portal.kernel import clock, slugs
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode

STAFF = {NEWSPAPER: "newspaper", BROADCASTER: "broadcaster"}
DESKS = {
    NEWSPAPER: {ArticleKind.STORY: Desk.NEWSPAPER},
    BROADCASTER: {ArticleKind.AUDIO: Desk.RADIO, ArticleKind.VIDEO: Desk.TELEVISION, ArticleKind.LIVE: Desk.TELEVISION},
}
OTHERWISE = {NEWSPAPER: Desk.ONLINE, BROADCASTER: Desk.TELEVISION}
LIVE_HOUR = 13
MERGED_DAYS_AGO = 150


def open_newsrooms(context: Build) -> None:
    """Open the newspaper's, the broadcaster's and a bulletin's newsroom with desks, groups, collections and workflows."""
    index: Any = context.sections["news"]
    context.sections[NEWSPAPER] = newsrooms.open_newsroom(
        index=index,
        code=NEWSPAPER,
        short_name="Báo Bắc Ninh",
        desks=(
            DeskSpec(Desk.NEWSPAPER, "Ban Báo in", "Print desk"),
            DeskSpec(Desk.ONLINE, "Ban Báo điện tử", "Online desk"),
        ),
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
        desks=(
            DeskSpec(Desk.RADIO, "Ban Phát thanh", "Radio desk"),
            DeskSpec(Desk.TELEVISION, "Ban Truyền hình", "Television desk"),
        ),
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
    context.sections[FORMER] = newsrooms.open_newsroom(
        index=index,
        code=FORMER,
        short_name="Bản tin Kinh Bắc",
        desks=(DeskSpec(Desk.NEWSPAPER, "Ban Biên tập", "Editorial desk"),),
        texts=NewsroomTexts(
            "Bản tin Kinh Bắc", "Bản tin Kinh Bắc", "Bản tin khoa học mẫu, nay thuộc Báo Bắc Ninh (nội dung minh họa)."
        ),
        english=NewsroomTexts(
            "Kinh Bắc Bulletin", "Kinh Bắc Bulletin", "A sample science bulletin, now part of Bắc Ninh Newspaper."
        ),
    )


def build(context: Build) -> None:
    """Write and publish the stories; then the bulletin goes into the newspaper."""
    for spec in STORIES:
        _story(context, spec)
    date_back()
    former: Any = context.sections[FORMER]
    newspaper: Any = context.sections[NEWSPAPER]
    closing.merge(
        newsroom=former,
        into=newspaper,
        by=context.people["operator"],
        now=context.now - timedelta(days=MERGED_DAYS_AGO),
        grounds=closing.Grounds(reason="Hợp nhất hai cơ quan báo chí (minh họa)", decision="00/QĐ-MAU"),
    )
    readers.build(context)


def date_back() -> None:
    """Let public stories have gone out when they say; search engines would read that all of them changed on the day of building."""
    for story in ArticlePage.objects.live():
        told = story.published_at
        Page.objects.filter(pk=story.pk).update(first_published_at=told, last_published_at=told)


def _desk(context: Build, spec: StorySpec) -> NewsroomDesk | None:
    """Return the desk that made a story, by its kind; the bulletin has one for all."""
    newsroom: Any = context.sections[spec.newsroom]
    desks = NewsroomDesk.objects.filter(newsroom_key=newsroom.translation_key)
    wanted = DESKS.get(spec.newsroom, {}).get(spec.kind, OTHERWISE.get(spec.newsroom, Desk.NEWSPAPER))
    return desks.filter(medium=wanted).first()


def _story(context: Build, spec: StorySpec) -> None:
    reporter = person(context, spec.newsroom, "reporter")
    newsroom: Any = context.sections[spec.newsroom]
    published = context.now - timedelta(days=spec.days_ago, hours=1)
    page = ArticlePage(
        title=spec.title.vi,
        slug=slugs.slug(spec.title.vi),
        kind=spec.kind,
        desk=_desk(context, spec),
        lead=spec.lead.vi,
        body=common.paragraphs(common.vi(spec.paragraphs)) + story_parts.blocks(context, spec.key, Language.VIETNAMESE),
        byline=spec.byline.vi,
        published_at=published,
        is_model_example=spec.is_model_example,
        duration_seconds=spec.duration,
        transcript=spec.transcript.vi,
        live=False,
        locale=newsroom.locale,
        owner=reporter,
    )
    page.audiences = context.terms(VocabularyCode.AUDIENCE, spec.audiences)
    page.fields = context.terms(VocabularyCode.FIELD, spec.fields)
    page.related_pages = [ArticleRelatedPage(page=context.pages[key]) for key in spec.about if key in context.pages]
    story_parts.describe(context, page, spec.key)
    if spec.picture:
        page.picture = pictures.picture(
            context, spec.key, spec.title, field=next(iter(spec.fields), ""), collection=newsroom.collection
        )
        page.caption, page.credit = spec.title.vi[:200], "Tranh minh họa do phần mềm vẽ"
    if spec.kind is ArticleKind.LIVE:
        day = clock.local(context.now).date() + timedelta(days=4)
        page.live_starts_at, page.live_ends_at = clock.at(day, LIVE_HOUR), clock.at(day, LIVE_HOUR + 4)
    if spec.first_lead:
        page.lead = spec.first_lead
    broadcasts.furnish(context, page, spec)
    newsroom.add_child(instance=page)
    page.save_revision(user=reporter)
    context.pages[spec.key] = page
    if spec.publication is Publication.DRAFT:
        return
    if spec.newsroom not in STAFF:
        # The bulletin had nobody but the operator, who publishes and approves nothing of the own.
        page.save_revision(user=reporter).publish(user=reporter)
        page = ArticlePage.objects.get(pk=page.pk)
    else:
        stories.hand_in(article=page, by=reporter)
        if spec.publication is Publication.IN_REVIEW:
            approve_all(context, newsroom=spec.newsroom, article=page, but_last=1)
            return
        page = approve_all(context, newsroom=spec.newsroom, article=page)
    context.pages[spec.key] = page
    if spec.title.en:
        _english(context, page, spec)
    if spec.correction:
        _correct(page, spec, chief=person(context, spec.newsroom, "chief"))
    if spec.featured:
        featuring.feature(
            article=page,
            by=context.people["editor"],
            now=context.now,
            showing=featuring.Showing(until=context.now + timedelta(days=14), note="Tin, bài minh họa được chọn"),
        )


def person(context: Build, newsroom: str, name: str) -> Any:
    """Return somebody of a newsroom: "reporter", "editor", "chief" or "legal"; the bulletin had nobody but the operator."""
    prefix = STAFF.get(newsroom)
    return context.people[f"{prefix}-{name}" if prefix else "operator"]


def approve_all(context: Build, *, newsroom: str, article: ArticlePage, but_last: int = 0) -> ArticlePage:
    """Approve the steps of a story that was handed in, all but so many, each by somebody who may; return it as it stands then."""
    people = [person(context, newsroom, name) for name in ("editor", "chief", "legal")]
    story: ArticlePage = ArticlePage.objects.get(pk=article.pk)
    for _step in range(story.get_workflow().workflow_tasks.count() - but_last):
        task: Any = story.current_workflow_task
        by = next(one for one in people if rights.may_act(user=one, page=story, task=task))
        stories.approve(article=story, by=by)
        story = ArticlePage.objects.get(pk=article.pk)
    return story


def _correct(page: ArticlePage, spec: StorySpec, *, chief: Any) -> None:
    """Publish the words as they should be, and tell readers what stood there first."""
    if spec.first_lead:
        page.lead = spec.lead.vi
        page.save_revision(user=chief).publish(user=chief)
        page = ArticlePage.objects.get(pk=page.pk)
    corrections.correct(
        article=page,
        reason=CorrectionReason.FIGURE if spec.first_lead else CorrectionReason.NAME,
        text_vi=spec.correction.vi if spec.correction else "",
        text_en=spec.correction.en if spec.correction else "",
        by=chief,
        now=(page.published_at or clock.now()) + timedelta(hours=3),
    )


def _english(context: Build, page: ArticlePage, spec: StorySpec) -> None:
    twin = common.english(page)
    twin.title, twin.slug, twin.lead = spec.title.en, slugs.slug(spec.title.en), spec.lead.en
    twin.body = common.paragraphs(common.en(spec.paragraphs)) + story_parts.blocks(context, spec.key, Language.ENGLISH)
    story_parts.translate(twin, spec.key)
    twin.byline, twin.transcript = spec.byline.en, spec.transcript.en
    if spec.picture:
        twin.caption, twin.credit = spec.title.en[:200], "Illustration drawn by the software"
    twin.script = specs.SCRIPTS[spec.key].en if spec.key in specs.SCRIPTS else ""
    twin.save_revision().publish()
