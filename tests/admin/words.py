"""Finds English on Vietnamese screens: messages looked up that no catalogue translates, and English words in what is read."""

import gettext as of_python
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import django
import polib
from django.apps import apps
from django.utils.translation import trans_real

LANGUAGE: Final = "vi"
CONTEXT: Final = "\x04"
READ_ATTRIBUTES: Final = ("title", "aria-label", "placeholder", "alt", "label", "aria-description")
UNREAD: Final = frozenset({"script", "style", "code", "kbd", "noscript", "svg", "template"})
# No words: file names, addresses, e-mail addresses, codes with digits or underscores, what stands in braces.
_NO_WORDS: Final = re.compile(
    r"\S+@\S+|https?://\S+|\S*[/\\_]\S*|\S+\.\w{2,5}\b|\b[a-z]+\.[a-z]+\b|\{[^}]*\}|%\(\w+\)\w|\S*\d\S*|[A-ZĐ]{2,}\b"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ASCII: Final = re.compile(r"[a-z]{3,}\Z")
_TAG: Final = re.compile(r"<[^>]*>")
# Proper names, and words that Vietnamese writes as English does.
NAMES: Final = frozenset(
    [
        "wagtail",
        "django",
        "allauth",
        "google",
        "youtube",
        "vimeo",
        "facebook",
        "zalo",
        "linkedin",
        "apple",
        "android",
        "windows",
        "chrome",
        "chromium",
        "firefox",
        "safari",
        "iphone",
        "ipad",
        "mac",
        "linux",
        "python",
        "redis",
        "postgresql",
        "sqlite",
        "excel",
        "word",
        "markdown",
        "gravatar",
        "internet",
        "web",
        "email",
        "blog",
        "video",
        "audio",
        "podcast",
        "logo",
        "menu",
        "file",
        "album",
        "radio",
        "robot",
        "token",
        "cookie",
        "server",
    ]
)

# English wherever they stand, though a Vietnamese message quotes them from a program ("None", "new") or none of ours says them.
ENGLISH: Final = frozenset(
    [
        "none",
        "true",
        "false",
        "new",
        "select",
        "now",
        "name",
        "content",
        "file",
        "upload",
        "create",
        "live",
        "last",
        "hide",
        "show",
        "only",
        "same",
        "one",
        "action",
        "index",
        "session",
        "model",
        "header",
        "can",
        "class",
        "data",
        "focus",
        "trigger",
        "target",
        "of",
        "is",
        "or",
        "by",
    ]
)


@contextmanager
def untranslated() -> Iterator[dict[str, None]]:
    """Gather the messages that are looked up in Vietnamese and found in no catalogue, in the order of their looking up."""
    found: dict[str, None] = {}
    of_class = trans_real.DjangoTranslation
    plain, plural = of_class.gettext, of_class.ngettext

    def gettext(self: Any, message: str) -> Any:
        if message and self.language() == LANGUAGE and self._catalog.get(message) is None:
            found[message] = None
        return plain(self, message)

    def ngettext(self: Any, singular: str, many: str, number: Any) -> Any:
        if self.language() == LANGUAGE:
            try:
                self._catalog.plural(singular, number)
            except KeyError:
                found[singular] = None
        return plural(self, singular, many, number)

    of_class.gettext, of_class.ngettext = gettext, ngettext  # type: ignore[method-assign]
    try:
        yield found
    finally:
        of_class.gettext, of_class.ngettext = plain, plural  # type: ignore[method-assign]


def packages() -> list[Path]:
    """Return the folders of installed packages of others that may hold catalogues; Django's own first."""
    folders = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    return [folder for folder in folders if "site-packages" in folder.parts]


def catalogues(language: str) -> Iterator[tuple[str, polib.POFile]]:
    """Yield each catalogue of the packages in a language, by its domain."""
    for folder in packages():
        for domain in ("django", "djangojs"):
            path = folder / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
            if path.exists():
                yield domain, polib.pofile(str(path))


def ours() -> Iterator[tuple[str, polib.POFile]]:
    """Yield our own catalogues and those that complete the packages'."""
    for path in sorted(Path("locale").rglob("*.po")):
        yield path.stem, polib.pofile(str(path))


def _words(text: str) -> Iterator[str]:
    for found in _WORD.findall(_NO_WORDS.sub(" ", text)):
        yield found.lower()


@cache
def english() -> frozenset[str]:
    """Return the English words that the packages and we say, without those that Vietnamese messages say too."""
    said: set[str] = set()
    kept: set[str] = set(NAMES)
    for _domain, catalogue in (*catalogues("en"), *ours()):
        for entry in catalogue:
            said.update(word for word in _words(f"{entry.msgid} {entry.msgid_plural}") if _ASCII.match(word))
    for _domain, catalogue in (*catalogues(LANGUAGE), *ours()):
        for entry in catalogue:
            if entry.msgstr != entry.msgid:
                kept.update(_words(_TAG.sub(" ", " ".join((entry.msgstr, *entry.msgstr_plural.values())))))
    return frozenset(said - kept) | ENGLISH


class _Reader(HTMLParser):
    """Gathers what people read or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_foreign = given.get("lang", LANGUAGE) != LANGUAGE
        if self._unread or ((tag in UNREAD or is_foreign) and tag not in {"input", "img", "link", "meta", "br", "hr"}):
            if tag not in {"input", "img", "link", "meta", "br", "hr", "path", "source", "wbr", "use", "base", "area"}:
                self._unread.append(tag)
            return
        self.texts += [given[name] for name in READ_ATTRIBUTES if given.get(name)]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.texts.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unread:
            while self._unread.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.texts.append(data)


def read(page: str) -> list[str]:
    """Return the pieces of text that a page or a modal lets people read or hear."""
    reader = _Reader()
    reader.feed(page)
    return [" ".join(text.split()) for text in reader.texts if text.strip()]


def english_in(texts: list[str], *, content: frozenset[str] = frozenset()) -> list[str]:
    """Return the pieces that hold an English word; ``content`` are words that people wrote in the pages themselves."""
    known = english() - content
    return [text for text in texts if any(word in known for word in _words(text))]


def forget() -> None:
    """Let Django read the catalogues anew."""
    of_python._translations.clear()  # type: ignore[attr-defined]
    trans_real._translations.clear()
