"""What the checks find in a story, and mending what a machine may mend."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from news import article_pictures
from news.checking import texts
from news.domain import checks
from news.domain.checks import Code, Finding, OldPlace, Severity, Text
from portal.blocks.related import RelatedBlock
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from portal.pages import related
from portal.vocabularies import former_districts
from portal.vocabularies.enums import PlaceLevel
from portal.vocabularies.former_districts import FormerDistrict
from portal.vocabularies.models import AdministrativeUnit

if TYPE_CHECKING:
    from news.models import ArticlePage

OF_PICTURES: Final = frozenset({"caption", "credit", "body"})
"""Problems that are found picture by picture."""
_ADDED = re.compile(r"\s*\([^)]*\)\s*$")


def old_places(language: Language) -> list[OldPlace]:
    """Return the places that have ended in law, by the names that texts in a language use; one query.

    A name that a present unit bears too (the province of Bắc Ninh) tells nothing and is left out. Districts are told with the
    wards and communes on their ground, where these are known (``former_districts``).
    """
    today = clock.today()
    name = "name_en" if language is Language.ENGLISH else "name_vi"
    units = list(AdministrativeUnit.objects.select_related("replaced_by"))
    plain = {unit.pk: _ADDED.sub("", str(getattr(unit, name))) for unit in units}
    present = {plain[unit.pk].casefold() for unit in units if unit.is_valid_on(today)}
    districts = [_district(one, language) for one in former_districts.of(language) if one.ended < today]
    known = {place.name.casefold() for place in districts}
    ended = [
        OldPlace(plain[unit.pk], unit.valid_until, _now(unit, name), unit.level == PlaceLevel.DISTRICT)
        for unit in units
        if unit.valid_until and unit.valid_until < today and plain[unit.pk].casefold() not in present | known
    ]
    return [*ended, *districts]


def _now(unit: AdministrativeUnit, name: str) -> str:
    """Return what took the place of a unit; nothing for a district: the province is not where the reader lives."""
    if unit.level == PlaceLevel.DISTRICT or unit.replaced_by is None:
        return ""
    return str(getattr(unit.replaced_by, name))


def _district(one: FormerDistrict, language: Language) -> OldPlace:
    """Return a district with the wards and communes on its ground, in the words of the texts' language."""
    with translation.override(language):
        parts = []
        if one.wards:
            parts.append(_("wards: %(names)s") % {"names": ", ".join(one.wards)})
        if one.communes:
            parts.append(_("communes: %(names)s") % {"names": ", ".join(one.communes)})
        said = "; ".join(parts)
        now = _("%(parts)s (Resolution %(number)s)") % {"parts": said, "number": one.resolution}
    return OldPlace(one.names[0], one.ended, now, is_district=True, others=one.names[1:])


def _language(article: "ArticlePage") -> Language:
    return Language(article.locale.language_code)


def _of_pictures(article: "ArticlePage") -> Iterator[Finding]:
    for name, said in article.picture_problems().items():
        code = Code.CAPTION if name == "caption" else Code.SOURCE
        yield Finding(code, texts.field_place(article, "picture"), said, severity=Severity.ERROR)
    for number, child in enumerate(article.body or (), start=1):
        shown = [child.value] if child.block_type == "picture" else []
        shown = list(child.value["pictures"]) if child.block_type == "gallery" else shown
        for picture in shown:
            yield from _of_picture(texts.block_place(number, child), picture)


def _of_publication(article: "ArticlePage") -> Iterator[Finding]:
    """Yield what else forbids publication: recordings without words, an embargo that contradicts itself."""
    for name, said in article.publication_problems().items():
        if name not in OF_PICTURES:
            yield Finding(Code.UNFINISHED, texts.field_place(article, name), said, severity=Severity.ERROR)


def _of_picture(place: str, picture: Any) -> Iterator[Finding]:
    if not str(picture.get("caption") or "").strip():
        said = _("The picture has no caption: who or what, where and when?")
        yield Finding(Code.CAPTION, place, said, severity=Severity.ERROR)
    if not article_pictures.credit_of(picture):
        said = _("The picture has no source: who made it, or whose is it?")
        yield Finding(Code.SOURCE, place, said, severity=Severity.ERROR)
    image = picture.get("image")
    if image is not None and not getattr(image, "decorative", False) and not getattr(image, "contextual_alt_text", ""):
        said = _("The picture has no words for people who do not see it.")
        yield Finding(Code.ALT_TEXT, place, said)


def _of_related(article: "ArticlePage") -> Iterator[Finding]:
    named = [
        (number, child) for number, child in enumerate(article.body or (), 1) if isinstance(child.block, RelatedBlock)
    ]
    keys = [(c.block.kind, related.key_of(c.value["item"])) for _number, c in named if c.value.get("item")]
    public = related.drawn(keys, _language(article)) if keys else {}
    for number, child in named:
        item, place = child.value.get("item"), texts.block_place(number, child)
        if item is None:
            said = _("What stood here was deleted; readers see nothing. Choose something else or remove the block.")
            yield Finding(Code.RELATED, place, said)
        elif (str(child.block.kind), related.key_of(item)) not in public:
            said = _("This is not public; readers see nothing here as long as it is not.")
            yield Finding(Code.RELATED, place, said, (str(item),))


def _of_blocks(article: "ArticlePage") -> Iterator[Finding]:
    levels = []
    for number, child in enumerate(article.body or (), start=1):
        place = texts.block_place(number, child)
        if child.block_type == "heading":
            levels.append((place, str(child.value["level"])))
        for markup in texts.markups_of(child.block, child.value):
            yield from checks.check_link_texts(place, texts.link_texts(markup))
    yield from checks.check_headings(levels)


def of(article: "ArticlePage") -> list[Finding]:
    """Return everything that the checks find in a story as it stands in memory, what forbids publication first.

    The number of queries does not depend on its length.
    """
    written = texts.texts_of(article)
    places = old_places(_language(article))
    found = [*_of_pictures(article), *_of_publication(article)]
    found += checks.check_headline(Text(texts.field_place(article, "title"), article.title or ""))
    found += checks.check_lead(Text(texts.field_place(article, "lead"), article.lead or ""))
    for one in written:
        found += [*checks.check_letters(one), *checks.check_spaces(one), *checks.check_places(one, places)]
    if _language(article) is Language.VIETNAMESE:
        found += checks.check_tones(written)
    found += [*_of_blocks(article), *_of_related(article)]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.severity is not Severity.ERROR)


@transaction.atomic
def mend(*, article: "ArticlePage", by: Any) -> bool:
    """Mend letters and spaces in a story's newest draft and keep that as a new version; return whether anything changed.

    Raises NotAllowedError for people who may not edit the story. The version before stays in the history.
    """
    if not article.permissions_for_user(by).can_edit():
        raise errors.NotAllowedError
    present = type(article).objects.select_for_update(of=("self",)).get(pk=article.pk)
    draft = present.get_latest_revision_as_object()
    if not texts.change_texts(draft, checks.mend):
        return False
    draft.save_revision(user=by, log_action=True, clean=False)
    return True
