"""What an editor sees when writing a story."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Page

CONTENT: list[Panel] = [
    *Page.content_panels,
    FieldPanel("kind"),
    FieldPanel("lead"),
    MultiFieldPanel([FieldPanel("picture"), FieldPanel("caption"), FieldPanel("credit")], _("Picture")),
    FieldPanel("body"),
    MultiFieldPanel(
        [FieldPanel("byline"), FieldPanel("source"), FieldPanel("licence"), FieldPanel("published_at")],
        _("Byline and source"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("media_file"),
            FieldPanel("captions_file"),
            FieldPanel("video_address"),
            FieldPanel("duration_seconds"),
            FieldPanel("transcript"),
        ],
        _("Film and sound"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            InlinePanel("air_times", label=_("Air time")),
            FieldPanel("live_starts_at"),
            FieldPanel("live_ends_at"),
        ],
        _("Broadcast"),
        classname="collapsed",
    ),
    InlinePanel("corrections", heading=_("Corrections"), label=_("Correction"), classname="collapsed"),
    InlinePanel("related_pages", heading=_("Related pages"), label=_("Related page")),
]

CLASSIFICATION: list[Panel] = [
    MultiFieldPanel(
        [
            FieldPanel("audiences"),
            FieldPanel("fields"),
            FieldPanel("place"),
            FieldPanel("is_model_example"),
            FieldPanel("comments_open"),
        ],
        _("For whom and about what"),
    )
]
