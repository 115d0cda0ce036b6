"""What is too large is not taken in: neither memory nor disk fills, and the form says in the reader's language what to do."""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from portal.media import recordings

LARGEST: Final = recordings.LARGEST_FILM
"""No form of the portal takes a larger file."""


class RefusedUpload(UploadedFile):  # type: ignore[type-arg]  # generic in the stubs only
    """A file that was too large: its name and true size without its bytes."""


class BoundedUploadHandler(FileUploadHandler):
    """Stands before Django's handlers: counts bytes, and once there are too many hands none on.

    The rest of the request is read and dropped, because browsers show an answer only when they have sent everything.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self._taken = 0

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes | None:
        """Hand on what may still be taken in."""
        self._taken += len(raw_data)
        return raw_data if self._taken <= LARGEST else None

    def file_complete(self, _file_size: int) -> "UploadedFile[bytes] | None":
        """Return the file without its bytes where it was too large; the next handler has it otherwise."""
        if self._taken <= LARGEST:
            return None
        return RefusedUpload(
            file=BytesIO(), name=self.file_name, content_type=self.content_type, size=self._taken, charset=self.charset
        )
