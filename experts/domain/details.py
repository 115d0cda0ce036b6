"""What an expert says of themselves: cleaning and checking it before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from exhibitors.enums import Country
from experts import time_zones
from experts.enums import Availability, Help, LanguageLevel, SpokenLanguage
from portal.kernel import errors, text
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term

LONGEST_NAME: Final = 150
LONGEST_TITLE: Final = 200
LONGEST_SUMMARY: Final = 1200
MOST_FIELDS: Final = 8
MOST_LANGUAGES: Final = 5
MOST_LINKS: Final = 3
LONGEST_LINK: Final = 200
_LONGEST: Final = {
    "name": LONGEST_NAME,
    "title": LONGEST_TITLE,
    "title_en": LONGEST_TITLE,
    "summary": LONGEST_SUMMARY,
    "summary_en": LONGEST_SUMMARY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertDetails:
    """Everything an expert can say; terms by their codes, languages as pairs of language and level, texts plain."""

    name: str
    title: str = ""
    title_en: str = ""
    country: str = Country.VIETNAM.value
    time_zone: str = time_zones.ZONES[0]
    availability: str = Availability.AGREEMENT.value
    summary: str = ""
    summary_en: str = ""
    fields: Sequence[str] = ()
    helps: Sequence[str] = ()
    languages: Sequence[tuple[str, str]] = ()
    links: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the details as they are kept in ``ExpertProfile.proposal``."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


def from_json(kept: Mapping[str, Any]) -> ExpertDetails:
    """Return details that ``as_json`` wrote; "" and () for what is missing."""
    known = {name: kept[name] for name in ExpertDetails.__slots__ if name in kept}
    for name in ("fields", "helps", "links"):
        known[name] = tuple(known.get(name, ()))
    known["languages"] = tuple((str(language), str(level)) for language, level in known.get("languages", ()))
    return ExpertDetails(**{"name": "", **known})


def _known(codes: Sequence[str], offered: Sequence[str], field: str, *, most: int) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(codes))
    if set(chosen) - set(offered):
        raise errors.DomainError(_("Choose from the list."), field=field)
    if len(chosen) > most:
        raise errors.DomainError(_("Choose %(most)d at most.") % {"most": most}, field=field)
    return chosen


def _languages(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    names = [language for language, _level in pairs]
    if len(set(names)) != len(names):
        raise errors.DomainError(_("Name each language once."), field="languages")
    _known(names, SpokenLanguage.values, "languages", most=MOST_LANGUAGES)
    _known([level for _language, level in pairs], LanguageLevel.values, "languages", most=MOST_LANGUAGES)
    return tuple((language, level) for language, level in pairs)


def _links(urls: Sequence[str]) -> tuple[str, ...]:
    check = URLValidator(schemes=["https", "http"])
    kept = tuple(dict.fromkeys(link for link in map(text.line, urls) if link))
    for url in kept:
        try:
            check(url)
        except ValidationError as error:
            raise errors.DomainError(_("Write a website address such as https://example.vn."), field="links") from error
        if len(url) > LONGEST_LINK:
            raise errors.DomainError(_("This address is too long."), field="links")
    if len(kept) > MOST_LINKS:
        raise errors.DomainError(_("Choose %(most)d at most.") % {"most": MOST_LINKS}, field="links")
    return kept


def clean(details: ExpertDetails) -> ExpertDetails:
    """Return the details in normal form; raises DomainError that names the field to blame.

    A draft may lack everything but the name; ``check_complete`` says what review needs.
    """
    tidy = replace(
        details,
        **{name: text.line(getattr(details, name)) for name in ("name", "title", "title_en")},
        **{name: text.paragraphs(getattr(details, name)) for name in ("summary", "summary_en")},
        languages=_languages(details.languages),
        links=_links(details.links),
        helps=_known(details.helps, Help.values, "helps", most=len(Help.values)),
        fields=_known(details.fields, _field_codes(), "fields", most=MOST_FIELDS),
    )
    if not tidy.name:
        raise errors.DomainError(_("Write your name."), field="name")
    for name, longest in _LONGEST.items():
        if len(getattr(tidy, name)) > longest:
            raise errors.DomainError(
                _("This text is too long: %(longest)d characters at most.") % {"longest": longest}, field=name
            )
    for name, offered in (
        ("country", Country.values),
        ("time_zone", time_zones.ZONES),
        ("availability", Availability.values),
    ):
        _known((getattr(tidy, name),), tuple(offered), name, most=1)
    return tidy


def _field_codes() -> tuple[str, ...]:
    return tuple(Term.objects.filter(vocabulary=VocabularyCode.FIELD).values_list("code", flat=True))


def missing(details: ExpertDetails) -> list[tuple[str, Any]]:
    """Return (field, sentence) for each thing that a reader needs before the profile can be reviewed."""
    wanted = (
        ("title", details.title or details.title_en, _("Write your title and position.")),
        ("summary", details.summary or details.summary_en, _("Say in a few sentences what you do.")),
        ("fields", details.fields, _("Choose at least one field.")),
        ("languages", details.languages, _("Name at least one language that you work in.")),
        ("helps", details.helps, _("Choose at least one kind of help.")),
    )
    return [(field, sentence) for field, value, sentence in wanted if not value]
