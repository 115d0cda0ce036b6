"""Custom image and document models, and files that only permitted people may open."""

import secrets
from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.media.enums import TextReason, TextState


class PortalImage(AbstractImage):
    """A public picture with its words in both languages and its source."""

    caption = models.CharField(_("caption"), max_length=250, blank=True)
    description_en = models.CharField(_("description in English"), max_length=255, blank=True, default="")
    credit = models.CharField(_("source"), max_length=150, blank=True)
    is_illustrative = models.BooleanField(
        _("illustrative"), default=False, help_text=_("Drawn or staged, not a photograph of the thing itself.")
    )

    admin_form_fields = (
        *WagtailImage.admin_form_fields,
        "description_en",
        "caption",
        "credit",
        "is_illustrative",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """Return the description in the language of the reader; the Vietnamese one where there is no English."""
        if languages.current() is Language.ENGLISH and self.description_en:
            return self.description_en
        return str(self.description or self.title)

    @property
    def alt_language(self) -> str:
        """Return the language of ``default_alt_text`` where it is not the reader's; nothing otherwise."""
        if languages.current() is Language.ENGLISH and not self.description_en:
            return Language.VIETNAMESE.value
        return ""

    @property
    def caption_language(self) -> str:
        """Return the language of caption and credit where it is not the reader's; they are kept in Vietnamese only."""
        return Language.VIETNAMESE.value if languages.current() is Language.ENGLISH else ""


class PortalRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_unique")
        ]


class PortalDocument(AbstractDocument):
    """A public document."""

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class DocumentText(models.Model):
    """The words of a document's file, for the search; made anew when the file changes (``domain.texts``).

    ``stamp`` says of which file: a document whose own stamp differs has another file by now.
    """

    # Not a use of the document that would keep it from being deleted.
    wagtail_reference_index_ignore = True

    document = models.OneToOneField(
        PortalDocument, verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    stamp = models.CharField(_("file"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=TextState.choices, default=TextState.PENDING)
    reason = models.CharField(_("reason"), max_length=12, choices=TextReason.choices, blank=True)
    text = models.TextField(_("text"), blank=True)
    pages = models.PositiveIntegerField(_("pages read"), default=0)
    is_cut = models.BooleanField(_("read in part"), default=False)
    encoding = models.CharField(_("converted from"), max_length=10, blank=True)
    asked_at = models.DateTimeField(_("asked for at"))
    read_at = models.DateTimeField(_("Read on"), null=True, blank=True)

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=TextState.READ) | models.Q(text=""), name="document_text_only_where_read"
            )
        ]

    def __str__(self) -> str:
        return str(self.document)


def private_path(_instance: "PrivateFile", filename: str) -> str:
    """Return a random path that keeps only the ending of the uploaded name."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token}{PurePath(filename).suffix.lower()[:10]}"


def _private_storage() -> object:
    return storages["private"]


class PrivateFile(models.Model):
    """A file outside the public media folder; the room that owns it decides who may open it."""

    purpose = models.CharField(_("purpose"), max_length=60)
    subject = models.CharField(_("subject"), max_length=100, db_index=True)
    file = models.FileField(_("file"), storage=_private_storage, upload_to=private_path)  # type: ignore[arg-type]  # a callable that returns a storage
    original_name = models.CharField(_("file name"), max_length=200)
    mime_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("uploaded by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("private file")
        verbose_name_plural = _("private files")

    def __str__(self) -> str:
        return self.original_name
