"""What an editor sees when writing a story."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Page

from news.editor_panels import ChecksPanel, NoticePanel

CONTENT: list[Panel] = [
    NoticePanel(),
    *Page.content_panels,
    FieldPanel("kind"),
    FieldPanel("desk"),
    FieldPanel("process"),
    FieldPanel("lead"),
    InlinePanel(
        "audience_leads",
        heading=_("Leads for audiences"),
        label=_("Lead for an audience"),
        help_text=_(
            "Shown instead of the lead where readers look for news for this audience, and summed up at the story."
        ),
        classname="collapsed",
    ),
    MultiFieldPanel([FieldPanel("picture"), FieldPanel("caption"), FieldPanel("credit")], _("Picture")),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            FieldPanel("byline"),
            FieldPanel("agency"),
            FieldPanel("source"),
            FieldPanel("licence"),
            FieldPanel("published_at"),
        ],
        _("Byline and source"),
    ),
    MultiFieldPanel([FieldPanel("embargo_until"), FieldPanel("embargo_note")], _("Embargo")),
    MultiFieldPanel(
        [
            FieldPanel("programme"),
            FieldPanel("media_file"),
            FieldPanel("poster"),
            FieldPanel("captions_file"),
            FieldPanel("captions_en_file"),
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
            FieldPanel("script"),
            FieldPanel("live_address"),
            FieldPanel("stream_address"),
            FieldPanel("stream_sound_address"),
            FieldPanel("live_starts_at"),
            FieldPanel("live_ends_at"),
        ],
        _("Broadcast"),
        classname="collapsed",
    ),
    InlinePanel("related_pages", heading=_("Related pages"), label=_("Related page")),
    ChecksPanel(heading=_("Checks of the text")),
]

CLASSIFICATION: list[Panel] = [
    MultiFieldPanel(
        [
            FieldPanel("audiences"),
            FieldPanel("fields"),
            FieldPanel("place"),
            FieldPanel("is_model_example"),
            FieldPanel("comments_open"),
            FieldPanel("comments_close_at"),
        ],
        _("For whom and about what"),
    )
]
