"""The process that reads one document from its standard input and writes what came out as JSON.

Started by ``portal.media.texts.process``; knows neither the database nor the settings.
"""

import io
import json
import sys
from dataclasses import asdict
from typing import BinaryIO

from portal.media.texts import encodings, limits, outcome
from portal.media.texts.outcome import Outcome, Pages, Reason, RefusedError, State


def main() -> None:
    """Read the kind of the document from the command line and the document from standard input."""
    limits.confine()
    result = read(sys.argv[1], sys.stdin.buffer)
    sys.stdout.write(json.dumps(asdict(result)))


def read(kind: str, file: BinaryIO) -> Outcome:
    """Return what a document of a kind ("pdf", "docx" or "txt") says; never raises for any contents."""
    try:
        return _outcome(_pages(kind, file))
    except RefusedError as error:
        return Outcome(State.FAILED if error.reason is Reason.BROKEN else State.REFUSED, error.reason)
    except MemoryError:
        return Outcome(State.REFUSED, Reason.TOO_HEAVY)
    except Exception:  # noqa: BLE001 -- whatever a hostile file provokes in a parser
        return Outcome(State.FAILED, Reason.BROKEN)


def _pages(kind: str, file: BinaryIO) -> Pages:
    # The libraries are loaded where they are needed: each costs memory and time.
    data = io.BytesIO(file.read(limits.LARGEST + 1))
    if data.getbuffer().nbytes > limits.LARGEST:
        raise RefusedError(Reason.TOO_LARGE)
    if kind == "pdf":
        from portal.media.texts import pdf  # noqa: PLC0415 -- see above

        return pdf.pages(data)
    if kind == "docx":
        from portal.media.texts import docx  # noqa: PLC0415 -- see above

        return docx.pages(data)
    from portal.media.texts import plain  # noqa: PLC0415 -- see above

    return plain.pages(data)


def _outcome(pages: Pages) -> outcome.Outcome:
    from portal.media.texts import tidy  # noqa: PLC0415 -- see above

    raw = "\n".join("\n".join(page) for page in pages.lines)
    try:
        _read, encoding = encodings.decoded(raw)
    except ValueError:
        return Outcome(State.REFUSED, Reason.ENCODING, pages=len(pages.lines))
    lines = pages.lines
    if encoding:
        convert = encodings.from_tcvn3 if encoding == encodings.TCVN3 else encodings.from_vni
        lines = [[convert(line) for line in page] for page in lines]
    text = tidy.joined(lines)
    is_cut = pages.is_cut or len(text) > limits.MOST_CHARACTERS
    text = text[: limits.MOST_CHARACTERS]
    if not any(letter.isalnum() for letter in text):
        return Outcome(State.NOTHING, Reason.SCANNED, pages=len(pages.lines))
    return Outcome(State.READ, text=text, pages=len(pages.lines), is_cut=is_cut, encoding=encoding)
