"""Models of the showcase room."""

from showcase.models.conversations import AbuseReport, ContactShare, EnquiryLog, EnquiryMessage, SenderBlock
from showcase.models.deals import Deal, DealLog, DealVersion
from showcase.models.english import EnglishPart
from showcase.models.files import TechnologyFile
from showcase.models.focal_points import FocalPoint, NeedConsent
from showcase.models.indexes import NeedIndexPage, ShowcaseIndexPage
from showcase.models.life import ListingLog, ListingReminder
from showcase.models.listed_values import NeedValue, TechnologyValue
from showcase.models.matches import Match, MatchDigest, MatchProfile, MatchRefusal, MatchTerm
from showcase.models.needs import NeedPage
from showcase.models.records import Enquiry
from showcase.models.reviews import DraftStart, ReviewRound
from showcase.models.rows import NeedMeasure, TechnologyPicture, TechnologyRight, TechnologySpecification
from showcase.models.technologies import TechnologyPage
from showcase.models.transfer_lists import Screening, TransferList, TransferListEntry

__all__ = [
    "AbuseReport",
    "ContactShare",
    "Deal",
    "DealLog",
    "DealVersion",
    "DraftStart",
    "EnglishPart",
    "Enquiry",
    "EnquiryLog",
    "EnquiryMessage",
    "FocalPoint",
    "ListingLog",
    "ListingReminder",
    "Match",
    "MatchDigest",
    "MatchProfile",
    "MatchRefusal",
    "MatchTerm",
    "NeedConsent",
    "NeedIndexPage",
    "NeedMeasure",
    "NeedPage",
    "NeedValue",
    "ReviewRound",
    "Screening",
    "SenderBlock",
    "ShowcaseIndexPage",
    "TechnologyFile",
    "TechnologyPage",
    "TechnologyPicture",
    "TechnologyRight",
    "TechnologySpecification",
    "TechnologyValue",
    "TransferList",
    "TransferListEntry",
]
