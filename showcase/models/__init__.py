"""Models of the showcase room."""

from showcase.models.english import EnglishPart
from showcase.models.files import TechnologyFile
from showcase.models.indexes import NeedIndexPage, ShowcaseIndexPage
from showcase.models.life import ListingLog, ListingReminder
from showcase.models.needs import NeedPage
from showcase.models.records import Enquiry
from showcase.models.reviews import DraftStart, ReviewRound
from showcase.models.rows import NeedMeasure, TechnologyPicture, TechnologyRight, TechnologySpecification
from showcase.models.technologies import TechnologyPage
from showcase.models.transfer_lists import Screening, TransferList, TransferListEntry

__all__ = [
    "DraftStart",
    "EnglishPart",
    "Enquiry",
    "ListingLog",
    "ListingReminder",
    "NeedIndexPage",
    "NeedMeasure",
    "NeedPage",
    "ReviewRound",
    "Screening",
    "ShowcaseIndexPage",
    "TechnologyFile",
    "TechnologyPage",
    "TechnologyPicture",
    "TechnologyRight",
    "TechnologySpecification",
    "TransferList",
    "TransferListEntry",
]
