"""Site maps beside the one of all pages, which robots.txt names, and addresses that are no pages: rooms register theirs."""

_NAMES: list[str] = []
_VIEWS: list[str] = []


def register(name: str) -> None:
    """Add the name of a site map's address; from an AppConfig.ready()."""
    if name not in _NAMES:
        _NAMES.append(name)


def registered() -> list[str]:
    """Return the names of the addresses, in the order in which they were added."""
    return list(_NAMES)


def register_view(name: str) -> None:
    """Add the name of a public address that is no page and stands in both languages; from an AppConfig.ready()."""
    if name not in _VIEWS:
        _VIEWS.append(name)


def views() -> list[str]:
    """Return the names of such addresses, in the order in which they were added."""
    return list(_VIEWS)
