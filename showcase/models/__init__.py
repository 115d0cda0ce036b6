"""Models of the showcase room."""

from showcase.models.focal_points import FocalPoint, NeedConsent
from showcase.models.indexes import NeedIndexPage, ShowcaseIndexPage
from showcase.models.matches import Match, MatchDigest, MatchProfile, MatchRefusal, MatchTerm
from showcase.models.needs import NeedPage
from showcase.models.records import Enquiry
from showcase.models.rows import NeedMeasure, TechnologyPicture, TechnologyRight, TechnologySpecification
from showcase.models.technologies import TechnologyPage

__all__ = [
    "Enquiry",
    "FocalPoint",
    "Match",
    "MatchDigest",
    "MatchProfile",
    "MatchRefusal",
    "MatchTerm",
    "NeedConsent",
    "NeedIndexPage",
    "NeedMeasure",
    "NeedPage",
    "ShowcaseIndexPage",
    "TechnologyPage",
    "TechnologyPicture",
    "TechnologyRight",
    "TechnologySpecification",
]
