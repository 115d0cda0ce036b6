"""What an expert's public profile shows, in the active language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exhibitors.enums import Country
from experts import time_zones
from experts.domain.details import ExpertDetails
from experts.enums import Availability, Help, LanguageLevel, SpokenLanguage
from portal.kernel import languages
from portal.kernel.languages import Language
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from experts.models import ExpertProfile

SIDE = 480


@dataclass(frozen=True, slots=True)
class Portrait:
    """A photo as the components of portal.ui draw pictures; decorative, for the name stands beside it."""

    url: str
    width: int = SIDE
    height: int = SIDE
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the fact box."""

    term: str
    value: str
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Words and an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the profile page shows beside the profile itself."""

    portrait: Portrait | None
    fields: list[Link]
    helps: list[Link]
    language_rows: list[list[str]]
    language_columns: list[dict[str, str]]
    links: list[Link]
    facts: list[Fact]
    ask_url: str
    other_language: str
    """Code of the language of the summary where it is not the reader's own, else ""."""
    structured_data: dict[str, Any]


def portrait(profile: "ExpertProfile") -> Portrait | None:
    """Return the approved photo; its address changes with the file, so that it can be kept."""
    if profile.portrait_id is None:
        return None
    return Portrait(reverse("experts:portrait", args=[profile.slug, profile.portrait_id]))


def _other_language(profile: "ExpertProfile") -> str:
    english = languages.current() is Language.ENGLISH
    own = profile.summary_en if english else profile.summary
    return "" if own else (Language.VIETNAMESE.value if english else Language.ENGLISH.value)


def structured_data(profile: "ExpertProfile", url: str) -> dict[str, Any]:
    """Return the expert as a schema.org Person: what the page shows, and no contact."""
    picture = portrait(profile)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": f"{settings.BASE_URL}{url}#person",
        "url": f"{settings.BASE_URL}{url}",
        "name": profile.name,
        "jobTitle": profile.display_title,
        "description": profile.display_summary,
        "image": f"{settings.BASE_URL}{picture.url}" if picture else "",
        "knowsAbout": [term.label for term in profile.fields.all()],
        "knowsLanguage": [row.language for row in profile.languages.all()],
        "sameAs": [row.url for row in profile.links.all()],
    }
    return {key: value for key, value in data.items() if value}


def build(profile: "ExpertProfile", *, list_url: str) -> Shown:
    """Return what the page shows; ``list_url`` is the list's own address."""
    return Shown(
        portrait=portrait(profile),
        fields=[Link(term.label, f"{list_url}?{urlencode({'field': term.code})}") for term in profile.fields.all()],
        helps=[
            Link(str(row.get_kind_display()), f"{list_url}?{urlencode({'help': row.kind})}")
            for row in profile.helps.all()
        ],
        language_columns=[{"label": _("Language")}, {"label": pgettext("of a language", "Level")}],
        language_rows=[
            [str(row.get_language_display()), str(row.get_level_display())] for row in profile.languages.all()
        ],
        links=[
            Link(urlsplit(row.url).netloc + urlsplit(row.url).path.rstrip("/"), row.url) for row in profile.links.all()
        ],
        facts=[
            Fact(
                _("Country"),
                str(profile.get_country_display()),
                f"{list_url}?{urlencode({'country': profile.country})}",
            ),
            Fact(
                _("Time zone"),
                time_zones.words(profile.time_zone),
                hint=time_zones.difference_words(profile.time_zone),
            ),
            Fact(_("Availability"), str(profile.get_availability_display())),
        ],
        ask_url=reverse("experts:ask", args=[profile.slug]) if profile.takes_requests else "",
        other_language=_other_language(profile),
        structured_data=structured_data(profile, f"{list_url}{profile.slug}/"),
    )


def proposal_rows(proposed: ExpertDetails) -> list[dict[str, Any]]:
    """Return what was proposed as term and value, for the owner's page and the officer's review."""
    fields = dict(vocabulary_queries.term_choices(VocabularyCode.FIELD))
    rows = (
        (_("Name"), proposed.name),
        (_("Title and position"), proposed.title),
        (_("Title and position in English"), proposed.title_en),
        (_("Country"), _label(Country, proposed.country)),
        (_("Time zone"), time_zones.words(proposed.time_zone)),
        (_("Availability"), _label(Availability, proposed.availability)),
        (
            pgettext("of science and technology", "Fields"),
            ", ".join(fields.get(code, code) for code in proposed.fields),
        ),
        (_("What you can help with"), ", ".join(_label(Help, kind) for kind in proposed.helps)),
        (
            _("Languages"),
            ", ".join(
                f"{_label(SpokenLanguage, language)} ({_label(LanguageLevel, level)})"
                for language, level in proposed.languages
            ),
        ),
        (_("In a few sentences"), proposed.summary),
        (_("In a few sentences, in English"), proposed.summary_en),
        (_("Links"), " ".join(proposed.links)),
    )
    return [{"term": term, "value": value} for term, value in rows if value]


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def as_details(profile: "ExpertProfile") -> ExpertDetails:
    """Return what is shown now in the shape of a proposal."""
    plain = ("name", "title", "title_en", "country", "time_zone", "availability", "summary", "summary_en")
    return ExpertDetails(
        **{name: getattr(profile, name) for name in plain},
        fields=tuple(term.code for term in profile.fields.all()),
        helps=tuple(row.kind for row in profile.helps.all()),
        languages=tuple((row.language, row.level) for row in profile.languages.all()),
        links=tuple(row.url for row in profile.links.all()),
    )


def comparison(profile: "ExpertProfile", proposed: ExpertDetails) -> list[dict[str, Any]]:
    """Return each term with the proposed words, those shown now, and whether they differ."""
    before = {row["term"]: row["value"] for row in proposal_rows(as_details(profile))} if profile.name else {}
    after = {row["term"]: row["value"] for row in proposal_rows(proposed)}
    terms = dict.fromkeys([*after, *before])
    return [
        {
            "term": term,
            "proposed": after.get(term, ""),
            "shown": before.get(term, ""),
            "changed": after.get(term) != before.get(term),
        }
        for term in terms
    ]
