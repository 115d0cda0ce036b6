"""Pictures that the public hands in: read as a picture, drawn anew, so that only its pixels are kept."""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.models import Collection

from portal.kernel import errors

MEGABYTE: Final = 1024 * 1024
MILLION: Final = 1_000_000
FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF")
JPEG_QUALITY: Final = 88


def redraw(
    *,
    file: "UploadedFile[Any]",
    field: str,
    largest: int = 8 * MEGABYTE,
    most_pixels: int = 40_000_000,
    longest_side: int = 2000,
    transparent: bool = False,
    unreadable: "str | None" = None,
) -> BytesIO:
    """Return an uploaded picture as a fresh JPEG, or PNG where ``transparent``: no camera data, nothing behind the pixels.

    ``largest`` counts bytes; a picture with a longer side than ``longest_side`` is made smaller. Raises DomainError on ``field``
    for what is too large, has too many pixels, or is no picture that we can read; ``unreadable`` is the sentence for the latter
    where a form takes other formats than ``FORMATS``.
    """
    if (file.size or 0) > largest:
        raise errors.DomainError(
            _("The picture is larger than %(size)s MB. Choose a smaller one.") % {"size": largest // MEGABYTE},
            field=field,
        )
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > most_pixels:
                raise _too_many_pixels(field, most_pixels, longest_side)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            upright.thumbnail((longest_side, longest_side))
    except Image.DecompressionBombError as error:
        # Pillow refuses to open what has very many.
        raise _too_many_pixels(field, most_pixels, longest_side) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        sentence = unreadable or _("This is not a picture that we can read. Choose a PNG, JPEG, WebP or GIF file.")
        raise errors.DomainError(sentence, field=field) from error
    return _as_png(upright) if transparent else _as_jpeg(upright)


def _too_many_pixels(field: str, most: int, side: int) -> errors.DomainError:
    return errors.DomainError(
        _(
            "The picture has more than %(most)d million pixels, width times height. Make it smaller first, for example"
            " %(side)d × %(side)d pixels."
        )
        % {"most": most // MILLION, "side": side},
        field=field,
    )


def _as_png(picture: Image.Image) -> BytesIO:
    drawn = BytesIO()
    picture.save(drawn, "PNG", optimize=True)
    drawn.seek(0)
    return drawn


def _as_jpeg(picture: Image.Image) -> BytesIO:
    """Draw on white first: JPEG knows no transparency, and what was transparent would turn black."""
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture)
    drawn = BytesIO()
    ground.convert("RGB").save(drawn, "JPEG", quality=JPEG_QUALITY, optimize=True)
    drawn.seek(0)
    return drawn


def collection(name: str) -> Collection:
    """Return the collection of that name, made under the root where it does not exist yet."""
    existing = Collection.objects.filter(name=name).first()
    return existing or Collection.get_first_root_node().add_child(name=name)
