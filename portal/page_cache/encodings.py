"""Which encoding a client takes, and whether it holds what it asks for (RFC 9110, sections 12.5.3 and 13.1.2)."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def best(accepted: str) -> str:
    """Return ``br``, ``gzip`` or "" for the value of Accept-Encoding."""
    weights: dict[str, float] = {}
    for part in accepted[:500].lower().split(","):
        name, _, weight = part.partition(";")
        try:
            weights[name.strip()] = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            weights[name.strip()] = 0
    offered = [(weights.get(name, 0), name) for name in ("gzip", "br")]
    best_weight, found = max(offered)
    # Where both weigh the same Brotli, the shorter one, is taken.
    if weights.get("br", 0) == best_weight:
        found = "br"
    return found if best_weight > 0 else ""


def matches(wanted: str, tag: str) -> bool:
    """Return whether an If-None-Match names the tag; a proxy may have made it weak."""
    return wanted.strip() == "*" or any(part.strip().removeprefix("W/") == tag for part in wanted.split(","))
