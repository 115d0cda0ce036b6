"""Records of the pages room: who answers for the portal."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.kernel import languages
from portal.kernel.languages import Language


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
