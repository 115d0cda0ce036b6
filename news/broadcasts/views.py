"""Public pages of programmes: one programme, when what is on air, scripts for loudspeakers, covers of podcasts."""

import uuid
from datetime import timedelta
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from news import queries
from news.broadcasts import covers, episodes, playing, podcasts, schedule, scripts, streams, subscriptions
from news.models import ArticlePage, NewsroomPage, Programme
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pages.shell import add_breadcrumbs

PAST_DAYS: Final = 7
COMING_DAYS: Final = 14
EPISODES: Final = 30
NEXT_TIMES: Final = 6
SCRIPTS: Final = 50
COVER_CACHE: Final = "public, max-age=86400"


def _newsroom(code: str) -> NewsroomPage:
    found = episodes.newsroom(code)
    if found is None:
        raise Http404
    return found


def _programme(code: str) -> tuple[Programme, NewsroomPage]:
    found = episodes.programme(code)
    newsroom = episodes.newsroom_of(found) if found is not None else None
    if found is None or newsroom is None:
        raise Http404
    return found, newsroom


def _lead_to(request: HttpRequest, newsroom: NewsroomPage, title: str) -> None:
    index: Page = newsroom.get_parent()
    add_breadcrumbs(
        request,
        (index.title, index.get_url(request) or ""),
        (newsroom.title, newsroom.get_url(request) or ""),
        (title, request.path),
    )


@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """Show a programme: what it is, when it comes next, its episodes, how to subscribe."""
    found, newsroom = _programme(code)
    now = clock.now()
    coming = schedule.coming(programme=found, now=now, days=COMING_DAYS)
    on_air = schedule.on_air(coming, now)
    offered = streams.of(found.stream_address, found.stream_sound_address)
    _lead_to(request, newsroom, found.name)
    response = render(
        request,
        "news/programme.html",
        {
            "page_title": found.name,
            "programme": found,
            "newsroom": newsroom,
            "newsroom_url": newsroom.get_url(request),
            "coming": coming[:NEXT_TIMES],
            "has_stream": bool(offered) and found.is_active,
            "on_air": on_air,
            "streams": offered if on_air else (),
            "slots": sorted(found.slots.all(), key=lambda slot: (slot.weekday, slot.starts)),
            "cards": queries.cards(queries.with_card_data(episodes.of(programme=found))[:EPISODES], request),
            "podcast_url": podcasts.address(newsroom=newsroom, programme=found),
            "podcast_full_url": mail.absolute_url(podcasts.address(newsroom=newsroom, programme=found)),
            "calendar_url": subscriptions.address(newsroom=newsroom.code, programme=found.code),
            "schedule_url": reverse("news:schedule", args=[newsroom.code]),
        },
    )
    if offered:
        if on_air:
            streams.permit(response, offered)
        boundaries = [moment for item in coming for moment in (item.starts, item.ends) if moment > now]
        response.headers["Cache-Control"] = f"public, max-age={playing.seconds_until(boundaries, now)}"
    return response


@require_safe
def air_times(request: HttpRequest, code: str) -> HttpResponse:
    """Show when what is on air at a newsroom, by day; days gone by are folded."""
    newsroom = _newsroom(code)
    today = clock.local(clock.now()).date()
    times = schedule.between(
        starts=clock.at(today - timedelta(days=PAST_DAYS)),
        ends=clock.at(today + timedelta(days=COMING_DAYS)),
        newsroom=newsroom,
    )
    days = schedule.by_day(times)
    title = _("Air times of %(newsroom)s") % {"newsroom": newsroom.title}
    _lead_to(request, newsroom, _("Air times"))
    return render(
        request,
        "news/schedule.html",
        {
            "page_title": title,
            "newsroom": newsroom,
            "newsroom_url": newsroom.get_url(request),
            "days": [day for day in days if day.day >= today],
            "past_days": [day for day in days if day.day < today],
            "programmes": schedule.programmes(newsroom),
            "calendar_url": subscriptions.address(newsroom=newsroom.code),
            "podcast_full_url": mail.absolute_url(podcasts.address(newsroom=newsroom)),
            "scripts_url": reverse("news:scripts", args=[newsroom.code]),
        },
    )


