"""Files to download."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from portal.blocks import samples


class DownloadBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """One file with words that say what it is."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        required=False,
        max_length=180,
        label=_("Title"),
        help_text=_("Left empty, the name of the file in the library is shown."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blocks/download.html"


class DocumentsBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A list of files to download, each with format and size."""

    title = blocks.CharBlock(required=False, max_length=180, label=_("Title"))
    documents = blocks.ListBlock(DownloadBlock(), min_num=1, label=_("Files"))

    def get_preview_value(self) -> Any:
        """Return a list with a file of the library."""
        value = super().get_preview_value()
        for item in value["documents"]:
            item["document"] = samples.document()
        return value

    class Meta:
        icon = "download"
        label = _("Files to download")
        description = _("One or more files with format and size.")
        template = "blocks/documents.html"
        preview_value: ClassVar = {"title": _("Forms"), "documents": [{"title": _("Application form")}]}
