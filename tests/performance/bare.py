"""The least that a WSGI server does: the bytes of a file, for every request."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_BODY = Path(os.environ["PORTAL_BENCH_BODY"]).read_bytes()
_HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(_BODY)))]


def application(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer with the file."""
    start_response("200 OK", _HEADERS)
    return [_BODY]
