"""Captions: WebVTT files are read and checked, SubRip files (SRT) become WebVTT. A refusal names the line.

Rules: W3C "WebVTT: The Web Video Text Tracks Format", section 4 (syntax). SubRip has no standard; what its programs write is
read: numbered blocks with times whose decimals stand after a comma.
"""

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from portal.kernel import errors

LARGEST: Final = 2 * 1024 * 1024
"""Captions of a whole day are smaller."""
TIME: Final = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMES: Final = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?$")
SRT_TIMES: Final = re.compile(
    r"^(\d{1,2}):(\d{2}):(\d{2})[,.](\d{1,3})[ \t]*-->[ \t]*(\d{1,2}):(\d{2}):(\d{2})[,.](\d{1,3})[ \t]*$"
)
ASIDE: Final = ("NOTE", "STYLE", "REGION")
ARROW: Final = "-->"


class CaptionsError(errors.DomainError):
    """The file is no captions file, or a line of it is wrong."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: from, to (milliseconds), words."""

    starts: int
    ends: int
    words: str


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise CaptionsError(_("This captions file is larger than 2 MB. Choose the captions, not the film."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CaptionsError(
            _("Line %(line)d is not written in UTF-8. Save the captions file again with the encoding UTF-8.")
            % {"line": line}
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def parse(data: bytes) -> tuple[Cue, ...]:
    """Return the captions of a WebVTT file; raises CaptionsError with a sentence that names the first wrong line."""
    lines = _text(data).split("\n")
    if not re.match(r"^WEBVTT(?:[ \t].*)?$", lines[0]):
        raise CaptionsError(_('Line 1 must be "WEBVTT". This is no captions file of the kind WebVTT.'))
    cues: list[Cue] = []
    number = 1
    while number < len(lines):
        first = number
        while number < len(lines) and lines[number].strip():
            number += 1
        block = lines[first:number]
        number += 1
        if block and first > 1 and not block[0].startswith(ASIDE):
            cues.append(_cue(block, first + 1, cues))
        elif block and first == 1 and ARROW in "".join(block):
            raise CaptionsError(_("Line 2 must be empty: a blank line stands between WEBVTT and the first caption."))
    if not cues:
        raise CaptionsError(_("There is no caption in this file."))
    return tuple(cues)


def _cue(block: list[str], line: int, before: list[Cue]) -> Cue:
    at = 0 if ARROW in block[0] else 1
    if len(block) <= at or ARROW not in block[at]:
        raise CaptionsError(
            _("Line %(line)d: a caption needs a line with its times, such as 00:01.000 --> 00:04.000.") % {"line": line}
        )
    found = TIMES.match(block[at].strip())
    line += at
    if found is None:
        raise CaptionsError(
            _("Line %(line)d: write the times as 00:01.000 --> 00:04.000, with a point before the thousandths.")
            % {"line": line}
        )
    groups = found.groups()
    starts, ends = _milliseconds(*groups[:4]), _milliseconds(*groups[4:])
    if ends <= starts:
        raise CaptionsError(_("Line %(line)d: the caption must end after it begins.") % {"line": line})
    if before and starts < before[-1].starts:
        raise CaptionsError(_("Line %(line)d: the caption begins before the one above it.") % {"line": line})
    return Cue(starts, ends, "\n".join(block[at + 1 :]))


def from_srt(data: bytes) -> bytes:
    """Return a SubRip file as WebVTT; raises CaptionsError with a sentence that names the first wrong line."""
    lines = _text(data).split("\n")
    made = ["WEBVTT", ""]
    for number, line in enumerate(lines, start=1):
        if ARROW not in line:
            is_number = line.strip().isdigit() and number < len(lines) and ARROW in lines[number]
            made += [] if is_number else [line.rstrip()]
            continue
        found = SRT_TIMES.match(line.strip())
        if found is None:
            raise CaptionsError(
                _(
                    "Line %(line)d: the times of this SRT file cannot be read. They look like 00:00:01,000 --> 00:00:04,000."
                )
                % {"line": number}
            )
        one, two = found.groups()[:4], found.groups()[4:]
        made.append(f"{_written(*one)} {ARROW} {_written(*two)}")
    if len(made) == made.count("") + 1:
        raise CaptionsError(_("There is no caption in this file."))
    written = re.sub(r"\n{3,}", "\n\n", "\n".join(made).strip()) + "\n"
    result = written.encode()
    parse(result)
    return result


def _written(hours: str, minutes: str, seconds: str, thousandths: str) -> str:
    return f"{int(hours):02d}:{minutes}:{seconds}.{thousandths.ljust(3, '0')}"
