"""Models of the showcase room."""

from showcase.models.conversations import AbuseReport, ContactShare, EnquiryLog, EnquiryMessage, SenderBlock
from showcase.models.deals import Deal, DealLog, DealVersion
from showcase.models.indexes import NeedIndexPage, ShowcaseIndexPage
from showcase.models.needs import NeedPage
from showcase.models.records import Enquiry
from showcase.models.rows import NeedMeasure, TechnologyPicture, TechnologyRight, TechnologySpecification
from showcase.models.technologies import TechnologyPage

__all__ = [
    "AbuseReport",
    "ContactShare",
    "Deal",
    "DealLog",
    "DealVersion",
    "Enquiry",
    "EnquiryLog",
    "EnquiryMessage",
    "NeedIndexPage",
    "NeedMeasure",
    "NeedPage",
    "SenderBlock",
    "ShowcaseIndexPage",
    "TechnologyPage",
    "TechnologyPicture",
    "TechnologyRight",
    "TechnologySpecification",
]
