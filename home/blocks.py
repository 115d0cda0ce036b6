"""What the front page is composed of: sections that show the features' soonest, newest and featured."""

import json
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from awards import queries as award_queries
from events import queries as event_queries
from news import queries as news_queries
from portal.blocks import meters
from portal.blocks.stream import ContentBody
from portal.kernel import languages
from portal.kernel.languages import Language
from portal.page_cache import parts
from portal.pages import sections
from showcase import queries as showcase_queries

SECTION_MODELS = ("eventindexpage", "showcaseindexpage", "needindexpage", "newsindexpage", "awardindexpage", "planpage")


def section_urls(language: Language) -> dict[str, str]:
    """Return the addresses of the portal's main lists in a language by the lower-case name of their model."""
    pages = (page for page in sections.live(language) if page.alias_of_id is None)
    found = {page.cached_content_type.model: page for page in pages}
    return {model: page.url or "" for model, page in found.items() if model in SECTION_MODELS}


class FrontSection(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A section with a heading of its own or the usual one, showing at most ``limit`` items."""

    title = blocks.CharBlock(
        required=False, max_length=120, label=_("Heading"), help_text=_("Left empty, the usual one is shown.")
    )

    def items(self, value: Any) -> dict[str, Any]:
        """Return what the section's template shows."""
        raise NotImplementedError

    def number(self, value: Any) -> int:
        """Return how many items the section shows."""
        return int(value.get("limit") or self.child_blocks["limit"].get_default())

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add heading, addresses and items in the active language."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["heading"] = value.get("title") or self.meta.heading
        context["urls"] = section_urls(languages.current())
        return {**context, **self.items(value)}

    def render(self, value: Any, context: dict[str, Any] | None = None) -> Any:
        """Return the section; it depends on its own words and what it shows, and stays while neither changes."""
        request = (context or {}).get("request")
        if request is None or getattr(request, "is_preview", False):
            return super().render(value, context)
        words = json.dumps(self.get_prep_value(value), sort_keys=True, ensure_ascii=False)
        key = ("front", self.name, languages.current(), request.get_host(), words)
        return parts.kept(key, lambda: super(FrontSection, self).render(value, context))

    class Meta:
        heading = ""
        group = _("Front page")


class UpcomingEventsBlock(FrontSection):
    """The next events."""

    limit = blocks.IntegerBlock(default=4, min_value=2, max_value=8, label=_("How many"))

    def items(self, value: Any) -> dict[str, Any]:
        """Return the soonest events."""
        return {"cards": event_queries.upcoming(languages.current(), self.number(value))}

    class Meta:
        icon = "date"
        label = _("Coming up")
        heading = _("Coming up")
        description = _("The next events with date and places left.")
        template = "home/blocks/upcoming_events.html"
        preview_value: ClassVar = {"title": "", "limit": 4}


class NewestTechnologiesBlock(FrontSection):
    """The newest technologies."""

    limit = blocks.IntegerBlock(default=6, min_value=3, max_value=12, label=_("How many"))

    def items(self, value: Any) -> dict[str, Any]:
        """Return the newest technologies."""
        return {"technologies": showcase_queries.newest_technologies(self.number(value))}

    class Meta:
        icon = "cogs"
        label = _("New technologies")
        heading = _("New technologies")
        description = _("The newest technologies as cards.")
        template = "home/blocks/newest_technologies.html"
        preview_value: ClassVar = {"title": "", "limit": 6}


class OpenNeedsBlock(FrontSection):
    """Needs that still look for a solution."""

    limit = blocks.IntegerBlock(default=5, min_value=3, max_value=10, label=_("How many"))

    def items(self, value: Any) -> dict[str, Any]:
        """Return the newest open needs."""
        return {"needs": showcase_queries.open_needs(self.number(value))}

    class Meta:
        icon = "help"
        label = _("Needs looking for a solution")
        heading = _("Needs looking for a solution")
        description = _("The newest technology needs as a list.")
        template = "home/blocks/open_needs.html"
        preview_value: ClassVar = {"title": "", "limit": 5}


class NewsBlock(FrontSection):
    """The lead story and the newest of all newsrooms."""

    limit = blocks.IntegerBlock(default=4, min_value=2, max_value=8, label=_("How many beside the lead story"))

    def items(self, value: Any) -> dict[str, Any]:
        """Return the lead story and the newest others."""
        language = languages.current()
        lead = news_queries.lead_story(language)
        without = [lead.key] if lead else []
        return {"lead": lead, "cards": news_queries.latest(language, self.number(value), without=without)}

    class Meta:
        icon = "doc-full-inverse"
        label = _("News")
        heading = _("News")
        description = _("The lead story and the newest stories of all newsrooms.")
        template = "home/blocks/news.html"
        preview_value: ClassVar = {"title": "", "limit": 4}


class AwardsBlock(FrontSection):
    """Award programmes that run, or ran last."""

    limit = blocks.IntegerBlock(default=2, min_value=1, max_value=4, label=_("How many"))

    def items(self, value: Any) -> dict[str, Any]:
        """Return the current programmes."""
        return {"awards": award_queries.current(languages.current(), self.number(value))}

    class Meta:
        icon = "pick"
        label = _("Awards")
        heading = _("Awards and honours")
        description = _("Award programmes with their phase.")
        template = "home/blocks/awards.html"
        preview_value: ClassVar = {"title": "", "limit": 2}


class PlanProgressBlock(FrontSection):
    """How far the plan has come, in meters."""

    limit = blocks.IntegerBlock(default=4, min_value=2, max_value=6, label=_("How many"))

    def items(self, value: Any) -> dict[str, Any]:
        """Return the meters of the plan."""
        return {"meters": meters.current(languages.current(), self.number(value))}

    class Meta:
        icon = "decimal"
        label = _("Progress of the plan")
        heading = _("Progress of the plan")
        description = _("Indicators against their targets, as meters.")
        template = "home/blocks/plan_progress.html"
        preview_value: ClassVar = {"title": "", "limit": 4}


class TakePartBlock(FrontSection):
    """How to take part, in three steps."""

    steps = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(max_length=120, label=_("Title"))),
                ("text", blocks.TextBlock(required=False, max_length=300, label=_("Text"))),
            ]
        ),
        default=[],
        max_num=4,
        label=_("Steps"),
        help_text=_("Left empty, the usual three are shown."),
    )

    def items(self, value: Any) -> dict[str, Any]:
        """Return the steps written by the editor, or the usual three."""
        return {"steps": list(value.get("steps") or ()) or _usual_steps()}

    class Meta:
        icon = "list-ol"
        label = _("How to take part")
        heading = _("How to take part")
        description = _("Three steps from an account to an enquiry.")
        template = "home/blocks/take_part.html"
        preview_value: ClassVar = {"title": "", "steps": []}


