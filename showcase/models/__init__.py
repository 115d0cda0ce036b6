"""Models of the showcase room."""

from showcase.models.indexes import NeedIndexPage, ShowcaseIndexPage
from showcase.models.needs import NeedPage
from showcase.models.records import Enquiry
from showcase.models.rows import NeedMeasure, TechnologyPicture, TechnologyRight, TechnologySpecification
from showcase.models.technologies import TechnologyPage

__all__ = [
    "Enquiry",
    "NeedIndexPage",
    "NeedMeasure",
    "NeedPage",
    "ShowcaseIndexPage",
    "TechnologyPage",
    "TechnologyPicture",
    "TechnologyRight",
    "TechnologySpecification",
]
