"""Reads of the awards room: programmes with their phases, finalists and winners, in a constant number of queries."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from awards.editions.enums import EditionState
from awards.enums import Honour, PhaseKind
from portal.kernel import clock, languages, sorting
from portal.kernel.languages import Language
from portal.kernel.sorting import SortKey
from portal.pages import listing, translations
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from awards.models import AwardCategory, AwardPage, AwardPhase, AwardProgrammePage, NominationPage

HONOUR_ORDER = {honour: rank for rank, honour in enumerate(Honour)}


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase and whether it is past, present or still to come ("past", "now", "next")."""

    phase: "AwardPhase"
    when: str


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category with its published entries: winners by rank, then finalists."""

    category: "AwardCategory"
    winners: tuple["NominationPage", ...]
    finalists: tuple["NominationPage", ...]
    revoked: tuple["NominationPage", ...]

    @property
    def entries(self) -> tuple["NominationPage", ...]:
        """All of them in the order of the page; a revoked prize stays on record, last."""
        return (*self.winners, *self.finalists, *self.revoked)


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """What the page of a programme shows."""

    phases: tuple[PhaseView, ...]
    current: "AwardPhase | None"
    categories: tuple[CategoryView, ...]
    is_decided: bool

    @property
    def has_entries(self) -> bool:
        """Whether anything is published yet."""
        return any(view.entries for view in self.categories)


@dataclass(frozen=True, slots=True)
class AwardCard:
    """What a card of a programme shows."""

    title: str
    url: str
    year: int
    organiser: str
    phase: str
    phase_kind: str
    deadline: date | None
    categories: int
    text: str
    image: Any
    seed: str
    only_vietnamese: bool


def _model(name: str) -> Any:
    return apps.get_model("awards", name)


def _picture_rendition(page: Any) -> Any:
    return page.picture.get_rendition("fill-640x400") if page.picture else None


def with_card_data(awards: QuerySet[Any]) -> QuerySet[Any]:
    """Add what cards need, so that a list costs the same number of queries whatever its length."""
    cancelled = _model("AwardEdition").objects.filter(
        award_key=OuterRef("translation_key"), state=EditionState.CANCELLED
    )
    found: QuerySet[Any] = awards.annotate(is_cancelled=Exists(cancelled))
    return found.select_related("organiser", "picture", "locale").prefetch_related(
        "phases", "categories", "picture__renditions"
    )


def current_phase(phases: list["AwardPhase"], today: date) -> "AwardPhase | None":
    """Return the phase that runs today; between two phases the next one, after the last none."""
    ordered = sorted(phases, key=lambda phase: phase.starts_on)
    return next((phase for phase in ordered if phase.ends_on >= today), None)


def _phase_words(phase: "AwardPhase | None", *, decided: bool) -> tuple[str, str]:
    if decided:
        return str(_("Decided")), "success"
    if phase is None:
        return str(_("Closed")), "neutral"
    return str(phase.get_kind_display()), "warning" if phase.kind == PhaseKind.CALL else "info"


def card(award: "AwardPage", today: date) -> AwardCard:
    """Return the card of a programme whose card data is loaded."""
    phase = current_phase(list(award.phases.all()), today)
    words, tone = _phase_words(phase, decided=award.decided_on is not None and award.decided_on <= today)
    call = next((item for item in award.phases.all() if item.kind == PhaseKind.CALL), None)
    if getattr(award, "is_cancelled", False):
        words, tone, call = str(EditionState.CANCELLED.label), "neutral", None
    return AwardCard(
        title=award.title,
        url=award.url or "",
        year=award.year,
        organiser=award.organiser_label,
        phase=words,
        phase_kind=tone,
        deadline=call.ends_on if call and call.ends_on >= today else None,
        categories=len(award.categories.all()),
        text=award.lead,
        image=_picture_rendition(award),
        seed=str(award.translation_key),
        only_vietnamese=bool(getattr(award, "only_vietnamese", False)) and languages.current() is Language.ENGLISH,
    )


def current(language: Language, limit: int = 2) -> list[AwardCard]:
    """Return the programmes for the front page: the newest year first, in it the one that ends last."""
    today = clock.today()
    rows = translations.listed_in(_model("AwardPage").objects.all(), language).annotate(last_day=Max("phases__ends_on"))
    # Databases disagree where a programme without phases stands unless they are told.
    ordered = with_card_data(rows).order_by("-year", F("last_day").desc(nulls_last=True), "pk")
    return [card(award, today) for award in ordered[:limit]]


def _by_phase(rows: QuerySet[Any], values: list[str]) -> QuerySet[Any]:
    today = clock.today()
    decided = Q(decided_on__lte=today)
    cancelled = _model("AwardEdition").objects.filter(state=EditionState.CANCELLED).values("award_key")
    open_call = Q(phases__kind=PhaseKind.CALL, phases__starts_on__lte=today, phases__ends_on__gte=today)
    wanted = Q()
    if "open" in values:
        wanted |= open_call & ~Q(translation_key__in=cancelled)
    if "decided" in values:
        wanted |= decided
    if "running" in values:
        wanted |= Q(phases__ends_on__gte=today) & ~decided & ~Q(translation_key__in=cancelled)
    matching = rows.model.objects.filter(wanted)
    return rows.filter(pk__in=matching.values("pk"))


def _stages() -> list[tuple[str, str]]:
    return [
        ("open", str(_("Open for nominations"))),
        ("running", str(_("Under way"))),
        ("decided", str(_("Decided"))),
    ]


def _years(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    years = rows.values_list("year", flat=True).order_by("-year").distinct()
    return [(str(year), str(year)) for year in years]


def award_listing(request: HttpRequest) -> listing.Listing:
    """Return the programmes as the address filters them; items are cards."""
    today = clock.today()
    rows = translations.listed_in(_model("AwardPage").objects.all())
    found = listing.build(
        request=request,
        rows=rows,
        facets=[
            listing.FacetSpec("stage", _("Stage"), _stages, _by_phase),
            listing.FacetSpec(
                "year", _("Year"), lambda: _years(rows), listing.choose_by("year"), listing.count_by("year")
            ),
            listing.FacetSpec(
                "field",
                pgettext_lazy("of science and technology", "Field"),
                lambda: vocabulary_queries.term_choices(VocabularyCode.FIELD),
                listing.choose_by_relation("fields_of_technology__code"),
            ),
        ],
        sorts=[
            listing.SortSpec("newest", _("Newest first"), ("-year", "-latest_revision_created_at", "pk")),
            listing.SortSpec("title", _("By name"), ("title", "pk")),
        ],
        search=listing.search_folded("folded", "organiser__folded"),
        with_card_data=with_card_data,
        size=12,
        most=listing.MOST_COUNTED,
    )
    return replace(found, items=found.kept("awards:cards", lambda: [card(award, today) for award in found.items]))


def _rank(page: "NominationPage") -> tuple[int, SortKey]:
    rank = HONOUR_ORDER[Honour(page.honour)] if page.is_winner else len(HONOUR_ORDER)
    return rank, sorting.vietnamese_key(page.title)


def entries(award: "AwardPage") -> list["NominationPage"]:
    """Return the published finalists and winners of a programme, best rank first.

    On the English page those without an English page of their own are there too, marked as Vietnamese only.
    """
    under = Q(path__startswith=award.path, depth=award.depth + 1)
    others = _model("AwardPage").objects.filter(translation_key=award.translation_key).exclude(pk=award.pk)
    for path, depth in others.values_list("path", "depth"):
        under |= Q(path__startswith=path, depth=depth + 1)
    pages = translations.listed_in(_model("NominationPage").objects.filter(under), Language(award.locale.language_code))
    shown = pages.select_related("locale", "picture", "organisation").prefetch_related("picture__renditions")
    return sorted(shown, key=_rank)


def programme(award: "AwardPage", *, today: date) -> ProgrammeView:
    """Return everything the page of a programme shows, as it stands on a day."""
    phases = sorted(award.phases.all(), key=lambda phase: (phase.starts_on, phase.ends_on))
    current_one = current_phase(phases, today)
    published = entries(award)
    return ProgrammeView(
        phases=tuple(
            PhaseView(phase, "past" if phase.ends_on < today else "now" if phase.starts_on <= today else "next")
            for phase in phases
        ),
        current=current_one,
        categories=tuple(
            CategoryView(
                category,
                winners=tuple(p for p in published if p.category_code == category.code and p.is_winner),
                finalists=tuple(
                    p for p in published if p.category_code == category.code and not p.honour and not p.is_revoked
                ),
                revoked=tuple(p for p in published if p.category_code == category.code and p.is_revoked),
            )
            for category in award.categories.all()
        ),
        is_decided=award.decided_on is not None and award.decided_on <= today,
    )


def editions_of(programme_page: "AwardProgrammePage", *, today: date) -> list[AwardCard]:
    """Return the cards of a programme's editions, newest first; on the English page also those in Vietnamese only."""
    under = Q(path__startswith=programme_page.path, depth=programme_page.depth + 1)
    others = _model("AwardProgrammePage").objects.filter(translation_key=programme_page.translation_key)
    for path, depth in others.exclude(pk=programme_page.pk).values_list("path", "depth"):
        under |= Q(path__startswith=path, depth=depth + 1)
    language = Language(programme_page.locale.language_code)
    rows = with_card_data(translations.listed_in(_model("AwardPage").objects.filter(under), language))
    return [card(award, today) for award in rows.order_by("-year", "-first_published_at", "pk")]


