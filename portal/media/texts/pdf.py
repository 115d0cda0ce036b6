"""The lines of a PDF's pages."""

import logging
import time
from typing import BinaryIO

import pypdf
from pypdf.errors import PdfReadError, PyPdfError

from portal.media.texts import limits
from portal.media.texts.outcome import Pages, Reason, RefusedError


def pages(file: BinaryIO) -> Pages:
    """Return the lines of the first pages; one damaged page is passed over. Raises RefusedError."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(file, strict=False)
        # Many official files may be read by everybody and are closed to changes only: their password for reading is empty.
        if reader.is_encrypted and not reader.decrypt(""):
            raise RefusedError(Reason.ENCRYPTED)
        number = len(reader.pages)
    except NotImplementedError as error:
        raise RefusedError(Reason.ENCRYPTED) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        raise RefusedError(Reason.BROKEN) from error
    if not number:
        raise RefusedError(Reason.BROKEN)
    begun = time.process_time()
    found: list[list[str]] = []
    length = 0
    failed = 0
    for place in range(min(number, limits.MOST_PAGES)):
        if length > limits.MOST_CHARACTERS or time.process_time() - begun > limits.PATIENCE:
            return Pages(found, is_cut=True)
        try:
            text = reader.pages[place].extract_text()
        except (PdfReadError, PyPdfError, RecursionError, ArithmeticError, LookupError, ValueError, TypeError):
            text = ""
            failed += 1
        except (AttributeError, AssertionError, NotImplementedError):
            text = ""
            failed += 1
        found.append(text.splitlines())
        length += len(text)
    if failed == len(found):
        raise RefusedError(Reason.BROKEN)
    return Pages(found, is_cut=number > limits.MOST_PAGES)
