"""An organisation's public profile, and what rooms above add to it: sections, registered when the app is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from exhibitors.enums import Country
from portal.kernel.languages import Language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from exhibitors.models import Organisation


@dataclass(frozen=True, slots=True)
class ProfileSection:
    """A heading and things under it, drawn by ``template`` of the room that made it, with ``items`` in its context.

    ``more_url`` leads to the full list; ``position`` orders the sections.
    """

    title: "str | _StrPromise"
    template: str
    items: tuple[Any, ...]
    more_url: str = ""
    more_text: "str | _StrPromise" = ""
    position: int = 0


SectionSource = Callable[["Organisation", Language], ProfileSection | None]
_SOURCES: list[SectionSource] = []


def register_section(source: SectionSource) -> None:
    """Add a source; it returns None where the organisation has nothing of the kind to show."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def sections(organisation: "Organisation", language: Language) -> list[ProfileSection]:
    """Return the sections of a profile in their order."""
    made = (source(organisation, language) for source in _SOURCES)
    return sorted((section for section in made if section is not None), key=lambda section: section.position)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the fact box."""

    term: str
    value: str
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FieldLink:
    """A field of technology with the directory filtered by it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything the profile page shows."""

    directory_url: str
    facts: list[Fact]
    roles: list[str]
    fields: list[FieldLink]
    sections: list[ProfileSection]
    structured_data: dict[str, Any]
    vietnamese_only: bool
    vietnamese_texts: frozenset[str]
    """Which of name, summary and description are shown in Vietnamese to a reader of English."""


def place_words(organisation: "Organisation") -> str:
    """Return the place with its province, or the country of organisations from abroad, in the active language."""
    place = organisation.place
    if place is None:
        return "" if organisation.country == Country.VIETNAM else str(organisation.get_country_display())
    return f"{place.name}, {place.parent.name}" if place.parent and place.parent.parent_id else place.name


def _facts(organisation: "Organisation", directory_url: str) -> list[Fact]:
    kind = organisation.kind
    website = organisation.website
    shown = website.partition("://")[2].rstrip("/")
    verified = organisation.is_verified
    facts = [
        Fact(_("Kind of organisation"), kind.label, f"{directory_url}?{urlencode({'kind': kind.code})}"),
        Fact(_("Place"), place_words(organisation)),
        Fact(_("Tax code"), organisation.public_tax_code),
        # What nobody has checked gets no link that search engines would count.
        Fact(_("Website"), shown, website if verified else ""),
        Fact(_("E-mail"), organisation.email, f"mailto:{organisation.email}"),
        Fact(_("Telephone"), organisation.shown_phone, f"tel:{organisation.phone}"),
        Fact(
            _("Verification"),
            str(organisation.get_state_display()),
            # What an officer looked at for that is not on record.
            hint=_("An officer has confirmed this organisation.")
            if verified
            else _("No officer has confirmed this organisation yet."),
        ),
    ]
    return [fact for fact in facts if fact.value]


def _structured_data(organisation: "Organisation", url: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{settings.BASE_URL}{url}#organisation",
        "url": f"{settings.BASE_URL}{url}",
        "name": organisation.display_name,
        "alternateName": organisation.name if organisation.display_name != organisation.name else organisation.name_en,
        "description": organisation.display_summary,
        "sameAs": organisation.website,
        "email": organisation.email,
        "telephone": organisation.phone,
        "taxID": organisation.public_tax_code,
        "knowsAbout": [term.label for term in organisation.fields.all()],
        "address": {
            "@type": "PostalAddress",
            "addressCountry": organisation.country,
            **({"addressRegion": organisation.place.name} if organisation.place else {}),
        },
    }
    return {key: value for key, value in data.items() if value}


def build(organisation: "Organisation", *, directory_url: str, language: Language) -> Profile:
    """Return what the profile shows in the active language; ``directory_url`` is the directory's own address."""
    return Profile(
        directory_url=directory_url,
        facts=_facts(organisation, directory_url),
        roles=[term.label for term in organisation.roles.all()],
        fields=[
            FieldLink(term.label, f"{directory_url}?{urlencode({'field': term.code})}")
            for term in organisation.fields.all()
        ],
        sections=sections(organisation, language),
        structured_data=_structured_data(organisation, f"{directory_url}{organisation.slug}/"),
        vietnamese_only=language is Language.ENGLISH and organisation.is_vietnamese_only,
        vietnamese_texts=frozenset(
            name
            for name in ("name", "summary", "description")
            if language is Language.ENGLISH and not getattr(organisation, f"{name}_en")
        ),
    )