def programmes() -> list["AwardProgrammePage"]:
    """Return the programmes that readers of the active language see, by name."""
    pages = translations.listed_in(_model("AwardProgrammePage").objects.all()).select_related("locale")
    return sorted(pages, key=lambda page: sorting.vietnamese_key(page.title))


def award_of(page: "NominationPage") -> "AwardPage":
    """Return the programme that an entry stands under."""
    award: AwardPage = _model("AwardPage").objects.parent_of(page).get()
    return award


def decision_date(page: "NominationPage") -> date | None:
    """Return the date of the decision of the programme that an entry stands under, None where there is neither."""
    found: date | None = _model("AwardPage").objects.parent_of(page).values_list("decided_on", flat=True).first()
    return found


def newest_honours(limit: int = 6, language: Language | None = None) -> list["NominationPage"]:
    """Return the newest winners, for the hall of honour and the front page."""
    pages = translations.listed_in(_model("NominationPage").objects.filter(is_revoked=False), language).exclude(
        honour=""
    )
    wanted = pages.select_related("picture", "locale").prefetch_related("picture__renditions")
    return sorted(wanted.order_by("-first_published_at", "pk")[:limit], key=_rank)


def honours_of(organisation_id: int, language: Language) -> list["NominationPage"]:
    """Return the public prizes of an organisation, newest first."""
    pages = translations.listed_in(
        _model("NominationPage").objects.filter(organisation_id=organisation_id, is_revoked=False), language
    ).exclude(honour="")
    return list(pages.select_related("locale").order_by("-first_published_at", "pk"))
