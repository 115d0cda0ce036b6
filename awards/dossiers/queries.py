"""Reads of dossiers: a person's own, one with all its parts, and what of the portal it can reuse."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from awards.dossiers import calls, checks, cleaning, leaks, parts
from awards.dossiers import for_jury as jury_view
from awards.dossiers.enums import ADVICE, CLEANABLE, LeakPlace, MemberRole, MemberState
from awards.editions.rules import Criterion, Document
from awards.enums import NominationState
from awards.models import AwardEdition, AwardPage, DossierAnswer, DossierFile, DossierMember, LeakReport, Nomination
from exhibitors import queries as exhibitor_queries
from exhibitors.models import Organisation
from portal.kernel import languages
from portal.kernel.languages import Language
from portal.pages import translations
from showcase.models import TechnologyPage

LONGEST_REUSED = 2000
TONES = {
    NominationState.DRAFT: "warning",
    NominationState.AWAITING: "warning",
    NominationState.NEEDS_CHANGES: "warning",
    NominationState.SUBMITTED: "info",
    NominationState.ELIGIBLE: "success",
    NominationState.FINALIST: "success",
    NominationState.WINNER: "success",
}


@dataclass(frozen=True, slots=True)
class OwnDossier:
    """A dossier in the list of its people."""

    nomination: Nomination
    title: str
    edition: str
    role: str
    state: str
    tone: str
    ends: datetime | None

    @property
    def cure_ends(self) -> datetime | None:
        """Until when its people may complete it, where they are asked to."""
        found = parts.running(self.nomination)
        return found.due_at if found is not None else None

    @property
    def is_unsent(self) -> bool:
        """Whether somebody has to do something before the call ends."""
        return self.nomination.state in {NominationState.DRAFT, NominationState.AWAITING}


def _places(user: Any) -> "QuerySet[DossierMember]":
    mine = DossierMember.objects.filter(user=user, state=MemberState.ACCEPTED).exclude(role=MemberRole.NOMINEE)
    return mine.select_related("nomination", "nomination__organisation", "nomination__cure", "user")


def place(user: Any, public_id: UUID) -> DossierMember | None:
    """Return a person's place in a dossier, None for strangers."""
    return _places(user).filter(nomination__public_id=public_id).first()


def title_of(nomination: Nomination) -> str:
    """Return what is nominated in the reader's language; Vietnamese where there is no English."""
    return (nomination.title_en if languages.current() is Language.ENGLISH else "") or nomination.title


def own(user: Any) -> list[OwnDossier]:
    """Return the dossiers that a person works on, what waits first, then the newest; three queries, however many."""
    places = list(_places(user).order_by("-nomination__created_at", "-pk"))
    keys = {member.nomination.award_key for member in places}
    titles = {
        page.translation_key: page.title
        for page in translations.listed_in(AwardPage.objects.filter(translation_key__in=keys)).only(
            "translation_key", "title", "locale"
        )
    }
    editions = AwardEdition.objects.filter(award_key__in=keys)
    ends = {edition.award_key: call.ends for edition in editions if (call := calls.of(edition)) is not None}
    rows = [
        OwnDossier(
            nomination=member.nomination,
            title=title_of(member.nomination),
            edition=titles.get(member.nomination.award_key, ""),
            role=str(MemberRole(member.role).label),
            state=str(NominationState(member.nomination.state).label),
            tone=TONES.get(NominationState(member.nomination.state), "neutral"),
            ends=ends.get(member.nomination.award_key),
        )
        for member in places
    ]
    return sorted(rows, key=lambda row: not (row.is_unsent or row.cure_ends))


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A criterion and what the dossier says about it."""

    criterion: Criterion
    title: str
    answer: DossierAnswer

    @property
    def part(self) -> str:
        """What the part is stored as."""
        return parts.answer(self.criterion.key)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document asked for, and its files."""

    document: Document
    title: str
    file: DossierFile | None
    twin: DossierFile | None

    @property
    def part(self) -> str:
        """What the part is stored as."""
        return parts.document(self.document.key)

    @property
    def leaks(self) -> "LeakView | None":
        """What the version without names gives away."""
        return leaks_of(self.twin)


@dataclass(frozen=True, slots=True)
class LeakRow:
    """Where a version without names names somebody, whom, and what to do about it."""

    place: str
    found: tuple[str, ...]
    advice: str


@dataclass(frozen=True, slots=True)
class LeakView:
    """What is known of a version without names: ``names_somebody`` is more than that its text could not be read."""

    rows: tuple[LeakRow, ...]
    names_somebody: bool
    can_clean: bool
    report: LeakReport


def leaks_of(kept: DossierFile | None) -> LeakView | None:
    """Return what a version without names gives away, in the reader's language; None where it was not looked through."""
    report: LeakReport | None = getattr(kept, "leaks", None) if kept is not None else None
    if report is None or kept is None:
        return None
    found: dict[LeakPlace, list[str]] = {}
    for leak in leaks.read(report.findings):
        found.setdefault(leak.place, []).append(leak.found)
    return LeakView(
        rows=tuple(LeakRow(str(place.label), tuple(names), str(ADVICE[place])) for place, names in found.items()),
        names_somebody=bool(found.keys() - {LeakPlace.UNREAD}),
        can_clean=cleaning.can_clean(kept.file) and not CLEANABLE.isdisjoint(found),
        report=report,
    )


