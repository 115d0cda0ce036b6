"""What of the people behind a dossier can be found where the jury would see it: in a version without names, and in answers.

Names are compared without marks, spaces and case, so that "Nguyễn Thị Lụa" is found in "NGUYEN THI LUA" and in text that a
program spaced letter by letter. Nothing can be seen in pictures of text: that is said too (``LeakPlace.UNREAD``).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from awards.dossiers import told
from awards.dossiers.enums import LeakPlace, MemberState
from awards.models import Nomination
from portal.kernel import text
from showcase.domain import identity

SHORTEST: Final = 6
"""Letters and digits of what is looked for inside of other words; what is shorter must stand as words of its own."""
LAST_DIGITS: Final = 9
"""Of a telephone number: with and without the country's code they are the same."""
MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Leak:
    """What was found (as the dossier has it, or the author that a file names) and where."""

    place: LeakPlace
    found: str


def secrets_of(nomination: Nomination) -> tuple[str, ...]:
    """Return what must not be seen: names of nominee, people and organisation, tax code, addresses with their domain, telephone; two queries."""
    people = nomination.members.filter(state__in=[MemberState.INVITED, MemberState.ACCEPTED]).select_related("user")
    names = [nomination.nominee_name, *(one.user.full_name for one in people if one.user is not None)]
    # The domain of a provider at whom anybody has an address says nothing of a person.
    addresses = [nomination.nominee_email, *(one.email for one in people)]
    organisation = nomination.organisation
    if organisation is not None:
        names += [organisation.name, organisation.name_en]
        addresses.append(organisation.email)
        names += [organisation.tax_code or "", organisation.phone[-LAST_DIGITS:], _domain_of(organisation.website)]
    domains = [address.rpartition("@")[2] for address in addresses if address]
    found = [*names, *addresses, *(domain for domain in domains if domain.lower() not in identity.COMMON_MAIL)]
    return tuple(dict.fromkeys(one.strip() for one in found if one and one.strip()))


def _domain_of(website: str) -> str:
    host = website.partition("://")[2].partition("/")[0]
    return host.removeprefix("www.")


def _squashed(words: str) -> str:
    return "".join(text.words(text.fold(unicodedata.normalize("NFKC", words))))


class _Search:
    """The secrets, made ready once for many texts."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._whole = [(one, key) for one in secrets if len(key := _squashed(one)) >= SHORTEST]
        self._words = [
            (one, f" {' '.join(text.words(text.fold(one)))} ") for one in secrets if len(_squashed(one)) < SHORTEST
        ]

    def of(self, words: str) -> Iterator[str]:
        """Give every secret that a text holds."""
        squashed = _squashed(words)
        yield from (one for one, key in self._whole if key in squashed)
        if self._words:
            spaced = f" {' '.join(text.words(text.fold(words)))} "
            yield from (one for one, key in self._words if key.strip() and key in spaced)


def in_file(*, file: BinaryIO, kind: str, name: str, size: int, secrets: Iterable[str]) -> tuple[Leak, ...]:
    """Return what a file of a media type gives away: its name, properties, notes, changes, camera data, attachments and text.

    An author named in the properties is a leak whoever that is: the jury could look the name up.
    """
    search, said = _Search(tuple(secrets)), told.of(file, kind, size)
    found = [Leak(LeakPlace.FILE_NAME, one) for one in search.of(name)]
    found += [Leak(LeakPlace.PROPERTIES, one) for one in said.authors]
    found += [Leak(LeakPlace.PROPERTIES, one) for words in said.properties for one in search.of(words)]
    found += [Leak(LeakPlace.COMMENTS, one) for one in said.commenters]
    found += [Leak(LeakPlace.CHANGES, one) for one in said.changers]
    found += [Leak(LeakPlace.CAMERA, one) for one in said.camera]
    found += [Leak(LeakPlace.ATTACHMENT, one) for one in said.attachments]
    found += [Leak(LeakPlace.TEXT, one) for one in search.of(said.text)]
    if not said.is_read:
        found.append(Leak(LeakPlace.UNREAD, ""))
    return tuple(dict.fromkeys(Leak(one.place, text.line(one.found)[:200]) for one in found))[:MOST]


def in_words(words: str, secrets: Iterable[str]) -> tuple[str, ...]:
    """Return what an answer or a summary gives away."""
    return tuple(dict.fromkeys(_Search(tuple(secrets)).of(words)))


def stored(leaks: Iterable[Leak]) -> list[dict[str, Any]]:
    """Return leaks as data that JSON can hold."""
    return [{"place": leak.place.value, "found": leak.found} for leak in leaks]


def read(data: Iterable[dict[str, Any]]) -> tuple[Leak, ...]:
    """Return the leaks that ``stored`` wrote."""
    return tuple(Leak(LeakPlace(one["place"]), str(one["found"])) for one in data)
