"""Checks of a story's Vietnamese: pure functions over its texts. They find and propose; only the plain slips are mended by machine.

What forbids publication are captions and sources that are missing, and what a recording or an embargo still needs (``Severity.ERROR``);
everything else is advice.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from portal.kernel import text
from portal.kernel.text import TonePlacement

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_HEADLINE: Final = 110
"""Where Google cuts a headline (schema.org NewsArticle), and where cards begin to cut it."""
LONGEST_READABLE_LEAD: Final = 300
MOST_WORDS_SHOWN: Final = 5


class Severity(Enum):
    """Whether a finding forbids publication."""

    ERROR = "error"
    WARNING = "warning"


class Code(Enum):
    """What a check finds; those in ``MENDABLE`` are mended by machine without touching anything else."""

    NORMAL_FORM = "normal-form"
    WRONG_D = "wrong-d"
    SPACES = "spaces"
    TONES = "tones"
    OLD_PLACE = "old-place"
    CAPTION = "caption"
    SOURCE = "source"
    ALT_TEXT = "alt-text"
    HEADLINE = "headline"
    LEAD = "lead"
    HEADINGS = "headings"
    LINK_TEXT = "link-text"
    RELATED = "related"
    UNFINISHED = "unfinished"


MENDABLE: Final = frozenset({Code.NORMAL_FORM, Code.WRONG_D, Code.SPACES})


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what, where (the field or block in words), the words that stand there and what to do."""

    code: Code
    place: str
    message: "str | _StrPromise"
    words: tuple[str, ...] = ()
    suggestion: str = ""
    severity: Severity = Severity.WARNING

    @property
    def is_mendable(self) -> bool:
        """Whether the machine may mend it."""
        return self.code in MENDABLE


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a story with the words for where it stands."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class OldPlace:
    """A place that has ended in law: its name as people write it, the last day, and what took its place.

    Of a district nothing took the place: ``now`` lists the wards and communes on its ground.
    """

    name: str
    ended: date | None
    now: str
    is_district: bool = False
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way in which people write it, such as "TP Từ Sơn"."""
        return (self.name, *self.others)


_STROKES: Final = "\u0334\u0335\u0336"
_WRONG_D: Final = re.compile(f"[ð\u0256]|[Ð\u0189]|[dD][{_STROKES}]")
_RUN: Final = re.compile("[ \u00a0]{2,}")
_BEFORE: Final = re.compile("[ \u00a0]+(?=[,.;:!?](?:[\\s\u00a0\"'”’)]|$))")
_WORD: Final = re.compile(r"\S+")
_POINTLESS: Final = frozenset(
    {
        "tai day",
        "o day",
        "day",
        "xem tai day",
        "xem o day",
        "xem them",
        "xem them tai day",
        "chi tiet",
        "bam vao day",
        "link",
        "duong dan",
        "here",
        "click here",
        "read more",
        "more",
        "this link",
    }
)


def in_normal_form(words: str) -> str:
    """Return ``words`` composed (NFC), so that search and comparison see one letter where readers see one."""
    return unicodedata.normalize("NFC", words)


def _right_d(match: re.Match[str]) -> str:
    return "đ" if match.group(0)[0] in "ð\u0256d" else "Đ"


def with_right_d(words: str) -> str:
    """Return ``words`` with the Vietnamese đ (U+0111) for letters that only look like it: ð, Ð, ɖ, Ɖ, d with a stroke."""
    return _WRONG_D.sub(_right_d, words)


def _one_space(match: re.Match[str]) -> str:
    return "\u00a0" if set(match.group(0)) == {"\u00a0"} else " "


def with_single_spaces(words: str) -> str:
    """Return ``words`` without doubled spaces and without spaces before punctuation; line breaks and tabs stay."""
    return _BEFORE.sub("", _RUN.sub(_one_space, words))


def mend(words: str) -> str:
    """Return ``words`` with everything mended that a machine may mend; mending again changes nothing."""
    return with_single_spaces(in_normal_form(with_right_d(in_normal_form(words))))


def _differing(words: str, mended: str) -> tuple[str, ...]:
    known = set(_WORD.findall(mended))
    found = dict.fromkeys(in_normal_form(word) for word in _WORD.findall(words) if word not in known)
    return tuple(found)[:MOST_WORDS_SHOWN]


def check_letters(one: Text) -> list[Finding]:
    """Find letters that are not what they look like: decomposed ones, and a wrong đ."""
    findings = []
    composed = in_normal_form(one.words)
    if composed != one.words:
        findings.append(
            Finding(
                Code.NORMAL_FORM,
                one.place,
                _("Letters are put together from parts here; search does not find such words reliably."),
                _differing(one.words, composed),
            )
        )
    if _WRONG_D.search(composed):
        mended = with_right_d(composed)
        wrong = tuple(dict.fromkeys(word for word in _WORD.findall(composed) if _WRONG_D.search(word)))
        findings.append(
            Finding(
                Code.WRONG_D,
                one.place,
                _("A letter only looks like đ: it is from another language."),
                wrong[:MOST_WORDS_SHOWN],
                ", ".join(_differing(mended, composed)),
            )
        )
    return findings


def _around(words: str, match: re.Match[str]) -> str:
    begin, end = max(0, match.start() - 15), match.end() + 15
    return words[begin:end].replace("\n", " ").strip().replace("\u00a0", " ")


def check_spaces(one: Text) -> list[Finding]:
    """Find doubled spaces and spaces before punctuation."""
    matches = [*_RUN.finditer(one.words), *_BEFORE.finditer(one.words)]
    if not matches:
        return []
    shown = tuple(dict.fromkeys(_around(one.words, match) for match in matches))
    return [
        Finding(Code.SPACES, one.place, _("Doubled spaces, or a space before punctuation."), shown[:MOST_WORDS_SHOWN])
    ]


def check_tones(texts: Iterable[Text]) -> list[Finding]:
    """Find both ways of placing tones in one story: "hoà" and "hòa". The rarer way is named, with the other one proposed."""
    found: dict[TonePlacement, dict[str, str]] = {style: {} for style in TonePlacement}
    counted = dict.fromkeys(TonePlacement, 0)
    for one in texts:
        for word in text.words(one.words):
            style = text.tone_placement(word)
            if style is not None:
                counted[style] += 1
                found[style].setdefault(word, one.place)
    if not all(counted.values()):
        return []
    usual = max(TonePlacement, key=lambda style: counted[style])
    rarer = next(style for style in TonePlacement if style is not usual)
    words = tuple(found[rarer])[:MOST_WORDS_SHOWN]
    places = ", ".join(dict.fromkeys(found[rarer][word] for word in words))
    suggestion = (
        ", ".join(text.place_tones(word) for word in words)
        if usual is TonePlacement.FIRST_VOWEL
        else _("like the other words: %(example)s") % {"example": next(iter(found[usual]))}
    )
    return [
        Finding(
            Code.TONES, places, _("Tones are placed in two ways in this story; keep to one."), words, str(suggestion)
        )
    ]


def _place_pattern(place: OldPlace) -> re.Pattern[str]:
    names = "|".join(r"\s+".join(map(re.escape, text.accented_key(name).split())) for name in place.names)
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)(?!\s*\((?:cũ|trước|former|until))")


def check_places(one: Text, old_places: Sequence[OldPlace]) -> list[Finding]:
    """Find names of places that no longer exist in law; a name followed by "(cũ)" or "(trước …)" is meant as history."""
    words, findings = text.accented_key(one.words), []
    for place in old_places:
        if not _place_pattern(place).search(words):
            continue
        if place.is_district:
            said = _(
                "There have been no districts since 1 July 2025. Name the ward or commune, or write “(cũ)” after it where history is meant."
            )
        else:
            said = _(
                "This place has ended in law. Name the present one, or write “(cũ)” after it where history is meant."
            )
        findings.append(Finding(Code.OLD_PLACE, one.place, said, (place.name,), place.now))
    return findings


def check_headline(one: Text) -> list[Finding]:
    """Find a headline that readers and search engines see cut."""
    length = len(in_normal_form(one.words))
    if length <= LONGEST_HEADLINE:
        return []
    said = _("The headline has %(length)s characters; it is cut after %(limit)s.")
    return [Finding(Code.HEADLINE, one.place, said % {"length": length, "limit": LONGEST_HEADLINE})]


def check_lead(one: Text) -> list[Finding]:
    """Find a lead that nobody reads to its end."""
    length = len(in_normal_form(one.words))
    if length <= LONGEST_READABLE_LEAD:
        return []
    said = _("The lead has %(length)s characters; up to %(limit)s are read.")
    return [Finding(Code.LEAD, one.place, said % {"length": length, "limit": LONGEST_READABLE_LEAD})]


def check_headings(levels: Sequence[tuple[str, str]]) -> list[Finding]:
    """Find a part of a section without a section before it; ``levels`` are pairs of place and "h2" or "h3" in their order."""
    section_seen = False
    for place, level in levels:
        if level == "h3" and not section_seen:
            said = _("This heading is a part of a section, but no section comes before it.")
            return [Finding(Code.HEADINGS, place, said)]
        section_seen = section_seen or level == "h2"
    return []


def check_link_texts(place: str, link_texts: Iterable[str]) -> list[Finding]:
    """Find links whose words do not say where they lead."""
    pointless = tuple(
        dict.fromkeys(words for words in link_texts if text.fold(words).strip(" .:»>") in _POINTLESS or "://" in words)
    )
    if not pointless:
        return []
    said = _("Say in the link where it leads: people who listen to links one by one hear only these words.")
    return [Finding(Code.LINK_TEXT, place, said, pointless[:MOST_WORDS_SHOWN])]
