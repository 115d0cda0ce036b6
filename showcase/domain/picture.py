"""Pictures that exhibitors upload: read as a picture, drawn anew under a name that tells nothing."""

import secrets
from typing import Any, Final

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from portal.media.domain import pictures
from portal.media.models import PortalImage
from showcase.models import TechnologyPage, TechnologyPicture

COLLECTION: Final = "Ảnh công nghệ"
MOST_PICTURES: Final = 8


def add_picture(*, page: TechnologyPage, file: "UploadedFile[Any]", alt: str, by: Any) -> TechnologyPicture:
    """Add an uploaded picture to a page in memory; return the row, which is kept when the draft is saved.

    Raises DomainError on field ``picture`` for what is no picture, is too large, or is one too many.
    """
    if page.pictures.count() >= MOST_PICTURES:
        raise errors.DomainError(_("Eight pictures are enough. Remove one first."), field="picture")
    drawn = pictures.redraw(file=file, field="picture")
    image = PortalImage(
        title=alt[:255],
        description=alt[:255],
        file=ImageFile(drawn, name=f"cong-nghe-{secrets.token_hex(8)}.jpg"),
        collection=pictures.collection(COLLECTION),
        uploaded_by_user=by,
    )
    image.save()
    row = TechnologyPicture(image=image, alt=alt)
    page.pictures.add(row)
    return row
