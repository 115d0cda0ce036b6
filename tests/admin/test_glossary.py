"""One English term has one Vietnamese: what docs/reference/glossary.md says, every catalogue of the admin says."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import polib
import pytest

from tests.admin import words

GLOSSARY: Final = Path("docs/reference/glossary.md")
OF_ADMIN: Final = ("wagtail", "wagtail_localize", "allauth")
# Why these messages say a term otherwise, or not at all; a beginning is enough.
OTHERWISE: Final = {
    # Vietnamese leaves out what the sentence says already.
    "Receive notification when your page edit is": "the edit is what was approved",
    "This {model_name} is awaiting": "names the task and the workflow",
    "Unpublish scheduled draft": "the schedule is taken off, nothing is taken down",
    "%(num_parent_objects)d": "names the collection itself",
    "You haven't uploaded any": "tải … lên around its object",
    "The name of the page as it will appear in URLs": "shows the last part by an example",
    "You haven't created any %(snippet_type_name)s": "names the kind of record",
    "Optionally specify a route": "chuyển đến: one goes there oneself",
    "title tag": "the title that search engines show",
    "A list of allowed response types": "code is a value to type",
    "A user": "an account's owner is no user of the admin",
    # Live as an adverb or a moment.
    "Choose when": "lên cổng: the moment of going live",
    "Go live": "the same",
    "Go-live": "the same",
    "go live": "the same",
    "approved go live at": "the same",
    "Currently locked and will go live": "the same",
    "{model_name} '{title}' is locked and has been scheduled to go live": "the same",
    "View live": "a button to the public page",
    "Once live anyone can view": "after publishing",
    "Task submitted by": "who handed in",
    "Hello %(username)s": "a greeting by name",
}


def terms() -> dict[str, str]:
    """Return the Vietnamese of each English term of the table."""
    rows = [line.split("|") for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return {row[1].strip(): row[2].strip() for row in rows if row[1].strip() not in {"English", "---"}}


@cache
def messages() -> tuple[tuple[str, str], ...]:
    """Return every message of the admin's packages and the Vietnamese that people see, in small letters."""
    seen: dict[tuple[str, str | None, str], str] = {}
    for domain, catalogue in (*words.catalogues("vi"), *words.ours()):
        for entry in catalogue.translated_entries():
            seen[domain, entry.msgctxt, entry.msgid] = " ".join((entry.msgstr, *entry.msgstr_plural.values()))
    return tuple(dict.fromkeys((key[2], seen[key]) for key in _asked() if key in seen))


def _asked() -> Iterator[tuple[str, str | None, str]]:
    for folder in words.packages():
        if any(name in folder.parts for name in OF_ADMIN):
            for path in (folder / "locale" / "en" / "LC_MESSAGES").glob("*.po"):
                for entry in polib.pofile(str(path)):
                    if not entry.obsolete:
                        yield path.stem, entry.msgctxt, entry.msgid


def test_the_glossary_uses_no_word_twice() -> None:
    said = list(terms().values())
    assert len(said) == len(set(said)) >= 25


@pytest.mark.parametrize("term", sorted(terms()))
def test_every_message_says_a_term_as_the_glossary_does(term: str) -> None:
    # Terms in braces are names of values.
    holds = re.compile(rf"(?<![\w(%{{'.-]){term}(s|es|d|ed)?(?![\w)}}'])", re.IGNORECASE)
    wanted = terms()[term]
    wrong = [
        f"{english!r} says {vietnamese!r}"
        for english, vietnamese in messages()
        if holds.search(english)
        and wanted not in vietnamese.lower()
        and not english.strip().startswith(tuple(OTHERWISE))
    ]
    assert not wrong, f"{term} is {wanted!r} in {GLOSSARY}:\n" + "\n".join(wrong)


def test_every_exception_is_still_one() -> None:
    english = [message.strip() for message, _said in messages()]
    assert [start for start in OTHERWISE if not any(message.startswith(start) for message in english)] == []
