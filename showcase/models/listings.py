"""What technologies and needs share: fields, provider, disclosure, place, and the columns that lists search and sort by."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from exhibitors import sorting
from portal.kernel import text
from portal.pages.base import PortalPage
from portal.vocabularies.enums import VocabularyCode
from showcase import validators
from showcase.enums import Disclosure
from showcase.models.fields import term_field, term_list

SUMMARY_LENGTH = 300


class ListedPage(PortalPage):
    """Common ground of technologies and needs."""

    summary = models.CharField(
        _("summary"),
        max_length=SUMMARY_LENGTH,
        help_text=_("What it does, for whom, with which effect; at most 300 characters"),
    )
    keywords = models.CharField(_("keywords"), max_length=250, blank=True, help_text=_("Separated by commas"))
    field = term_field(VocabularyCode.FIELD, _("field"))
    further_fields = term_list(VocabularyCode.FIELD, _("further fields"))
    science_field = term_field(VocabularyCode.SCIENCE_FIELD, _("official field of science and technology"), blank=True)
    ipc_codes = models.CharField(
        _("IPC symbols"),
        max_length=120,
        blank=True,
        validators=[validators.validate_ipc_codes],
        help_text=_("International Patent Classification, up to five, such as A23B 7/02, F26B"),
    )
    product_chain = models.CharField(
        _("product chain"), max_length=150, blank=True, help_text=_("For example: garlic, paper, ceramics")
    )
    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    place = models.ForeignKey(
        "vocabularies.AdministrativeUnit",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_anonymous = models.BooleanField(
        _("do not name the organisation"),
        default=False,
        help_text=_(
            "The name appears nowhere on the portal: not on the page, in lists, in the search or in machine data"
        ),
    )
    disclosure = models.CharField(
        _("contact details"), max_length=12, choices=Disclosure.choices, default=Disclosure.ON_INTEREST
    )
    is_illustrative = models.BooleanField(
        _("illustrative data"), default=False, help_text=_("An invented example, marked as such")
    )
    folded_text = models.TextField(editable=False, blank=True, default="")
    sort_key = models.CharField(max_length=sorting.KEY_LENGTH, editable=False, blank=True, default="", db_index=True)

    # When it was first published: lists are read in this order, and no index of the table of all pages holds one kind alone.
    listed_at = models.DateTimeField(editable=False, null=True, blank=True, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the columns for free text and for sorting in step with the words, and the table of values with what was saved."""
        from showcase.domain import listed_values  # noqa: PLC0415 -- reads these models

        self.keep_in_step()
        super().save(*args, **kwargs)
        if listed_values.follows(type(self), kwargs.get("update_fields")):
            listed_values.refresh(type(self), [self.pk])

    def keep_in_step(self) -> None:
        """Set the columns for free text and for sorting."""
        self.folded_text = text.fold(" ".join([self.title, self.summary, self.keywords]))
        self.sort_key = sorting.text_key(self.title)
        self.listed_at = self.first_published_at

    def summary_text(self) -> str:
        """Return the summary."""
        return self.summary

    @property
    def named_organisation(self) -> Any:
        """The organisation, unless it must stay unnamed."""
        return None if self.is_anonymous else self.organisation

    @property
    def keyword_list(self) -> list[str]:
        """The keywords one by one."""
        return validators.split_list(self.keywords)

    @property
    def ipc_list(self) -> list[str]:
        """The IPC symbols one by one."""
        return validators.split_list(self.ipc_codes)

    @property
    def all_fields(self) -> list[Any]:
        """The main field and the further ones."""
        return [*([self.field] if self.field else []), *self.further_fields.all()]

    @property
    def readiness(self) -> int | None:
        """The readiness level that is offered, or needed at least; None where none is named."""
        return None

    def findable_keywords(self) -> str:
        """Return keywords, product chain, fields, and the readiness level as people type it."""
        level = f"TRL {self.readiness}" if self.readiness else ""
        return ", ".join(
            part for part in (self.keywords, self.product_chain, *(f.label for f in self.all_fields), level) if part
        )

    def common_facets(self) -> dict[str, tuple[str, ...]]:
        """Return field, place and kind of organisation as codes."""
        facets: dict[str, tuple[str, ...]] = {"field": tuple(field.code for field in self.all_fields)}
        if self.place:
            facets["place"] = (self.place.code,)
        if self.organisation:
            facets["organisation-kind"] = (self.organisation.kind.code,)
        return facets
