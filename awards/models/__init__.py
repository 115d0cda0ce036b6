"""Models of the awards room: records before pages."""

from awards.models.award_page import AwardPage
from awards.models.decisions import Appeal, DecidedPrize, Decision, Objection, Rehearing, Shortlist
from awards.models.deliberation import Attendance, Meeting, Motion, MotionVote
from awards.models.dossiers import DossierAnswer, DossierFile, DossierMember, LeakReport
from awards.models.editions import AwardEdition, EditionAmendment, EditionSecretary, EditionStep
from awards.models.honours import AwardCertificate, AwardRevocation, EditionFigures, FeedbackRelease, ReleasedRemark
from awards.models.jury import Assignment, Conflict, HintNote, Juror
from awards.models.ledger import LedgerChain, LedgerEntry, LedgerHead
from awards.models.marking import Mark, MarkReminder, MarkReturn, MarkSheet
from awards.models.pages import AwardIndexPage, AwardProgrammePage, NominationPage
from awards.models.parts import AwardCategory, AwardCriterion, AwardDocument, AwardPhase
from awards.models.records import Nomination, NominationLog
from awards.models.screening import CureRequest, ScreeningCheck
from awards.models.voting import ConnectionKey, PublicVote, VoteAlarm

__all__ = [
    "Appeal",
    "Assignment",
    "Attendance",
    "AwardCategory",
    "AwardCertificate",
    "AwardCriterion",
    "AwardDocument",
    "AwardEdition",
    "AwardIndexPage",
    "AwardPage",
    "AwardPhase",
    "AwardProgrammePage",
    "AwardRevocation",
    "Conflict",
    "ConnectionKey",
    "CureRequest",
    "DecidedPrize",
    "Decision",
    "DossierAnswer",
    "DossierFile",
    "DossierMember",
    "EditionAmendment",
    "EditionFigures",
    "EditionSecretary",
    "EditionStep",
    "FeedbackRelease",
    "HintNote",
    "Juror",
    "LeakReport",
    "LedgerChain",
    "LedgerEntry",
    "LedgerHead",
    "Mark",
    "MarkReminder",
    "MarkReturn",
    "MarkSheet",
    "Meeting",
    "Motion",
    "MotionVote",
    "Nomination",
    "NominationLog",
    "NominationPage",
    "Objection",
    "PublicVote",
    "Rehearing",
    "ReleasedRemark",
    "ScreeningCheck",
    "Shortlist",
    "VoteAlarm",
]