@dataclass(frozen=True, slots=True)
class Dossier:
    """All parts of a dossier under the rules of its edition."""

    nomination: Nomination
    call: calls.Call
    edition: str
    title: str
    category: str
    state: str
    tone: str
    answers: tuple[AnswerRow, ...]
    documents: tuple[DocumentRow, ...]
    people: tuple[DossierMember, ...]
    gaps: tuple[checks.Gap, ...]

    @property
    def ends(self) -> datetime | None:
        """The first moment that is too late."""
        return self.call.ends


def dossier(nomination: Nomination) -> Dossier | None:
    """Return a dossier with everything in it, None where its edition has no frozen rules; a constant number of queries."""
    call = calls.find(nomination.award_key)
    if call is None:
        return None
    language = languages.current()
    answers = {answer.key: answer for answer in nomination.answers.select_related("saved_by")}
    files = {
        (kept.key, kept.is_twin): kept
        for kept in nomination.files.select_related("file", "file__uploaded_by", "leaks__accepted_by")
    }
    people = nomination.members.filter(state__in=[MemberState.INVITED, MemberState.ACCEPTED]).select_related("user")
    page = translations.listed_in(AwardPage.objects.filter(translation_key=nomination.award_key)).first()
    category = next((one for one in call.rules.categories if one.code == nomination.category_code), None)
    can_lack = nomination.state in {NominationState.DRAFT, NominationState.NEEDS_CHANGES}
    return Dossier(
        nomination=nomination,
        call=call,
        edition=page.title if page is not None else "",
        title=title_of(nomination),
        category=calls.told(category.title, language) if category is not None else nomination.category_code,
        state=str(NominationState(nomination.state).label),
        tone=TONES.get(NominationState(nomination.state), "neutral"),
        answers=tuple(
            AnswerRow(criterion, calls.told(criterion.title, language), answers[criterion.key])
            for criterion in call.rules.criteria
            if criterion.key in answers
        ),
        documents=tuple(
            DocumentRow(
                document,
                calls.told(document.title, language),
                files.get((document.key, False)),
                files.get((document.key, True)),
            )
            for document in call.rules.documents
        ),
        people=tuple(people),
        gaps=checks.gaps(
            nomination=nomination,
            rules=call.rules,
            answers={key: answer.text for key, answer in answers.items()},
            files=set(files),
        )
        if can_lack
        else (),
    )


def for_jury(nomination: Nomination) -> jury_view.JuryDossier:
    """Return what jurors get of a dossier in the reader's language: answers and files in the order of the frozen rules; three queries.

    Rule: where one document of the rules has a version without names, the whole edition is judged without names. Then there is
    no title (it may be in the newspaper beside the name), and of the files only the versions without names: a document
    without such a version, a certificate say, would tell the name again. Otherwise there are title and all files. Files are
    named after alias and document, never as they were uploaded. ``alias`` is empty before the dossier is found eligible.
    """
    return jury_view.shown(nomination)


def organisations_of(user: Any, draft: Nomination | None = None) -> list[Organisation]:
    """Return the organisations that a person can nominate: their own, and the one that the dossier has already."""
    found = [membership.organisation for membership in exhibitor_queries.memberships_of(user)]
    if draft is not None and draft.organisation is not None and draft.organisation not in found:
        found.append(draft.organisation)
    return found


def technologies_of(organisations: Iterable[Organisation]) -> list[TechnologyPage]:
    """Return the published technologies of organisations in the reader's language, each once, newest first."""
    keys = [organisation.pk for organisation in organisations]
    if not keys:
        return []
    rows = translations.listed_in(TechnologyPage.objects.live().filter(organisation__in=keys))
    return list(rows.order_by("-first_published_at", "-pk")[:50])


def technology_choices(organisations: Iterable[Organisation], draft: Nomination | None) -> list[tuple[str, str]]:
    """Return technologies to choose from; the chosen one stays, also where it is not on show any more."""
    found = [(str(page.translation_key), page.title) for page in technologies_of(organisations)]
    if draft is not None and draft.technology_key and str(draft.technology_key) not in dict(found):
        kept = TechnologyPage.objects.filter(translation_key=draft.technology_key).order_by("pk").first()
        found.append((str(draft.technology_key), kept.title if kept is not None else str(draft.technology_key)))
    return found


def reused(user: Any, key: UUID) -> dict[str, Any]:
    """Return what a new dossier takes over from one of a person's own technologies; nothing for others'."""
    own_ones = Q(organisation__in=[one.pk for one in organisations_of(user)])
    pages = TechnologyPage.objects.live().filter(own_ones, translation_key=key).select_related("locale")
    found: dict[str, Any] = {}
    for page in pages:
        ending = "_en" if page.locale.language_code == Language.ENGLISH else ""
        merits = "\n\n".join(part for part in (page.summary_text(), page.evidence) if part.strip())
        found |= {f"title{ending}": page.title, f"summary{ending}": merits[:LONGEST_REUSED]}
        found |= {"nominee": str(page.organisation_id), "technology": str(key)}
    return found
