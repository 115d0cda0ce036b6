"""Seals of documents that are kept as records: a digest by which any changed word is found."""

import hashlib
import json
from typing import Any


def seal(*said: Any) -> str:
    """Return the digest (SHA-256, hexadecimal) of everything that a document says; ``said`` must be fit for JSON."""
    return hashlib.sha256(json.dumps(list(said), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
