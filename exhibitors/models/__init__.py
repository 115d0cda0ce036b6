"""Models of the exhibitors room."""

from exhibitors.models.links import OrganisationLink
from exhibitors.models.pages import DirectoryPage
from exhibitors.models.records import Invitation, Membership, Organisation, OrganisationLog

__all__ = ["DirectoryPage", "Invitation", "Membership", "Organisation", "OrganisationLink", "OrganisationLog"]
