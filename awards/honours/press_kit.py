"""What newsrooms get of an edition: built from its public pages alone, so that nothing in it is anybody's secret.

Pictures go along only where their source is named; a picture without a source is not ours to hand on.
"""

import csv
import io
import logging
import zipfile
from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from awards import queries as award_queries
from awards.honours import queries, stages
from awards.models import AwardEdition, AwardPage, NominationPage
from portal.kernel import clock, slugs
from portal.kernel.languages import Language
from portal.kernel.spreadsheets import harmless
from portal.mail import domain as mail
from portal.pages import translations

logger = logging.getLogger(__name__)
SIZE: Final = "width-1600|format-jpeg|jpegquality-85"
MADE: Final = (1980, 1, 1, 0, 0, 0)
"""The same pages give the same file: a zip of the moment would be another one each time."""
NAMES: Final = {Language.VIETNAMESE: "ket-qua-vi", Language.ENGLISH: "results-en"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may be handed on, with its source and its name in the bundle."""

    image: Any
    name: str
    credit: str
    caption: str
    is_illustrative: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A winner, finalist or revoked prize in one language."""

    page: NominationPage
    url: str
    organisation: str
    revoked: queries.Revoked | None
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Section:
    """A category with its entries, best prize first."""

    title: str
    winners: tuple[Entry, ...]
    finalists: tuple[Entry, ...]
    revoked: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them in the order of the page."""
        return (*self.winners, *self.finalists, *self.revoked)


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything that newsrooms get, in one language."""

    award: AwardPage
    language: Language
    url: str
    decision: queries.DecisionView | None
    is_decided: bool
    sections: tuple[Section, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries of all categories."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture that may be handed on, once."""
        return tuple(dict.fromkeys(entry.picture for entry in self.entries if entry.picture is not None))


def _pages(award_key: Any) -> dict[Language, AwardPage]:
    rows = AwardPage.objects.filter(translation_key=award_key, live=True, alias_of=None)
    found = rows.select_related("locale", "organiser").prefetch_related("phases", "categories")
    return {Language(page.locale.language_code): page for page in found}


def _picture(page: NominationPage) -> Picture | None:
    image = page.picture
    if image is None or not image.credit.strip():
        return None
    return Picture(
        image=image,
        name=f"{image.pk}-{slugs.slug(image.title)[:60]}.jpg",
        credit=image.credit,
        caption=image.caption or image.default_alt_text,
        is_illustrative=image.is_illustrative,
    )


def kit_of(award: AwardPage, *, edition: AwardEdition | None) -> Kit:
    """Return the kit of an edition in the language of its page."""
    language = Language(award.locale.language_code)
    with translation.override(language):
        is_decided = stages.is_decided(edition=edition, decided_on=award.decided_on, today=clock.today())
        view = award_queries.programme(award, today=clock.today())
        pages = [page for category in view.categories for page in category.entries]
        revoked = queries.revoked_of(page.nomination_id for page in pages if page.is_revoked and page.nomination_id)

        def entries(group: tuple[NominationPage, ...]) -> tuple[Entry, ...]:
            return tuple(
                Entry(
                    page=page,
                    url=mail.absolute_url(page.get_url_parts()[2]),
                    organisation=queries.organisation_beside(page, language),
                    revoked=revoked.get(page.nomination_id or 0),
                    picture=_picture(page),
                )
                for page in group
            )

        return Kit(
            award=award,
            language=language,
            url=mail.absolute_url(award.get_url_parts()[2]),
            decision=queries.decision_of(award) if is_decided else None,
            is_decided=is_decided,
            sections=tuple(
                Section(
                    title=category.category.title,
                    winners=entries(category.winners),
                    finalists=entries(category.finalists),
                    revoked=entries(category.revoked),
                )
                for category in view.categories
                if category.entries
            ),
        )


def _table(kit: Kit) -> str:
    written = io.StringIO()
    table = csv.writer(written)
    with translation.override(kit.language):
        heads = (
            _("Prize"), _("Title"), _("Recipient"), _("Organisation"), _("Category"), _("Citation"), _("Address"),
            _("Picture"), _("Source of the picture"),
        )  # fmt: skip
        table.writerow(heads)
        for section in kit.sections:
            for entry in section.entries:
                cells = (
                    entry.page.rank_label,
                    entry.page.title,
                    entry.page.recipient,
                    entry.organisation,
                    section.title,
                    entry.page.citation,
                    entry.url,
                    entry.picture.name if entry.picture else "",
                    entry.picture.credit if entry.picture else "",
                )
                table.writerow([harmless(cell) for cell in cells])
    return written.getvalue()


def _words(kit: Kit) -> str:
    with translation.override(kit.language):
        return render_to_string("awards/honours/press_kit.txt", {"kit": kit}).strip() + "\n"


def _sources(pictures: list[Picture], language: Language) -> str:
    with translation.override(language):
        return render_to_string("awards/honours/press_pictures.txt", {"pictures": pictures}).strip() + "\n"


def bundle(award: AwardPage, *, edition: AwardEdition | None) -> bytes:
    """Return the kit as a zip: the list as text and as a table in each language that the edition has, pictures, and their sources."""
    kits = [kit_of(page, edition=edition) for page in _pages(award.translation_key).values()]
    files: dict[str, bytes] = {}
    handed_on: list[Picture] = []
    for picture in dict.fromkeys(picture for kit in kits for picture in kit.pictures):
        try:
            with picture.image.get_rendition(SIZE).file.open("rb") as stored:
                files[f"hinh-anh/{picture.name}"] = stored.read()
        except OSError:
            logger.warning("picture %s of a press kit cannot be read", picture.image.pk)
        else:
            handed_on.append(picture)
    for kit in kits:
        files[f"{NAMES[kit.language]}.txt"] = _words(kit).encode()
        # Excel takes a table for UTF-8 only with this mark.
        files[f"{NAMES[kit.language]}.csv"] = b"\xef\xbb\xbf" + _table(kit).encode()
    if handed_on:
        files["hinh-anh/nguon-anh.txt"] = "\n\n".join(_sources(handed_on, kit.language) for kit in kits).encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, MADE), files[name], zipfile.ZIP_DEFLATED)
    return written.getvalue()


def editions_there() -> list[tuple[AwardPage, AwardEdition | None]]:
    """Return the editions whose kit newsrooms have, the newest first; two queries."""
    pages = list(
        translations.listed_in(AwardPage.objects.all()).select_related("locale").order_by("-year", "title", "pk")
    )
    editions = {
        row.award_key: row for row in AwardEdition.objects.filter(award_key__in=[p.translation_key for p in pages])
    }
    today = clock.today()
    found = [(page, editions.get(page.translation_key)) for page in pages]
    return [pair for pair in found if stages.has_press_kit(edition=pair[1], decided_on=pair[0].decided_on, today=today)]
