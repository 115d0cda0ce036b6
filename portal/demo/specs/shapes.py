"""Shapes of the demo's data. Texts come in pairs of Vietnamese and English; days count from the day of building."""

import dataclasses
from dataclasses import dataclass
from enum import Enum

from awards.editions.enums import Preset
from awards.enums import Honour
from events.enums import AttendanceMode, CertificateRule, EventKind, EventLevel, EventStatus
from news.enums import ArticleKind
from registration.enums import QuestionKind
from showcase.enums import BudgetBand, Compliance, Funding, NeedStatus, Operator, Outcome


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages; an empty English means that there is no translation."""

    vi: str
    en: str = ""


class Publication(Enum):
    """How a demo page ends up."""

    LIVE = "live"
    IN_REVIEW = "in-review"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class OrganisationSpec:
    """An invented organisation."""

    key: str
    name: Words
    kind: str
    roles: tuple[str, ...]
    fields: tuple[str, ...]
    place: str
    summary: Words
    description: Words
    tax_code: str = ""
    country: str = "VN"
    verified: bool = True


@dataclass(frozen=True, slots=True)
class ProductSpec:
    """An invented product of an organisation, and where it would be sold."""

    organisation: str
    name: Words
    text: Words
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A technical figure: name, value, unit."""

    name: Words
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """An intellectual property right by the codes of its kind and status."""

    kind: str
    status: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class TechnologySpec:
    """An invented technology with the fields that visitors compare."""

    key: str
    organisation: str
    title: Words
    summary: Words
    field: str
    kind: str
    trl: int
    problem: Words
    solution: Words
    advantages: Words
    compared_with: Words
    evidence: Words
    trl_evidence: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    figures: tuple[Figure, ...] = ()
    rights: tuple[Right, ...] = ()
    forms: tuple[str, ...] = ("independent",)
    cooperation: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("training", "documents")
    transfer_rights: tuple[str, ...] = ("non-exclusive-use",)
    objects: tuple[str, ...] = ("plan-process",)
    further_fields: tuple[str, ...] = ()
    ipc: str = ""
    chain: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    keywords: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    price: tuple[int, int] | None = None
    space: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    utilities: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    environment: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    anonymous: bool = False
    compliance: Compliance = Compliance.NOT_LISTED
    outcome: Outcome = Outcome.NONE
    publication: Publication = Publication.LIVE
    confirmed_days_ago: int = 20
    state_funded: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a need: how it is now, and what is wanted."""

    name: Words
    now: str
    target: str
    unit: str
    operator: Operator = Operator.AT_MOST


@dataclass(frozen=True, slots=True)
class NeedSpec:
    """An invented technology need."""

    key: str
    organisation: str
    title: Words
    summary: Words
    field: str
    situation: Words
    measures: tuple[Measure, ...] = ()
    scale: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    absorption: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    trl_minimum: int | None = 6
    cooperation: tuple[str, ...] = ("licence",)
    budget: BudgetBand = BudgetBand.UNDISCLOSED
    funding: Funding = Funding.OWN
    status: NeedStatus = NeedStatus.OPEN
    anonymous: bool = False
    by_focal_point: bool = False
    decision_in_days: int = 90
    # Keys of technologies that must be its first matches, and of those that may follow; neither means that nothing fits.
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionSpec:
    """A part of a programme: day of the event counted from 0, hour and minute, length in minutes.

    With ``places`` visitors choose it when they register.
    """

    title: Words
    day: int
    hour: int
    minutes: int
    minute: int = 0
    room: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    speakers: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    places: int | None = None


@dataclass(frozen=True, slots=True)
class EventSpec:
    """An invented event; ``starts_in`` counts days from the building of the demo, past ones are negative."""

    key: str
    title: Words
    lead: Words
    kind: EventKind
    level: EventLevel
    mode: AttendanceMode
    starts_in: int
    days: int
    hour: int
    end_hour: int
    venue: Words
    address: Words
    place: str
    organisers: tuple[str, ...]
    co_organisers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ("enterprises",)
    capacity: int | None = 100
    status: EventStatus = EventStatus.SCHEDULED
    status_note: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    moved_by_days: int = 0
    partner_country: str = ""
    sessions: tuple[SessionSpec, ...] = ()
    paragraphs: tuple[Words, ...] = ()
    online_url: str = ""
    halls: tuple[tuple[str, Words, int], ...] = ()
    languages: tuple[str, ...] = ("vi",)


@dataclass(frozen=True, slots=True)
class CourseSpec:
    """An invented course with its syllabus (subject and hours) and trainers (name and function)."""

    key: str
    title: Words
    lead: Words
    starts_in: int
    days: int
    hours: int
    audience: Words
    audiences: tuple[str, ...]
    syllabus: tuple[tuple[Words, int], ...]
    trainers: tuple[tuple[str, Words], ...]
    certificate: CertificateRule = CertificateRule.ATTENDANCE
    capacity: int = 30
    mode: AttendanceMode = AttendanceMode.ON_SITE
    fee: Words = dataclasses.field(default_factory=lambda: Words("Miễn phí", "Free of charge"))
    organiser: str = "trung-tam-ung-dung"
    languages: tuple[str, ...] = ("vi",)
    sessions: tuple[SessionSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteSpec:
    """A private note of an organiser about the first who registered for an event."""

    event: str
    text: str


@dataclass(frozen=True, slots=True)
class GroupMailSpec:
    """A mail to a group in both languages."""

    heading_vi: str
    text_vi: str
    heading_en: str
    text_en: str


@dataclass(frozen=True, slots=True)
class RegistrationSpec:
    """A person who registered for an event or a course, by its key; ``options`` are keys of the options chosen."""

    event: str
    name: str
    days_ago: int
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApprovedPlaceSpec:
    """A kind of place of an event whose every registration the organiser decides on, and who asks for one."""

    event: str
    code: str
    name: Words
    places: int
    people: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """An option of a question; no places means as many as want it."""

    key: str
    label: Words
    places: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """A question of a form, for everybody or for one kind of place (``asked_of``).

    ``condition`` are an earlier question and its option; a purpose makes the answer personal.
    """

    key: str
    kind: QuestionKind
    label: Words
    help: Words = Words("")
    options: tuple[OptionSpec, ...] = ()
    condition: tuple[Words, Words] | None = None
    purpose: Words | None = None
    keep_days: int | None = None
    is_required: bool = False
    asked_of: Words | None = None


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """What is asked in the form of an event or a course, by its key."""

    event: str
    questions: tuple[QuestionSpec, ...]


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """A nomination and how far it came; no honour means finalist, not shortlisted ones stay private."""

    title: Words
    organisation: str
    category: str
    merits: Words
    shortlisted: bool = False
    honour: Honour | None = None
    technology: str = ""
    citation: Words = dataclasses.field(default_factory=lambda: Words("", ""))


@dataclass(frozen=True, slots=True)
class AwardSpec:
    """An invented edition of an award; phases are kind, first and last day counted from the building.

    Where ``preset`` is set, criteria, documents and phases are its own, the call begins ``call_offset`` days from the building,
    and is opened where ``is_open``; ``programme`` is the page above it, by title and lead.
    """

    key: str
    title: Words
    lead: Words
    year_offset: int
    organiser: str
    legal_basis: Words
    eligibility: Words
    method: Words
    public_vote_share: int
    categories: tuple[tuple[str, Words, Words], ...]
    criteria: tuple[tuple[Words, Words, int], ...]
    phases: tuple[tuple[str, int, int], ...]
    entries: tuple[EntrySpec, ...]
    fields: tuple[str, ...] = ()
    decision: tuple[str, int] | None = None
    preset: Preset | None = None
    budget: Words = Words("", "")
    call_offset: int = 0
    is_open: bool = False
    programme: tuple[Words, Words] | None = None


@dataclass(frozen=True, slots=True)
class StorySpec:
    """An invented story of a newsroom."""

    key: str
    newsroom: str
    title: Words
    lead: Words
    paragraphs: tuple[Words, ...]
    days_ago: int
    byline: Words
    kind: ArticleKind = ArticleKind.STORY
    audiences: tuple[str, ...] = ("public",)
    fields: tuple[str, ...] = ()
    is_model_example: bool = False
    duration: int | None = None
    transcript: Words = dataclasses.field(default_factory=lambda: Words("", ""))
    picture: bool = True
    correction: Words | None = None
    first_lead: str = ""
    """What the Vietnamese lead said before it was corrected."""
    featured: bool = False
    about: tuple[str, ...] = ()
    publication: Publication = Publication.LIVE
