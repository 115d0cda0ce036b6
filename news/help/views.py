"""The pages of help in the admin, for people of newsrooms: all topics, one topic, everything on one page for printing."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from news.desk import processes, work
from news.desk.enums import StoryProcess
from news.enums import StaffRole
from news.help import contents, names, parts
from portal.pages import admin_headers


def _ask(request: HttpRequest) -> None:
    if not work.reader_takes_part(request):
        raise Http404


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
    return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}


def ways() -> list[dict[str, Any]]:
    """Return each way of a story with its steps, as the newsrooms' workflows are made: who acts, how long, whether another person."""
    return [
        {
            "label": process.label,
            "steps": [
                {
                    "label": step.label,
                    "who": [StaffRole(hand).label for hand in processes.Hand if hand in step.hands],
                    "time": _time(step.minutes),
                    "is_another": step.is_another,
                    "is_reading_only": step.is_reading_only,
                }
                for step in processes.STEPS[process]
            ],
        }
        for process in StoryProcess
    ]


def drawn(topic: parts.Topic) -> dict[str, Any]:
    """Return a topic with its sentences filled in."""

    def lines(part: parts.Part) -> list[SafeString]:
        return [parts.filled(sentence, names.ALL, names.FIGURES) for sentence in part.sentences]

    return {
        "topic": topic,
        "parts": [
            {"heading": part.heading, "lines": lines(part), "is_ordered": part.is_ordered} for part in topic.parts
        ],
        "ways": ways() if topic.shows_ways else [],
    }


def _page(request: HttpRequest, title: str, topics: Iterable[parts.Topic], **context: Any) -> HttpResponse:
    links = [(_("How the newsroom works"), reverse("news_help:index"))]
    # The bar above is one line and would cut a topic's name on a phone; the name stands above its text.
    head = admin_headers.header(title, *links, icon="help") | {"header_title": _("How the newsroom works")}
    return render(request, "news/help/topic.html", {**head, "topics": [drawn(one) for one in topics], **context})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List all topics."""
    _ask(request)
    head = admin_headers.header(_("How the newsroom works"), icon="help")
    return render(request, "news/help/index.html", {**head, "sections": contents.SECTIONS})


@require_safe
def topic(request: HttpRequest, code: str) -> HttpResponse:
    """Show one topic, with the way to those beside it."""
    _ask(request)
    found = contents.TOPICS.get(code)
    if found is None:
        raise Http404
    row = list(contents.TOPICS.values())
    at = row.index(found)
    return _page(
        request,
        str(found.title),
        [found],
        previous=row[at - 1] if at else None,
        next=row[at + 1] if at + 1 < len(row) else None,
    )


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Show all topics on one page, to be printed."""
    _ask(request)
    return _page(request, _("All help on one page"), contents.TOPICS.values(), is_everything=True)


urlpatterns = [
    path("", index, name="index"),
    path("all/", everything, name="all"),
    path("<slug:code>/", topic, name="topic"),
]
