"""What happens next in an edition and who must act, from its state, its rules and a few counts. No database, no clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from awards.editions.enums import PHASE_OF, EditionState
from awards.editions.rules import EditionRules
from awards.enums import PhaseKind
from portal.kernel import clock

SOON: Final = timedelta(days=3)


class Actor(TextChoices):
    """Who must act."""

    SECRETARIAT = "secretariat", gettext_lazy("Secretariat")
    ENTRANTS = "entrants", gettext_lazy("Entrants")
    JURORS = "jurors", gettext_lazy("Jurors")
    COUNCIL = "council", gettext_lazy("Council")
    PUBLIC = "public", pgettext_lazy("the people", "Public")
    OFFICER = "officer", pgettext_lazy("of an appeal", "Officer")


class Place(TextChoices):
    """Where something is done."""

    EDITION = "edition", gettext_lazy("Edition")
    SCREENING = "screening", gettext_lazy("Check of eligibility")
    JURY = "jury", gettext_lazy("Jury")
    MARKING = "marking", gettext_lazy("Scoring")
    MEETINGS = "meetings", gettext_lazy("Meetings of the council")
    OBJECTIONS = "objections", gettext_lazy("Objections")
    VOTING = "voting", gettext_lazy("Vote of the public")
    DECISION = "decision", gettext_lazy("Decision")
    APPEALS = "appeals", gettext_lazy("Appeals")
    CERTIFICATES = "certificates", gettext_lazy("Certificates")
    FEEDBACK = "feedback", gettext_lazy("Feedback to entrants")


class Urgency(StrEnum):
    """How a date stands to the present."""

    LATE = "late"
    SOON = "soon"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything that is counted of an edition."""

    drafts: int = 0
    submitted: int = 0
    curing: int = 0
    eligible: int = 0
    finalists: int = 0
    winners: int = 0
    jurors: int = 0
    invited: int = 0
    undeclared: int = 0
    has_chair: bool = False
    short_of_jurors: int = 0
    unconfirmed: int = 0
    sheets_due: int = 0
    sheets_in: int = 0
    alarms: int = 0
    open_meetings: int = 0
    meetings: int = 0
    has_shortlist: bool = False
    objections: int = 0
    tally_due: bool = False
    has_decision: bool = False
    appeals: int = 0
    appeals_without_officer: int = 0
    is_reopened: bool = False
    without_certificate: int = 0
    is_released: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be done: in words, by whom, where, and until when."""

    words: str
    who: Actor
    where: Place
    due: datetime | None
    urgency: Urgency

    @property
    def is_late(self) -> bool:
        """Whether its time is over."""
        return self.urgency is Urgency.LATE

    @property
    def last_day(self) -> date | None:
        """The last day on which it is in time."""
        return last_day(self.due) if self.due is not None else None


def last_day(ends: datetime) -> date:
    """Return the last day in Việt Nam that lies before a moment."""
    return clock.local(ends - timedelta(microseconds=1)).date()


@dataclass(frozen=True, slots=True)
class _Maker:
    now: datetime

    def __call__(self, words: str, who: Actor, where: Place, due: datetime | None) -> Task:
        if due is None:
            urgency = Urgency.CALM
        elif due <= self.now:
            urgency = Urgency.LATE
        else:
            urgency = Urgency.SOON if due - self.now <= SOON else Urgency.CALM
        return Task(words, who, where, due, urgency)


def due(*, state: EditionState, rules: EditionRules, counts: Counts, now: datetime) -> tuple[Task, ...]:
    """Return what is to be done in a state, the most pressing first; nothing once an edition is over or before it opens.

    Words are in the reader's language; ``due`` is the first moment that is too late by the frozen timetable.
    """
    make = _Maker(now)
    phase = rules.phase(PHASE_OF[state]) if state in PHASE_OF else None
    ends = phase.ends if phase is not None else None
    found = [task for name, task in _due(make, rules, counts, ends) if name is state]
    if ends is not None and now >= ends and (following := _following(state)) is not None and not found:
        words = _("Everything is done: take the next step, “%(state)s”.") % {"state": following.label}
        found.append(make(words, Actor.SECRETARIAT, Place.EDITION, ends))
    order = list(Urgency)
    return tuple(sorted(found, key=lambda task: (order.index(task.urgency), task.due is None, task.due or now)))


def _following(state: EditionState) -> EditionState | None:
    order = list(EditionState)
    return order[order.index(state) + 1] if state in PHASE_OF and state is not EditionState.DECIDED else None


def _due(make: _Maker, rules: EditionRules, counts: Counts, ends: datetime | None) -> list[tuple[EditionState, Task]]:
    appeal = rules.phase(PhaseKind.APPEAL)
    rows: list[tuple[EditionState, int, str, Actor, Place, datetime | None]] = [
        (
            EditionState.OPEN,
            counts.drafts,
            ngettext(
                "%(number)s dossier has been begun and not handed in.",
                "%(number)s dossiers have been begun and not handed in.",
                counts.drafts,
            ),
            Actor.ENTRANTS,
            Place.EDITION,
            ends,
        ),
        (
            EditionState.SCREENING,
            counts.submitted,
            ngettext("Check %(number)s dossier.", "Check %(number)s dossiers.", counts.submitted),
            Actor.SECRETARIAT,
            Place.SCREENING,
            ends,
        ),
        (
            EditionState.SCREENING,
            counts.curing,
            ngettext(
                "%(number)s dossier is to be completed.", "%(number)s dossiers are to be completed.", counts.curing
            ),
            Actor.ENTRANTS,
            Place.SCREENING,
            ends,
        ),
        *(
            (
                state,
                counts.invited,
                ngettext(
                    "%(number)s juror has not answered the invitation.",
                    "%(number)s jurors have not answered the invitation.",
                    counts.invited,
                ),
                Actor.JURORS,
                Place.JURY,
                ends,
            )
            for state in (EditionState.OPEN, EditionState.SCREENING)
        ),
        (
            EditionState.SCREENING,
            counts.undeclared,
            ngettext(
                "%(number)s juror has not declared independence.",
                "%(number)s jurors have not declared independence.",
                counts.undeclared,
            ),
            Actor.JURORS,
            Place.JURY,
            ends,
        ),
        (
            EditionState.SCREENING,
            int(counts.jurors > 0 and not counts.has_chair),
            _("Name who chairs the council."),
            Actor.SECRETARIAT,
            Place.JURY,
            ends,
        ),
        (
            EditionState.SCREENING,
            int(counts.jurors < rules.jurors_per_dossier),
            _("Invite jurors: each dossier needs %(number)s.") % {"number": rules.jurors_per_dossier},
            Actor.SECRETARIAT,
            Place.JURY,
            ends,
        ),
        *(
            (
                state,
                counts.short_of_jurors,
                ngettext(
                    "%(number)s dossier has too few jurors.",
                    "%(number)s dossiers have too few jurors.",
                    counts.short_of_jurors,
                ),
                Actor.SECRETARIAT,
                Place.JURY,
                ends,
            )
            for state in (EditionState.SCREENING, EditionState.SCORING)
        ),
        (
            EditionState.SCORING,
            counts.sheets_due - counts.sheets_in,
            ngettext(
                "%(number)s mark sheet is not handed in.",
                "%(number)s mark sheets are not handed in.",
                counts.sheets_due - counts.sheets_in,
            ),
            Actor.JURORS,
            Place.MARKING,
            ends,
        ),
        (
            EditionState.DELIBERATION,
            int(not counts.meetings),
            _("Plan the council's meeting."),
            Actor.SECRETARIAT,
            Place.MEETINGS,
            ends,
        ),
        (
            EditionState.DELIBERATION,
            counts.open_meetings,
            _("The council's meeting is not closed."),
            Actor.COUNCIL,
            Place.MEETINGS,
            ends,
        ),
        (
            EditionState.PUBLIC_COMMENT,
            counts.objections,
            ngettext("Answer %(number)s objection.", "Answer %(number)s objections.", counts.objections),
            Actor.SECRETARIAT,
            Place.OBJECTIONS,
            ends,
        ),
        (
            EditionState.PUBLIC_COMMENT,
            counts.alarms,
            ngettext("Look at %(number)s alarm about votes.", "Look at %(number)s alarms about votes.", counts.alarms),
            Actor.SECRETARIAT,
            Place.VOTING,
            ends,
        ),
        (
            EditionState.PUBLIC_COMMENT,
            int(counts.tally_due),
            _("Close the public vote and note its tally."),
            Actor.SECRETARIAT,
            Place.VOTING,
            ends,
        ),
        (
            EditionState.PUBLIC_COMMENT,
            int(not counts.has_decision and ends is not None and make.now >= ends),
            _("Record the decision."),
            Actor.SECRETARIAT,
            Place.DECISION,
            _end(rules, PhaseKind.DECISION),
        ),
        (
            EditionState.DECIDED,
            counts.appeals_without_officer,
            ngettext(
                "%(number)s appeal has no officer.",
                "%(number)s appeals have no officer.",
                counts.appeals_without_officer,
            ),
            Actor.SECRETARIAT,
            Place.APPEALS,
            _end(rules, PhaseKind.APPEAL),
        ),
        (
            EditionState.DECIDED,
            counts.appeals - counts.appeals_without_officer,
            ngettext(
                "%(number)s appeal is to be answered.",
                "%(number)s appeals are to be answered.",
                counts.appeals - counts.appeals_without_officer,
            ),
            Actor.OFFICER,
            Place.APPEALS,
            _end(rules, PhaseKind.APPEAL),
        ),
        (
            EditionState.DECIDED,
            int(counts.is_reopened),
            _("The edition is being decided anew: record another decision, or let the one in force stand."),
            Actor.SECRETARIAT,
            Place.DECISION,
            None,
        ),
        (
            EditionState.DECIDED,
            counts.without_certificate,
            ngettext(
                "Issue the certificate of %(number)s winner.",
                "Issue the certificates of %(number)s winners.",
                counts.without_certificate,
            ),
            Actor.SECRETARIAT,
            Place.CERTIFICATES,
            None,
        ),
        (
            EditionState.DECIDED,
            int(not counts.is_released),
            _("Edit the remarks and give scores to the entrants."),
            Actor.SECRETARIAT,
            Place.FEEDBACK,
            None,
        ),
        (
            EditionState.DECIDED,
            int(appeal is not None and make.now >= appeal.ends and not counts.appeals and not counts.is_reopened),
            _("The time for appeals is over: close the edition."),
            Actor.SECRETARIAT,
            Place.EDITION,
            None,
        ),
    ]
    return [
        (state, make(words % {"number": number} if "%(number)s" in words else words, who, where, due))
        for state, number, words, who, where, due in rows
        if number > 0
    ]


def _end(rules: EditionRules, kind: PhaseKind) -> datetime | None:
    phase = rules.phase(kind)
    return phase.ends if phase is not None else None
