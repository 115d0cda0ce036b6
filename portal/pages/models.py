"""Records of the pages room: who answers for the portal."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.pages.schedule import draftable
from portal.pages.schedule.enums import ScheduledAction


@register_setting(icon="site")
class ResponsibleBody(BaseSiteSetting):
    """The body responsible for the portal, as the footer and the contact page name it (Decree 42/2022/NĐ-CP)."""

    name_vi = models.CharField(_("name in Vietnamese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    address_vi = models.CharField(_("address in Vietnamese"), max_length=250, blank=True)
    address_en = models.CharField(_("address in English"), max_length=250, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    manager_vi = models.CharField(_("person responsible, in Vietnamese"), max_length=200, blank=True)
    manager_en = models.CharField(_("person responsible, in English"), max_length=200, blank=True)
    licence = models.CharField(_("licence or decision"), max_length=200, blank=True)
    tagline_vi = models.CharField(_("one sentence in Vietnamese"), max_length=250, blank=True)
    tagline_en = models.CharField(_("one sentence in English"), max_length=250, blank=True)

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("name_vi"), FieldPanel("name_en")], _("Responsible body")),
        MultiFieldPanel([FieldPanel("tagline_vi"), FieldPanel("tagline_en")], _("What the portal is")),
        MultiFieldPanel(
            [FieldPanel("address_vi"), FieldPanel("address_en"), FieldPanel("phone"), FieldPanel("email")], _("Contact")
        ),
        MultiFieldPanel(
            [FieldPanel("manager_vi"), FieldPanel("manager_en"), FieldPanel("licence")], _("Responsibility")
        ),
    ]

    class Meta:
        verbose_name = _("responsible body")

    def _in_language(self, field: str) -> str:
        english = languages.current() is Language.ENGLISH
        return str((english and getattr(self, f"{field}_en")) or getattr(self, f"{field}_vi"))

    @property
    def name(self) -> str:
        """Name in the active language, Vietnamese where English is missing."""
        return self._in_language("name")

    @property
    def address(self) -> str:
        """Address in the active language."""
        return self._in_language("address")

    @property
    def manager(self) -> str:
        """Person responsible, in the active language."""
        return self._in_language("manager")

    @property
    def tagline(self) -> str:
        """One sentence on the portal, in the active language."""
        return self._in_language("tagline")


class PageCreation(models.Model):
    """Which page a form of the admin has made; written by ``portal.pages.creation`` and kept for two days."""

    key = models.UUIDField(_("key of the form"), unique=True, editable=False)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    by_autosave = models.BooleanField(_("saved by itself"))
    updates = models.JSONField(_("what the form must say next time"), default=dict, blank=True)
    at = models.DateTimeField(_("moment"), db_index=True)

    class Meta:
        verbose_name = _("making of a page")
        verbose_name_plural = _("makings of pages")

    def __str__(self) -> str:
        return f"{self.page_id} {self.at:%Y-%m-%d %H:%M}"


class TranslationMark(models.Model):
    """What was published last of a page in one language, and of a translation, which text of the source it tells.

    Written by ``portal.pages.translating.marks`` only. ``source_digest`` is empty for the language that a page was written in.
    """

    page_key = models.UUIDField(_("page"))
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    text_digest = models.CharField(_("digest of the text"), max_length=64)
    source_digest = models.CharField(_("digest of the text that was translated"), max_length=64, blank=True)
    out_of_date_since = models.DateTimeField(_("out of date since"), null=True, blank=True)
    machine_strings = models.PositiveIntegerField(_("pieces of text translated by a machine"), default=0)
    marked_at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("state of a translation")
        verbose_name_plural = _("states of translations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page_key", "language"], name="translation_mark_once_for_each_language"),
            models.CheckConstraint(
                condition=models.Q(out_of_date_since=None) | ~models.Q(source_digest=""),
                name="translation_mark_of_a_source_is_never_out_of_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_key} {self.language}"


class ScheduleTrouble(models.Model):
    """Something that did not go public, or was not taken off, at its time: why, how often it was tried and when next.

    Written by ``portal.pages.schedule.troubles`` only. ``is_held`` means that a rule of the record's own keeps it back.
    """

    content_type = models.ForeignKey("contenttypes.ContentType", on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    action = models.CharField(max_length=8, choices=ScheduledAction.choices)
    due_at = models.DateTimeField(_("set time"))
    is_held = models.BooleanField(_("kept back"), default=False)
    error = models.CharField(_("error"), max_length=100, blank=True)
    reason_vi = models.CharField(_("reason in Vietnamese"), max_length=500, blank=True)
    reason_en = models.CharField(_("reason in English"), max_length=500, blank=True)
    attempts = models.PositiveIntegerField(_("tries"), default=0)
    first_at = models.DateTimeField(_("first try"))
    last_at = models.DateTimeField(_("last try"))
    next_try_at = models.DateTimeField(_("next try"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)

    class Meta:
        verbose_name = _("hitch of planned publishing")
        verbose_name_plural = _("hitches of planned publishing")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_type", "object_id", "action"], name="schedule_trouble_once"),
            models.CheckConstraint(
                condition=models.Q(action__in=ScheduledAction.values), name="schedule_trouble_action_known"
            ),
            models.CheckConstraint(
                condition=models.Q(is_held=True, attempts=0, error="")
                | (models.Q(is_held=False, attempts__gt=0) & ~models.Q(error="")),
                name="schedule_trouble_held_or_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.content_type_id} {self.object_id}"

    def record(self) -> Any:
        """Return what should have been published; None where it is gone."""
        model: Any = self.content_type.model_class()
        return draftable.rows(model).filter(pk=self.object_id).first() if model is not None else None

    @property
    def is_going_live(self) -> bool:
        """Whether it should go public; else it should be taken off."""
        return self.action == ScheduledAction.GO_LIVE

    @property
    def title(self) -> str:
        """What editors call the record."""
        record = self.record()
        return str(getattr(record, "draft_title", "") or record or self.object_id)

    @property
    def reason(self) -> str:
        """Why, in the active language; empty for an error of the portal's own."""
        english = languages.current() is Language.ENGLISH
        return str((english and self.reason_en) or self.reason_vi)
