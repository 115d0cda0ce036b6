"""Documents that were drawn a moment ago, so that asking again and again draws them once.

The bytes stay on the server's own cache for a few minutes, under a digest of everything that is printed: who may have the document
is asked anew each time, and whatever changes in it makes another digest. Answers to browsers forbid every other cache.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Final

from django.core.cache import cache

from portal.kernel import limits
from portal.kernel.errors import LimitReachedError
from portal.pdf import documents
from portal.pdf.documents import Document

SECONDS: Final = 300
LARGEST: Final = 1024 * 1024
"""Larger ones are rare and would crowd out everything else."""


class DrawnTooOftenError(LimitReachedError):
    """So many documents were drawn for one link that the next must wait."""


def digest_of(document: Document) -> str:
    """Return a digest of everything that a document is drawn from."""
    told = [
        document.template,
        document.data,
        document.title,
        str(document.language),
        int(document.moment.timestamp()),
        documents.stamp_of(document.template),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def once(document: Document, *, key: str, draw: Callable[[Document], bytes] = documents.draw) -> bytes:
    """Return a document as PDF, drawn now or a few minutes ago; ``key`` names the link for which drawings are counted.

    Raises DrawnTooOftenError where it would have to be drawn and the link's number of drawings is used up.
    """
    name = f"drawn:{digest_of(document)}"
    kept = cache.get(name)
    if isinstance(kept, bytes):
        return kept
    if not limits.file_may_be_drawn(key):
        raise DrawnTooOftenError
    pdf = draw(document)
    if len(pdf) <= LARGEST:
        cache.set(name, pdf, SECONDS)
    return pdf
