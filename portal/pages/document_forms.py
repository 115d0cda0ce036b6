"""The form in which editors upload documents: sound, film and captions are checked by their contents."""

from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

from portal.media import captions, recordings
from portal.media.recordings import RecordingKind
from portal.ui.forms import TidyDataMixin

MP4_FAMILY: Final = frozenset({RecordingKind.MP4, RecordingKind.M4A})


def too_large(size: int | None, largest: int) -> str:
    """Return the sentence for a file that is too large: how large it is, what may be, and what to do."""
    what = _("A film may be {film}, a sound file {sound}, any other file {film}.").format(
        film=filesizeformat(recordings.LARGEST_FILM), sound=filesizeformat(recordings.LARGEST_SOUND)
    )
    how = _(
        "Save the film smaller (MP4, 720p, about 1 Mbit/s), or put it on YouTube and give its address at the story. Nothing was changed."
    )
    if size is None:
        too_large_words = _("The file is too large.")
        return f"{too_large_words} {what} {how}"
    first = _("The file has {size}, at most {largest} are taken.").format(
        size=filesizeformat(size), largest=filesizeformat(largest)
    )
    return f"{first} {what} {how}"


class DocumentForm(TidyDataMixin, BaseDocumentForm):  # type: ignore[misc]  # Wagtail ships no types
    """Refuses what is not what its name says; a captions file in SubRip (SRT) is stored as WebVTT."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            # Wagtail fills names in by "%": a sign of that kind in our sentence would be taken for one.
            field.error_messages["file_too_large_unknown_size"] = too_large(None, recordings.LARGEST_FILM)
            field.check_document_file_size = self._check_size

    @staticmethod
    def _check_size(file: Any) -> None:
        kind = recordings.of_name(file.name)
        largest = kind.largest if kind is not None else recordings.LARGEST_FILM
        if file.size > largest:
            raise forms.ValidationError(too_large(file.size, largest), code="file_too_large")

    def _post_clean(self) -> None:
        """Leave what the form says of a refused file as it is: the model would add a sentence about its ending."""
        said = list(self.errors.get("file", ()))
        super()._post_clean()
        if said:
            self._errors["file"] = self.error_class(said, renderer=self.renderer, field_id=self["file"].auto_id)

    def clean_file(self) -> Any:
        """Compare contents and name of a new file."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        if not PurePath(file.name).suffix:
            raise forms.ValidationError(
                _(
                    "The name of the file has no ending, so nobody can tell what it is. Add one of these: {endings}."
                ).format(endings=", ".join(settings.WAGTAILDOCS_EXTENSIONS)),
                code="ending",
            )
        name = file.name.lower()
        try:
            if name.endswith(".srt"):
                return ContentFile(captions.from_srt(_content(file)), name=f"{file.name[:-4]}.vtt")
            if name.endswith(".vtt"):
                captions.parse(_content(file))
        except captions.CaptionsError as error:
            raise forms.ValidationError(str(error), code="captions") from error
        promised = recordings.of_name(name)
        if promised is not None:
            found = recordings.detect(file)
            if found is not promised and not {found, promised} <= MP4_FAMILY:
                raise forms.ValidationError(_sentence(promised, found), code="kind")
        return file


def _content(file: Any) -> bytes:
    file.seek(0)
    data: bytes = file.read(captions.LARGEST + 1)
    file.seek(0)
    return data


def _sentence(promised: RecordingKind, found: RecordingKind | None) -> str:
    if found is None:
        return _(
            "The name says {name}, but the contents are neither sound nor film that browsers play. Save it as MP3, M4A, MP4 or WebM."
        ).format(name=promised.name)
    return _("The name says {name}, but the contents are {kind}. Give the file its right ending.").format(
        name=promised.name, kind=found.name
    )
