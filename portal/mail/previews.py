"""Every mail of the portal with invented content: rooms register theirs, the admin shows them, a test misses none.

A preview is rendered as the mail is, from the same templates; no record is read or written and no link of it opens anything.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from portal.kernel.languages import Language
from portal.mail import rendering
from portal.mail.rendering import Rendered

PERSON: Final = "Nguyễn Thị Mẫu"
ORGANISATION: Final = {
    Language.VIETNAMESE: "Công ty TNHH Ví dụ Kinh Bắc",
    Language.ENGLISH: "Kinh Bac Example Company Ltd.",
}
LINK: Final = "https://portal.example.org/…"

Sample = Callable[[Language], Mapping[str, Any]]


class Renderer(Protocol):
    """Renders one mail in a language; ``subject`` is the event that it is about, where the reader chose one."""

    def __call__(self, language: Language, subject: uuid.UUID | None = None) -> Rendered:
        """Return the words; LookupError for a subject that is not known."""


@dataclass(frozen=True, slots=True)
class Preview:
    """One mail. ``room`` is the label of the app; ``by_subject`` whether it can be shown for a concrete event."""

    kind: str
    room: str
    render: Renderer
    by_subject: bool = False


_PREVIEWS: dict[str, Preview] = {}
_SUBJECTS: list[Callable[[Any], Collection[tuple[uuid.UUID, str]]]] = []


def register(*, kind: str, sample: Sample) -> None:
    """Add the preview of templates; ``sample`` returns the context in a language, invented throughout."""

    def render(language: Language, subject: uuid.UUID | None = None) -> Rendered:  # noqa: ARG001 -- the same for every subject
        return rendering.render(kind=kind, language=language, context=sample(language))

    add(Preview(kind, _room(kind), render))


def add(preview: Preview) -> None:
    """Add a preview that renders by itself; the same kind again replaces it."""
    _PREVIEWS[preview.kind] = preview


def register_subjects(source: Callable[[Any], Collection[tuple[uuid.UUID, str]]]) -> None:
    """Add who tells a person's events with their titles, for previews by subject."""
    if source not in _SUBJECTS:
        _SUBJECTS.append(source)


def every() -> list[Preview]:
    """Return all previews, by kind."""
    return [_PREVIEWS[kind] for kind in sorted(_PREVIEWS)]


def find(kind: str) -> Preview | None:
    """Return one preview."""
    return _PREVIEWS.get(kind)


def subjects_of(user: Any) -> list[tuple[uuid.UUID, str]]:
    """Return the events that a person may see mails of, by title."""
    return sorted((item for source in _SUBJECTS for item in source(user)), key=lambda item: item[1])


def _room(kind: str) -> str:
    return kind.partition("/")[0]
