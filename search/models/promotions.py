"""What editors recommend for some searches, above what is found."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.blocks.actions import is_safe_address
from portal.kernel.languages import Language


class PromotedResult(models.Model):
    """A page of the portal, or an address elsewhere, that stands first for searches that hold one of its rows of words."""

    words = models.CharField(
        _("searches"),
        max_length=300,
        help_text=_(
            "Words divided by commas: vay vốn, hỗ trợ lãi suất. It is shown for every search that holds one of them, with or without marks."
        ),
    )
    language = models.CharField(
        _("language of readers"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.CharField(
        _("address"),
        max_length=300,
        blank=True,
        help_text=_("Beginning with https:// or, on this portal, with /."),
    )
    title = models.CharField(
        _("title"), max_length=180, blank=True, help_text=_("Left empty, the title of the page is shown.")
    )
    text = models.CharField(_("text"), max_length=300, blank=True, help_text=_("One sentence on why to look here."))
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("recommended result")
        verbose_name_plural = _("recommended results")
        ordering: ClassVar = ["language", "words", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(models.Q(page=None) & ~models.Q(address=""))
                | (models.Q(page__isnull=False) & models.Q(address="")),
                name="search_promotion_leads_to_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(first_day=None)
                | models.Q(last_day=None)
                | models.Q(last_day__gte=models.F("first_day")),
                name="search_promotion_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title or (str(self.page) if self.page else self.address)

    def clean(self) -> None:
        """Refuse a row without words, without or with two places to lead to, without a title, or that ends before it begins."""
        super().clean()
        from search.domain import abbreviations  # noqa: PLC0415 -- reads models

        found: dict[str, Any] = {}
        if self.words and not abbreviations.forms_of(self.words):
            found["words"] = _("Write at least one letter or digit.")
        if bool(self.page) == bool(self.address):
            found["page"] = _("Give either a page or an address, not both.")
        if self.address and not is_safe_address(self.address):
            found["address"] = _("The address must begin with https:// or with /.")
        if self.address and not self.page and not self.title:
            found["title"] = _("An address needs a title that readers see.")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            found["last_day"] = _("The last day comes before the first.")
        if found:
            raise ValidationError(found)
