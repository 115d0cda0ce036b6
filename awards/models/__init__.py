"""Models of the awards room: records before pages."""

from awards.models.pages import AwardIndexPage, AwardPage, NominationPage
from awards.models.parts import AwardCategory, AwardCriterion, AwardPhase
from awards.models.records import Nomination, NominationLog

__all__ = [
    "AwardCategory",
    "AwardCriterion",
    "AwardIndexPage",
    "AwardPage",
    "AwardPhase",
    "Nomination",
    "NominationLog",
    "NominationPage",
]