def _story(key: uuid.UUID) -> tuple[ArticlePage, NewsroomPage]:
    story = queries.public_articles().filter(translation_key=key).select_related("locale").first()
    if story is None:
        raise Http404
    return story, story.get_parent().specific


def _in_vietnamese(name: str, article_key: uuid.UUID) -> HttpResponse:
    """Lead to the Vietnamese address: what nobody translated is not told under an English one."""
    with translation.override(Language.VIETNAMESE):
        return redirect(reverse(name, args=[article_key]))


@require_safe
def script(request: HttpRequest, article_key: uuid.UUID) -> HttpResponse:
    """Show what loudspeakers read out, for printing, with the time it takes."""
    story, newsroom = _story(article_key)
    if story.only_vietnamese:
        return _in_vietnamese("news:script", article_key)
    words = scripts.words_of(story)
    add_breadcrumbs(
        request,
        (newsroom.title, newsroom.get_url(request) or ""),
        (story.title, story.get_url(request) or ""),
        (_("Script for loudspeakers"), request.path),
    )
    return render(
        request,
        "news/script.html",
        {
            "page_title": _("Script for loudspeakers: %(title)s") % {"title": story.title},
            "story": story,
            "story_url": story.get_url(request),
            "newsroom": newsroom,
            "words": words,
            "seconds": scripts.reading_seconds(words, speed=newsroom.reading_speed),
            "syllables": scripts.syllables(words),
            "text_url": reverse("news:script-text", args=[article_key]),
            "scripts_url": reverse("news:scripts", args=[newsroom.code]),
        },
    )


@require_safe
def script_text(_request: HttpRequest, article_key: uuid.UUID) -> HttpResponse:
    """Hand out the script as a plain text that every program opens (UTF-8 with its mark, lines ended as Windows does)."""
    story, newsroom = _story(article_key)
    if story.only_vietnamese:
        return _in_vietnamese("news:script-text", article_key)
    words = scripts.words_of(story)
    took = scripts.reading_seconds(words, speed=newsroom.reading_speed)
    head = [
        story.title,
        newsroom.title,
        _("Reading time: %(minutes)d min %(seconds)02d s") % {"minutes": took // 60, "seconds": took % 60},
    ]
    lines = "\n".join([*head, "", words, ""]).replace("\n", "\r\n")
    response = HttpResponse(lines.encode("utf-8-sig"), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(story.slug) or "script"}.txt"'
    return response


@require_safe
def script_list(request: HttpRequest, code: str) -> HttpResponse:
    """List the scripts of a newsroom for those who serve the loudspeakers of communes."""
    newsroom = _newsroom(code)
    stories = episodes.with_script(newsroom).select_related("locale").defer("body", "transcript", "folded")[:SCRIPTS]
    rows = []
    for story in stories:
        words = scripts.words_of(story)
        rows.append(
            {
                "title": story.title,
                "language": "vi" if getattr(story, "only_vietnamese", False) else "",
                "published": story.published_at,
                "seconds": scripts.reading_seconds(words, speed=newsroom.reading_speed),
                "url": reverse("news:script", args=[story.translation_key]),
                "text_url": reverse("news:script-text", args=[story.translation_key]),
            }
        )
    _lead_to(request, newsroom, _("Scripts for loudspeakers"))
    return render(
        request,
        "news/scripts.html",
        {
            "page_title": _("Scripts for loudspeakers: %(newsroom)s") % {"newsroom": newsroom.title},
            "newsroom": newsroom,
            "rows": rows,
        },
    )


def _cover(name: str, newsroom: str) -> HttpResponse:
    response = HttpResponse(covers.draw(name=name, newsroom=newsroom), content_type="image/png")
    response.headers["Cache-Control"] = COVER_CACHE
    return response


@require_safe
def programme_cover(_request: HttpRequest, code: str) -> HttpResponse:
    """Draw the cover of a programme that has none."""
    found, newsroom = _programme(code)
    return _cover(found.name, newsroom.title)


@require_safe
def newsroom_cover(_request: HttpRequest, code: str) -> HttpResponse:
    """Draw the cover of a newsroom's podcast."""
    newsroom = _newsroom(code)
    return _cover(newsroom.title, newsroom.publisher if newsroom.publisher != newsroom.title else "Podcast")
