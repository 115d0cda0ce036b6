"""Real pictures and files for previews, so that an editor sees a block as it will look."""

from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model


def image() -> Any:
    """Return a picture of the library, or None while there is none; templates draw one instead."""
    return get_image_model().objects.order_by("pk").first()


def document() -> Any:
    """Return a document of the library, or None while there is none."""
    return get_document_model().objects.order_by("pk").first()
