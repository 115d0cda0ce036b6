"""How a story is shown: at its address, to the search, and to programs."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.url_routing import RouteResult

from news.models.release import ReleasedStory
from portal.kernel import clock


class ShownStory(ReleasedStory):
    """What the page of a story answers; the fields that it reads are ``ArticlePage``'s."""

    class Meta:
        abstract = True

    def findable_keywords(self) -> str:
        """Return byline, source and what stands under the picture."""
        story: Any = self
        return " ".join(filter(None, (story.byline, story.agency, story.source, story.picture_caption)))

    def findable_body(self) -> str:
        """Return the text and the transcript."""
        story: Any = self
        words = story.body.stream_block.get_searchable_content(story.body) if story.body else []
        leads = story.audience_leads.values_list("lead", flat=True)
        return " ".join([*map(str, words), story.transcript, *leads])

    def findable_picture(self) -> Any:
        """Return the story's picture."""
        story: Any = self
        return story.picture or story.social_image

    def findable_facets(self) -> dict[str, tuple[str, ...]]:
        """Return the codes of audiences, fields, place, newsroom and kind."""
        story: Any = self
        return {
            "audience": tuple(story.audiences.values_list("code", flat=True)),
            "field": tuple(story.fields.values_list("code", flat=True)),
            "place": (story.place.code,) if story.place else (),
            "newsroom": (story.get_parent().specific.code,),
            "news-kind": (story.kind,),
        }

    def findable_date(self) -> date | None:
        """Return the day shown to readers."""
        story: Any = self
        return clock.local(story.published_at).date() if story.published_at else None

    def structured_data(self) -> list[dict[str, Any]]:
        """Return the story as schema.org NewsArticle, and its recordings."""
        from news import structured  # noqa: PLC0415 -- reads the story's model

        story: Any = self
        return [structured.news_article(story), *structured.recordings_of(story)]

    def share_times(self) -> tuple[datetime | None, datetime | None]:
        """Return when the story was published, as readers are told, and when it changed last."""
        from news.corrections import notes  # noqa: PLC0415 -- reads the story's model

        story: Any = self
        return story.published_at, notes.modified_at(story)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Lead to this page, also where it was taken down: its address then tells that it was."""
        from news.domain import takedowns  # noqa: PLC0415 -- reads the story's model

        story: Any = self
        if not path_components and not story.live and (takedown := takedowns.active_for(story)) is not None:
            return RouteResult(self, kwargs={"takedown": takedown})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, takedown: Any = None, **kwargs: Any) -> HttpResponse:
        """Show the story, or in its place that it was taken down; tell caches when a live story changes by itself."""
        story: Any = self
        if takedown is not None:
            from news.takedowns import views  # noqa: PLC0415 -- draws a page about the story's model

            return views.gone(request, story, takedown)
        from news.broadcasts import playing, streams  # noqa: PLC0415 -- reads the story's model

        response: HttpResponse = super().serve(request, *args, **kwargs)
        now = clock.now()
        streams.permit(response, playing.streams_of(story, playing.live_state(story, now)))
        seconds = playing.kept_for(story, now)
        if seconds is not None:
            scope = "private" if self.get_view_restrictions().exists() else "public"
            response.headers.setdefault("Cache-Control", f"{scope}, max-age={seconds}")
        return response
