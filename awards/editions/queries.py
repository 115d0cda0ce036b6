"""Reads of editions: what the public page shows of frozen rules, and what the secretariat's desk shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend

from awards.editions import snapshot, words
from awards.editions.enums import MOVES, OVER, EditionState
from awards.editions.rules import Criterion, EditionRules, Words, from_json
from awards.enums import PhaseKind
from portal.kernel import clock
from portal.kernel.languages import Language

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from awards.editions.domain.opening import Readiness
    from awards.models import AwardEdition, AwardPage, EditionAmendment, EditionStep
    from portal.accounts.models import User

DIGEST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A text as the reader gets it, and whether it is Vietnamese on an English page."""

    text: str
    is_vietnamese: bool = False

    @property
    def lang(self) -> str:
        """What a tag around the text must say of its language, empty where that is the page's."""
        return Language.VIETNAMESE.value if self.is_vietnamese else ""


@dataclass(frozen=True, slots=True)
class LevelView:
    """What a number of points stands for."""

    points: int
    anchor: Told


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion in one language."""

    title: Told
    description: Told
    weight: int
    max_points: int
    levels: tuple[LevelView, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document asked for, in one language."""

    title: Told
    is_required: bool
    formats: str
    max_megabytes: int
    anonymise: bool


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """An amendment in one language; ``version`` names the rules before it."""

    number: int
    at: datetime
    reason: Told
    legal_basis: Told
    changes: tuple[words.Change, ...]
    version: int


@dataclass(frozen=True, slots=True)
class HeadView:
    """A published digest of the log, with the phases that ended there."""

    phases: tuple[PhaseKind, ...]
    number: int
    digest: str
    at: datetime

    @property
    def label(self) -> str:
        """The names of the phases."""
        return "; ".join(str(phase.label) for phase in self.phases)


@dataclass(frozen=True, slots=True)
class Standing:
    """The rules of an edition as its page shows them; frozen ones with their digest, else as the page has them now."""

    award_key: UUID
    state: EditionState
    frozen_at: datetime | None
    digest: str
    rules: EditionRules
    legal_basis: Told
    budget_source: Told
    eligibility: Told
    procedure: Told
    criteria: tuple[CriterionView, ...]
    documents: tuple[DocumentView, ...]
    tie_breaks: tuple[str, ...]
    amendments: tuple[AmendmentView, ...]
    heads: tuple[HeadView, ...]
    cancelled_because: Told

    @property
    def short_digest(self) -> str:
        """The beginning of the digest."""
        return self.digest[:DIGEST_SHOWN]

    @property
    def is_cancelled(self) -> bool:
        """Whether the edition was called off."""
        return self.state is EditionState.CANCELLED

    @property
    def version(self) -> int:
        """Which rules are in force, counted from 0 at the opening."""
        return len(self.amendments)


def _records(award_key: UUID) -> "tuple[AwardEdition | None, list[EditionAmendment]]":
    edition = apps.get_model("awards", "AwardEdition").objects.filter(award_key=award_key).first()
    if edition is None or not edition.is_frozen:
        return edition, []
    return edition, list(edition.amendments.all())


def standing(page: "AwardPage") -> Standing:
    """Return the rules as the page of a language shows them; three queries more than its rows where the call has opened."""
    language = page.locale.language_code
    edition, amendments = _records(page.translation_key)
    is_frozen = edition is not None and edition.is_frozen
    rules = from_json(edition.rules or {}) if edition is not None and is_frozen else snapshot.of_pages(page, None)
    cancelled = edition is not None and edition.state == EditionState.CANCELLED
    # English words that were filled in after the opening stand on the page only.
    is_filled_in = is_frozen and language != Language.VIETNAMESE
    own = {criterion.key: criterion for criterion in snapshot.of_pages(page, None).criteria} if is_filled_in else {}

    def told(text: Words, filled_in: str = "") -> Told:
        # Before the opening a page shows its own words; afterwards Vietnamese stands in for English that nobody wrote.
        if not is_frozen or language == Language.VIETNAMESE:
            return Told(text.vi)
        return Told(text.en or filled_in) if text.en or filled_in else Told(text.vi, is_vietnamese=bool(text.vi))

    def levels(criterion: Criterion) -> Iterable[LevelView]:
        twin = own.get(criterion.key)
        filled = {level.points: level.anchor.vi for level in twin.levels} if twin else {}
        for level in criterion.levels:
            yield LevelView(level.points, told(level.anchor, filled.get(level.points, "")))

    return Standing(
        award_key=page.translation_key,
        state=EditionState(edition.state) if edition is not None else EditionState.DRAFT,
        frozen_at=edition.opened_at if edition is not None else None,
        digest=edition.rules_digest if edition is not None else "",
        rules=rules,
        legal_basis=told(rules.legal_basis, page.legal_basis),
        budget_source=told(rules.budget_source, page.budget_source),
        eligibility=told(rules.eligibility, page.eligibility),
        procedure=told(rules.procedure, page.method),
        criteria=tuple(
            CriterionView(
                told(criterion.title, own[criterion.key].title.vi if criterion.key in own else ""),
                told(criterion.description, own[criterion.key].description.vi if criterion.key in own else ""),
                criterion.weight,
                criterion.max_points,
                tuple(levels(criterion)),
            )
            for criterion in rules.criteria
        ),
        documents=tuple(
            DocumentView(
                told(item.title), item.required, ", ".join(item.formats).upper(), item.max_megabytes, item.anonymise
            )
            for item in rules.documents
        ),
        tie_breaks=tuple(str(rule.label) for rule in rules.tie_breaks),
        amendments=tuple(
            AmendmentView(
                amendment.number,
                amendment.at,
                told(Words(amendment.reason, amendment.reason_en)),
                told(Words(amendment.legal_basis)),
                words.changes(amendment.changes, rules, language),
                amendment.number - 1,
            )
            for amendment in reversed(amendments)
        ),
        heads=heads(page.translation_key) if is_frozen else (),
        cancelled_because=Told(
            _reason_of_cancelling(edition) if cancelled else "", is_vietnamese=language != Language.VIETNAMESE
        ),
    )


