"""What the pictures inside a story's text lack before readers may see them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _


def pictures(body: Any) -> Iterator[Any]:
    """Yield the value of every picture of a text in its order, those of galleries too."""
    for child in body or ():
        if child.block_type == "picture":
            yield child.value
        elif child.block_type == "gallery":
            yield from child.value["pictures"]


def credit_of(picture: Any) -> str:
    """Return the source that readers see: the block's own, else the image's."""
    return str(picture.get("credit") or getattr(picture.get("image"), "credit", "") or "").strip()


def problem(body: Any) -> str:
    """Return one sentence that names the pictures without caption or source; "" where none lacks anything."""
    shown = list(enumerate(pictures(body), start=1))
    captionless = [str(number) for number, picture in shown if not str(picture.get("caption") or "").strip()]
    sourceless = [str(number) for number, picture in shown if not credit_of(picture)]
    said = []
    if captionless:
        said.append(
            _("Give these pictures of the text a caption before the story is published: %(numbers)s.")
            % {"numbers": ", ".join(captionless)}
        )
    if sourceless:
        said.append(
            _("Name the source of these pictures of the text before the story is published: %(numbers)s.")
            % {"numbers": ", ".join(sourceless)}
        )
    return " ".join(said)
