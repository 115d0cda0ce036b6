"""The logo that members upload: read as a picture, drawn anew, kept as a public image."""

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.models import Collection

from exhibitors import permissions, queries
from exhibitors.domain import log
from exhibitors.enums import LogAction
from exhibitors.models import Organisation
from portal.kernel import errors
from portal.media.models import PortalImage

COLLECTION: Final = "Biểu trưng tổ chức"
LARGEST_FILE: Final = 5 * 1024 * 1024
MOST_PIXELS: Final = 24_000_000
LONGEST_SIDE: Final = 1200
FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF")


def _redraw(file: "UploadedFile[Any]") -> BytesIO:
    """Return the picture as a fresh PNG, without camera data and without anything that hid behind the pixels."""
    if (file.size or 0) > LARGEST_FILE:
        raise errors.DomainError(_("The picture is larger than 5 MB. Choose a smaller one."), field="logo_file")
    unreadable = errors.DomainError(
        _("This is not a picture that we can read. Choose a PNG, JPEG, WebP or GIF file."), field="logo_file"
    )
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise errors.DomainError(
                    _("The picture has too many pixels. Make it smaller first."), field="logo_file"
                )
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise unreadable from error
    drawn = BytesIO()
    upright.save(drawn, "PNG", optimize=True)
    drawn.seek(0)
    return drawn


def _collection() -> Collection:
    existing = Collection.objects.filter(name=COLLECTION).first()
    return existing or Collection.get_first_root_node().add_child(name=COLLECTION)


def _must_edit(organisation: Organisation, by: Any) -> None:
    if not (permissions.can_edit(queries.membership_in(by, organisation)) or permissions.can_verify(by)):
        raise errors.NotAllowedError


def set_logo(*, organisation: Organisation, file: "UploadedFile[Any]", by: Any, now: datetime) -> Organisation:
    """Put an uploaded picture in the place of the logo; raises DomainError on field ``logo_file``."""
    _must_edit(organisation, by)
    drawn = _redraw(file)
    with transaction.atomic():
        locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
        image = PortalImage.objects.create(
            title=locked.name,
            description=locked.name,
            file=ImageFile(drawn, name=f"{locked.slug}.png"),
            collection=_collection(),
            uploaded_by_user=by,
        )
        return _replace(locked, image, by, now)


@transaction.atomic
def remove_logo(*, organisation: Organisation, by: Any, now: datetime) -> Organisation:
    """Take the logo away."""
    _must_edit(organisation, by)
    return _replace(Organisation.objects.select_for_update().get(pk=organisation.pk), None, by, now)


def _replace(organisation: Organisation, image: PortalImage | None, by: Any, now: datetime) -> Organisation:
    old = organisation.logo
    if old is None and image is None:
        return organisation
    organisation.logo = image
    organisation.updated_at = now
    organisation.save(update_fields=["logo", "updated_at"])
    if old is not None and old.collection.name == COLLECTION:
        old.delete()
    log.write(organisation=organisation, action=LogAction.UPDATED, by=by, now=now, detail="logo")
    return organisation
