"""Lists of kinds of files as people write them: "pdf, docx"."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from awards.editions.enums import DocumentFormat


def read(text: str) -> tuple[str, ...]:
    """Return the endings of a list, each once, in lower case and without dots."""
    words = text.replace(";", ",").split(",")
    return tuple(dict.fromkeys(word.strip().lower().lstrip(".") for word in words if word.strip()))


def check(text: str) -> None:
    """Raise ValidationError unless the list names known kinds only, and at least one."""
    kinds = read(text)
    unknown = [kind for kind in kinds if kind not in DocumentFormat.values]
    if unknown or not kinds:
        raise ValidationError(_("Write one or more of pdf, docx, xlsx, jpg, png and mp4, separated by commas."))
