"""The logo that members upload: read as a picture, drawn anew, kept as a public image."""

from datetime import datetime
from typing import Any, Final

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from exhibitors import permissions, queries
from exhibitors.domain import log
from exhibitors.enums import LogAction
from exhibitors.models import Organisation
from portal.kernel import errors
from portal.media.domain import pictures
from portal.media.models import PortalImage

COLLECTION: Final = "Biểu trưng tổ chức"
LARGEST_FILE: Final = 5 * 1024 * 1024
MOST_PIXELS: Final = 24_000_000
LONGEST_SIDE: Final = 1200


def _must_edit(organisation: Organisation, by: Any) -> None:
    if not (permissions.can_edit(queries.membership_in(by, organisation)) or permissions.can_verify(by)):
        raise errors.NotAllowedError


def _lock(organisation: Organisation, by: Any) -> Organisation:
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _must_edit(locked, by)
    return locked


def set_logo(*, organisation: Organisation, file: "UploadedFile[Any]", by: Any, now: datetime) -> Organisation:
    """Put an uploaded picture in the place of the logo; return the organisation.

    Raises NotAllowedError, and DomainError on field ``logo_file``. Who may not is refused before the picture is drawn, and
    asked again behind the lock: drawing takes long enough for a membership to end.
    """
    _must_edit(organisation, by)
    drawn = pictures.redraw(
        file=file,
        field="logo_file",
        largest=LARGEST_FILE,
        most_pixels=MOST_PIXELS,
        longest_side=LONGEST_SIDE,
        transparent=True,
    )
    with transaction.atomic():
        locked = _lock(organisation, by)
        image = PortalImage.objects.create(
            title=locked.name,
            description=locked.name,
            file=ImageFile(drawn, name=f"{locked.slug}.png"),
            collection=pictures.collection(COLLECTION),
            uploaded_by_user=by,
        )
        return _replace(locked, image, by, now)


@transaction.atomic
def remove_logo(*, organisation: Organisation, by: Any, now: datetime) -> Organisation:
    """Take the logo away; return the organisation. Raises NotAllowedError."""
    return _replace(_lock(organisation, by), None, by, now)


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
