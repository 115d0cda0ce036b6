"""The photo of an expert: read as a picture, drawn anew as a square, kept as a private file until and after approval.

It is shown by a view that looks at the profile first, so that a withdrawn profile's photo is gone at once; the public
media folder would go on showing it to whoever kept the address.
"""

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps

from experts import permissions
from experts.domain.profile_lock import lock
from experts.enums import ReviewState
from experts.models import ExpertProfile
from portal.kernel import errors
from portal.media.domain import pictures, private_files
from portal.media.models import PrivateFile

PURPOSE: Final = "experts.portrait"
SIDE: Final = 480
LARGEST_FILE: Final = 5 * 1024 * 1024
# Faces stand above the middle of a portrait.
CENTRE: Final = (0.5, 0.35)
JPEG_QUALITY: Final = 85


def _square(file: "UploadedFile[Any]") -> bytes:
    """Return a square JPEG of the picture; raises DomainError on field ``photo_file``."""
    drawn = pictures.redraw(file=file, field="photo_file", largest=LARGEST_FILE)
    with Image.open(drawn) as picture:
        fitted = ImageOps.fit(picture, (SIDE, SIDE), centering=CENTRE)
    squared = BytesIO()
    fitted.save(squared, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return squared.getvalue()


def _drop(held: PrivateFile | None) -> None:
    if held is not None:
        private_files.delete(held)


def _locked(profile: ExpertProfile, by: Any) -> ExpertProfile:
    locked = lock(profile)
    if not permissions.owns(by, locked):
        raise errors.NotAllowedError
    if locked.review == ReviewState.WAITING:
        raise errors.IllegalMoveError
    return locked


def propose(*, profile: ExpertProfile, file: "UploadedFile[Any]", by: Any, now: datetime) -> ExpertProfile:
    """Keep an uploaded photo as a proposal; raises DomainError on field ``photo_file``. Return the profile."""
    drawn = _square(file)
    with transaction.atomic():
        locked = _locked(profile, by)
        old = locked.proposed_portrait
        locked.proposed_portrait = PrivateFile.objects.create(
            purpose=PURPOSE,
            subject=str(locked.pk),
            file=ContentFile(drawn, name="portrait.jpg"),
            original_name="portrait.jpg",
            mime_type="image/jpeg",
            size=len(drawn),
            uploaded_by=by,
            uploaded_at=now,
        )
        locked.review = ReviewState.WRITING
        locked.save(update_fields=["proposed_portrait", "review"])
        if old is not None and old.pk != locked.portrait_id:
            _drop(old)
        return locked


@transaction.atomic
def remove(*, profile: ExpertProfile, by: Any, now: datetime) -> ExpertProfile:
    """Take one's photo away, the shown one at once; return the profile."""
    locked = _locked(profile, by)
    files = [locked.portrait, locked.proposed_portrait]
    locked.portrait = locked.proposed_portrait = None
    locked.updated_at = now
    locked.save(update_fields=["portrait", "proposed_portrait", "updated_at"])
    for held in files:
        _drop(held)
    return locked


def apply_proposed(locked: ExpertProfile) -> None:
    """Make the proposed photo the shown one; the caller holds the lock and saves both fields."""
    if locked.proposed_portrait_id is None:
        return
    old, locked.portrait, locked.proposed_portrait = locked.portrait, locked.proposed_portrait, None
    if old is not None and old.pk != locked.portrait_id:
        _drop(old)


def delete_files(locked: ExpertProfile) -> None:
    """Delete both photos from the store; the caller deletes the profile."""
    for held in (locked.portrait, locked.proposed_portrait):
        _drop(held)