def _usual_steps() -> list[dict[str, str]]:
    return [
        {
            "title": gettext("Open an account"),
            "text": gettext("With your e-mail address and a code that we send you. It is free of charge."),
        },
        {
            "title": gettext("Show a technology or post a need"),
            "text": gettext(
                "Describe it step by step; the form keeps what you write. An officer reads it before it appears."
            ),
        },
        {
            "title": gettext("Answer enquiries and meet"),
            "text": gettext("Enquiries come to your desk. You decide whom you tell more, and you meet at fairs."),
        },
    ]


class FrontBody(ContentBody):
    """Sections of the front page, with the general blocks between them where an editor wants that."""

    upcoming_events = UpcomingEventsBlock()
    newest_technologies = NewestTechnologiesBlock()
    open_needs = OpenNeedsBlock()
    news = NewsBlock()
    awards = AwardsBlock()
    plan_progress = PlanProgressBlock()
    take_part = TakePartBlock()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Tell the sections from the general blocks between them."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["placed"] = [
            (child, anchor, isinstance(child.block, FrontSection)) for child, anchor in context["anchored"]
        ]
        return context

    @cached_property
    def is_previewable(self) -> bool:
        """Say that only the single blocks have previews."""
        return False

    class Meta:
        template = "home/blocks/front.html"


def standard() -> list[tuple[str, dict[str, Any]]]:
    """Return the usual front page: every section in the usual order, under the usual headings of each language."""
    return [
        ("upcoming_events", {"limit": 4}),
        ("newest_technologies", {"limit": 6}),
        ("open_needs", {"limit": 5}),
        ("news", {"limit": 4}),
        ("awards", {"limit": 2}),
        ("plan_progress", {"limit": 4}),
        ("take_part", {}),
    ]
