"""Pictures that exhibitors upload: read as a picture, drawn anew under a name that tells nothing."""

import secrets
from io import BytesIO
from typing import Any, Final

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.models import Collection

from portal.kernel import errors
from portal.media.models import PortalImage
from showcase.models import TechnologyPage, TechnologyPicture

COLLECTION: Final = "Ảnh công nghệ"
LARGEST_FILE: Final = 8 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 2000
MOST_PICTURES: Final = 8
FORMATS: Final = ("PNG", "JPEG", "WEBP")


def _redraw(file: "UploadedFile[Any]") -> bytes:
    """Return the picture as a fresh JPEG, without camera data and without anything that hid behind the pixels."""
    if (file.size or 0) > LARGEST_FILE:
        raise errors.DomainError(_("The picture is larger than 8 MB. Choose a smaller one."), field="picture")
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise errors.DomainError(_("The picture has too many pixels. Make it smaller first."), field="picture")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise errors.DomainError(
            _("This is not a picture that we can read. Choose a PNG, JPEG or WebP file."), field="picture"
        ) from error
    drawn = BytesIO()
    upright.save(drawn, "JPEG", quality=88, optimize=True)
    return drawn.getvalue()


def _collection() -> Collection:
    existing = Collection.objects.filter(name=COLLECTION).first()
    return existing or Collection.get_first_root_node().add_child(name=COLLECTION)


def add_picture(*, page: TechnologyPage, file: "UploadedFile[Any]", alt: str, by: Any) -> TechnologyPicture:
    """Add an uploaded picture to a page in memory; return the row, which is kept when the draft is saved.

    Raises DomainError on field ``picture`` for what is no picture, is too large, or is one too many.
    """
    if page.pictures.count() >= MOST_PICTURES:
        raise errors.DomainError(_("Eight pictures are enough. Remove one first."), field="picture")
    drawn = _redraw(file)
    image = PortalImage(
        title=alt[:255],
        description=alt[:255],
        file=ImageFile(BytesIO(drawn), name=f"cong-nghe-{secrets.token_hex(8)}.jpg"),
        collection=_collection(),
        uploaded_by_user=by,
    )
    image.save()
    row = TechnologyPicture(image=image, alt=alt)
    page.pictures.add(row)
    return row
