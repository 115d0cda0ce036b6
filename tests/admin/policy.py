"""Who reaches which address of the admin: ``policy.toml`` holds one line for each, compared here with the resolver.

``python -m tests.admin.policy`` prints the lines that are missing or left over; with ``--write`` it puts the missing ones
into the file under the class that it takes for the likeliest. Read them before you commit: the walk believes them.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("policy.toml")
ADMIN: Final = "admin/"


class Access(StrEnum):
    """Whose an address is; the sections of the file."""

    EVERYBODY = "everybody"
    """Whoever enters the admin; it shows and changes only what is theirs, or what is public as it stands."""
    OWN_PAGE = "own-page"
    """People with rights on the page that the address names."""
    OWN_MEDIA = "own-media"
    """People with rights on the collection of the image or document."""
    OWN_RECORD = "own-record"
    """People with rights on the page that the record belongs to: comments, translations, tasks."""
    OFFICE = "office"
    """People of one office, by a right of its own; nobody of a newsroom. Its room proves who they are."""
    FRONT = "front"
    """The department's people who put stories in front; nobody of a newsroom."""
    OPERATOR = "operator"
    """Operators only."""
    NOT_WALKED = "not-walked"
    """Not about anybody's objects; the line says why."""


OWNED: Final = frozenset({Access.OWN_PAGE, Access.OWN_MEDIA, Access.OWN_RECORD})
CLOSED: Final = frozenset({Access.OFFICE, Access.FRONT, Access.OPERATOR})


@dataclass(frozen=True, slots=True)
class Line:
    """One address: whose it is, and the kind of object that fills it (of ``not-walked``, the reason)."""

    address: str
    access: Access
    takes: str


def read() -> dict[str, Line]:
    """Return the lines of the file by address; ValueError for an address in two sections."""
    found: dict[str, Line] = {}
    for section, lines in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        for address, takes in lines.items():
            if address in found:
                raise ValueError(f"{address} stands in two sections of {FILE.name}")
            found[address] = Line(address=address, access=Access(section), takes=takes)
    return found


def addresses(patterns: Iterable[Any] | None = None, prefix: str = "") -> Iterator[str]:
    """Return every address of the admin, as the resolver lists them, without the admin's own prefix."""
    from django.urls import URLResolver, get_resolver

    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        elif address.startswith(ADMIN):
            yield address.removeprefix(ADMIN).replace("^", "")


def missing() -> list[str]:
    """Return the addresses that no line is about, in the resolver's order."""
    known = read()
    return [address for address in dict.fromkeys(addresses()) if address not in known]


def left_over() -> list[str]:
    """Return the lines whose address is gone."""
    there = set(addresses())
    return [address for address in read() if address not in there]


_LIKELY: Final = (
    (r"^(users|groups|sites|locales|collections|workflows|redirects|settings)/", Access.OPERATOR, "none"),
    (r"<(int|id):(page_id|page_to_move_id|parent_page_id|page_pk)>", Access.OWN_PAGE, "page"),
    (r"^images/.*<int:image_id>", Access.OWN_MEDIA, "image"),
    (r"^documents/.*<int:(document|doc)_id>", Access.OWN_MEDIA, "document"),
    (r"^news[-_/].*<", Access.OWN_RECORD, "article"),
    (r"^(news|pages|images|documents|choose|localize|reports|$)", Access.EVERYBODY, "none"),
)


def guess(address: str) -> Line:
    """Return the likeliest line for an address; rooms other than the newsrooms are somebody's office."""
    for pattern, access, takes in _LIKELY:
        if re.search(pattern, address):
            return Line(address, access, takes)
    return Line(address, Access.OFFICE, "none")


def advice(lines: Iterable[Line]) -> str:
    """Return lines as they would stand in the file, each section once."""
    by_section: dict[str, list[str]] = {}
    for line in lines:
        by_section.setdefault(line.access, []).append(f"'{line.address}' = \"{line.takes}\"")
    return "\n".join("\n".join((f"[{section}]", *found)) for section, found in by_section.items())


def write(lines: dict[str, Line], text: str) -> str:
    """Return the file with these lines: sections in their order, addresses in the alphabet's, comments kept."""
    head = text[: text.index("[")] if "[" in text else ""
    parts = [head.rstrip()]
    for access in Access:
        found = sorted((line for line in lines.values() if line.access is access), key=lambda line: line.address)
        parts.append("\n".join((f"[{access}]", *(f"'{line.address}' = \"{line.takes}\"" for line in found))))
    return "\n\n".join(parts).lstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Print what is missing and left over, or write it; return the exit status."""
    import django

    django.setup()
    new, old = [guess(address) for address in missing()], left_over()
    if "--write" in arguments:
        lines = {address: line for address, line in read().items() if address not in old}
        lines |= {line.address: line for line in new}
        FILE.write_text(write(lines, FILE.read_text(encoding="utf-8")), encoding="utf-8")
    if new:
        print(f"Missing in {FILE.name}; who may, and what object does it take?\n{advice(new)}")  # noqa: T201 -- a command
    if old:
        print("Gone from the resolver:\n" + "\n".join(old))  # noqa: T201 -- the same
    return 1 if new or old else 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    sys.exit(main(sys.argv[1:]))
