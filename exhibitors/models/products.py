"""Products that an organisation shows on its profile, each with a link to where it is sold."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from exhibitors.models.records import Organisation
from portal.kernel import languages
from portal.kernel.languages import Language


class Product(models.Model):
    """A product in a few words; it is sold elsewhere, on an e-commerce floor or the maker's own pages."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="products"
    )
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    text = models.CharField(_("in one or two sentences"), max_length=300, blank=True)
    text_en = models.CharField(_("in one or two sentences, in English"), max_length=300, blank=True)
    url = models.URLField(_("where it is sold"), blank=True, max_length=300)
    picture = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    form_key = models.UUIDField(_("key of the form"), unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("created at"))
    updated_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="product_has_name"),
            models.UniqueConstraint(fields=["organisation", "name"], name="product_name_once_per_organisation"),
            models.CheckConstraint(
                condition=models.Q(url="") | models.Q(url__startswith="https://"), name="product_link_is_https"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """The name in the active language; the Vietnamese where there is no English."""
        return self.name_en if languages.current() is Language.ENGLISH and self.name_en else self.name

    @property
    def display_text(self) -> str:
        """The text in the active language; the Vietnamese where there is no English."""
        return self.text_en if languages.current() is Language.ENGLISH and self.text_en else self.text

    @property
    def is_vietnamese_here(self) -> bool:
        """Whether a reader of English sees the Vietnamese name."""
        return languages.current() is Language.ENGLISH and not self.name_en

    @property
    def shop(self) -> str:
        """The host of the link, which tells a reader where it leads."""
        return self.url.partition("://")[2].partition("/")[0].removeprefix("www.")
