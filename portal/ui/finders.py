"""The style sheet: every file under static/ui/css in layer order as one file, ``ui/portal.css``."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

BUNDLE_NAME: Final = "ui/portal.css"
LAYERS: Final = ("reset", "tokens", "base", "layout", "components", "rooms", "utilities", "print")
SOURCE: Final = Path(__file__).parent / "static" / "ui" / "css"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING: Final = re.compile(r"""("[^"]*"|'[^']*')""")
_AROUND: Final = re.compile(r"\s*([{};])\s*")
# A space before a colon is a selector's and means a descendant; one behind it or behind a comma means nothing.
_BEHIND: Final = re.compile(r"([:,])\s+")
# In a value only: an element's name may look like a colour.
_COLOUR: Final = re.compile(r"(?<=[:,( ])#(?:[\da-fA-F]{3,4}){1,2}(?=[;,) }])")
_DOUBLED: Final = re.compile(r"#(.)\1(.)\2(.)\3$")
_LEADING_ZERO: Final = re.compile(r"(?<![\w.])0(?=\.\d)")


def _shortest(colour: re.Match[str]) -> str:
    return _DOUBLED.sub(r"#\1\2\3", colour.group().lower())


def shrink(source: str) -> str:
    """Return the style sheet without comments and without the spaces, zeros and doubled digits that say nothing."""
    parts = _STRING.split(_COMMENT.sub("", source))
    # Every second part is a string and stays as it is.
    for number in range(0, len(parts), 2):
        tight = _BEHIND.sub(r"\1", _AROUND.sub(r"\1", parts[number]))
        tight = _LEADING_ZERO.sub("", _COLOUR.sub(_shortest, tight))
        parts[number] = re.sub(r"\s+", " ", tight).replace(";}", "}")
    return "".join(parts).strip()


def bundle(source: Path = SOURCE) -> str:
    """Return all style sheets under ``source`` in layer order, files by name inside a layer."""
    parts = [f"@layer {','.join(LAYERS)};"]
    for layer in LAYERS:
        rules = [shrink(path.read_text(encoding="utf-8")) for path in sorted((source / layer).glob("*.css"))]
        if rules:
            parts.append(f"@layer {layer}{{{''.join(rules)}}}")
    return "".join(parts) + "\n"


def write_bundle(folder: Path) -> Path:
    """Write the bundle below ``folder`` if it differs from what is there, in one step for parallel processes."""
    target = folder / BUNDLE_NAME
    content = bundle()
    if not target.exists() or target.read_text(encoding="utf-8") != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{id(content)}.tmp")
        draft.write_text(content, encoding="utf-8")
        draft.replace(target)
    return target


class BundleFinder(BaseFinder):
    """Finds ``ui/portal.css`` for collectstatic, runserver and WhiteNoise."""

    def __init__(self, *args: object, **kwargs: object) -> None:  # noqa: ARG002 -- Django's signature
        super().__init__()
        self.folder = Path(settings.VAR_DIR) / "bundle"
        self.storage = FileSystemStorage(location=self.folder)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: ARG002, FBT001, FBT002 -- Django's signature
        """Return the path of the freshly written bundle, or nothing for any other name."""
        if path != BUNDLE_NAME:
            return []
        found = str(write_bundle(self.folder))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:  # noqa: ARG002 -- Django's signature
        """Yield the bundle and the storage that holds it."""
        write_bundle(self.folder)
        yield BUNDLE_NAME, self.storage