def heads(award_key: UUID) -> tuple[HeadView, ...]:
    """Return what was published of an edition's log, the oldest first; phases that ended together stand together. One query."""
    rows = apps.get_model("awards", "LedgerHead").objects.filter(award_key=award_key).order_by("number", "pk")
    return tuple(
        HeadView(tuple(PhaseKind(head.phase) for head in same), number, same[0].digest, same[0].published_at)
        for number, group in groupby(rows, key=lambda head: head.number)
        if (same := list(group))
    )


def _reason_of_cancelling(edition: Any) -> str:
    step = edition.steps.filter(to_state=EditionState.CANCELLED).last()
    return step.reason if step is not None else ""


def rules_file(award_key: UUID, version: int) -> dict[str, Any] | None:
    """Return the frozen rules of a version, 0 being those of the opening; None where there are none."""
    edition, amendments = _records(award_key)
    if edition is None or not edition.is_frozen or version > len(amendments):
        return None
    found = edition.rules if version == len(amendments) else amendments[version].rules_before
    return dict(found or {})


@dataclass(frozen=True, slots=True)
class SecretaryChoices:
    """Who can be named to look after an edition, and the keys of those who are."""

    rows: "QuerySet[User]"
    named: tuple[int, ...]


def secretary_choices(award_key: UUID) -> SecretaryChoices:
    """Return the people of the secretariat, and whoever is named although no longer of it."""
    from awards import permissions  # noqa: PLC0415 -- it imports the models, which name this module

    rows = apps.get_model("awards", "EditionSecretary").objects.filter(award_key=award_key)
    named = tuple(rows.order_by("user_id").values_list("user_id", flat=True))
    people = ModelBackend().with_perm(permissions.MANAGE, is_active=True, include_superusers=False)
    keys = {*people.values_list("pk", flat=True), *named}
    return SecretaryChoices(get_user_model().objects.filter(pk__in=keys).order_by("full_name", "pk"), named)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the secretariat sees of an edition."""

    award_key: UUID
    title: str
    page_id: int
    state: EditionState
    edition: "AwardEdition | None"
    readiness: "Readiness | None"
    next_states: tuple[EditionState, ...]
    next_from: datetime | None
    amendments: "tuple[EditionAmendment, ...]"
    steps: "tuple[EditionStep, ...]"

    @property
    def is_draft(self) -> bool:
        """Whether the call has not opened."""
        return self.state is EditionState.DRAFT

    @property
    def can_amend(self) -> bool:
        """Whether rules are frozen and the edition is under way."""
        return self.edition is not None and self.edition.is_frozen and self.state not in OVER


def desk(award_key: UUID) -> Desk | None:
    """Return the secretariat's view of an edition, None where it has no page."""
    from awards.editions.domain import opening, steps  # noqa: PLC0415 -- domain imports the models, which name this module

    pages = opening.pages_of(award_key)
    page = pages.get(Language.VIETNAMESE.value) or next(iter(pages.values()), None)
    if page is None:
        return None
    edition, amendments = _records(award_key)
    state = EditionState(edition.state) if edition is not None else EditionState.DRAFT
    order = list(EditionState)
    following = tuple(sorted(MOVES.moves.get(state, frozenset()) - {EditionState.OPEN}, key=order.index))
    first = None
    if edition is not None and edition.is_frozen and following:
        first = steps.earliest(from_json(edition.rules or {}), following[0])
    return Desk(
        award_key=award_key,
        title=page.title,
        page_id=page.pk,
        state=state,
        edition=edition,
        readiness=opening.readiness(award_key=award_key, now=clock.now()) if state is EditionState.DRAFT else None,
        next_states=following,
        next_from=first,
        amendments=tuple(amendments),
        steps=tuple(edition.steps.select_related("by")) if edition is not None else (),
    )
