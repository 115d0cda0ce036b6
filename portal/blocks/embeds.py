"""Film and sound: files of our own, or a provider's film that is loaded only on a click."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from portal.blocks import providers, samples

FILM_ENDINGS = frozenset({"mp4"})
SOUND_ENDINGS = frozenset({"mp3"})
CAPTION_ENDINGS = frozenset({"vtt"})


def _wrong_ending(document: Any, endings: frozenset[str]) -> ValidationError | None:
    if document is None or document.file_extension.lower() in endings:
        return None
    return ValidationError(
        gettext("Choose a file of the kind %(kinds)s.") % {"kinds": ", ".join(sorted(endings)).upper()}
    )


class VideoValue(blocks.StructValue):  # type: ignore[misc]  # Wagtail ships no types
    """A film with its parsed provider."""

    @property
    def film(self) -> providers.Video | None:
        """The provider's film, if the address means one."""
        return providers.parse(str(self.get("address") or ""))


class VideoBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A film: a provider's by its address, or an MP4 file of the library."""

    title = blocks.CharBlock(max_length=180, label=_("Title"), help_text=_("What the film shows."))
    address = blocks.CharBlock(
        required=False,
        max_length=250,
        label=_("Address of the film"),
        search_index=False,
        help_text=_("A film on YouTube."),
    )
    file = DocumentChooserBlock(required=False, label=_("Film file (MP4)"))
    captions = DocumentChooserBlock(required=False, label=_("Captions (VTT)"), help_text=_("For a film file."))
    poster = ImageBlock(required=False, label=_("Still picture"))
    transcript = blocks.TextBlock(
        required=False,
        label=_("Transcript"),
        help_text=_("What is said and shown, for those who cannot hear or see it."),
    )

    def clean(self, value: Any) -> Any:
        """Ask for exactly one of address and file, and for files of the right kind."""
        cleaned = super().clean(value)
        errors: dict[str, ValidationError] = {}
        address, file = cleaned.get("address"), cleaned.get("file")
        if bool(address) == bool(file):
            errors["address"] = ValidationError(gettext("Give either an address or a file, not both."))
        elif address and providers.parse(address) is None:
            errors["address"] = ValidationError(gettext("This is not the address of a film on YouTube."))
        for name, endings in (("file", FILM_ENDINGS), ("captions", CAPTION_ENDINGS)):
            if error := _wrong_ending(cleaned.get(name), endings):
                errors.setdefault(name, error)
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def get_preview_value(self) -> Any:
        """Return a film with a picture of the library as its still."""
        value = super().get_preview_value()
        value["poster"] = samples.image()
        return value

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A film; nothing is loaded from its provider before the reader clicks.")
        template = "blocks/video.html"
        value_class = VideoValue
        preview_value: ClassVar = {
            "title": _("The machine at work"),
            "address": "https://www.youtube.com/watch?v=00000000000",
            "transcript": _("The machine cuts, steams and lays out the noodles."),
        }


class AudioBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A sound file of the library, with its words."""

    title = blocks.CharBlock(max_length=180, label=_("Title"))
    file = DocumentChooserBlock(label=_("Sound file (MP3)"))
    transcript = blocks.TextBlock(
        required=False, label=_("Transcript"), help_text=_("What is said, for those who cannot hear it.")
    )

    def clean(self, value: Any) -> Any:
        """Ask for a sound file."""
        cleaned = super().clean(value)
        if error := _wrong_ending(cleaned.get("file"), SOUND_ENDINGS):
            raise StructBlockValidationError(block_errors={"file": error})
        return cleaned

    class Meta:
        icon = "radio-full"
        label = _("Audio")
        description = _("A sound file with its transcript.")
        template = "blocks/audio.html"
        preview_value: ClassVar = {
            "title": _("Radio report from the technology fair"),
            "transcript": _("Good morning. We are in the exhibition hall …"),
        }
