"""Which coding of a calendar a program asks for, the same for public and private ones."""

from typing import Final

from django.http import HttpRequest

NEVER: Final = frozenset({"0", "0.0", "0.00", "0.000"})


def wants_gzip(request: HttpRequest) -> bool:
    """Return whether the program takes gzip: named, and not with weight nought (RFC 9110, 12.5.3)."""
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        coding, _separator, weight = part.strip().partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "").removeprefix("q=") not in NEVER
    return False
