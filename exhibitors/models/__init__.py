"""Models of the exhibitors room."""

from exhibitors.models.joining import JoinRequest
from exhibitors.models.links import OrganisationLink
from exhibitors.models.listed_values import OrganisationValue
from exhibitors.models.pages import DirectoryPage
from exhibitors.models.papers import Paper
from exhibitors.models.products import Product
from exhibitors.models.records import Invitation, Membership, Organisation, OrganisationLog

__all__ = [
    "DirectoryPage",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Organisation",
    "OrganisationLink",
    "OrganisationLog",
    "OrganisationValue",
    "Paper",
    "Product",
]
