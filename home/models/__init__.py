"""Models of the home room."""

from home.models.content import ContentPage
from home.models.feedback import FeedbackPage
from home.models.pages import HomePage
from home.models.policies import PolicyClause, PolicyIndexPage, PolicyPage, PolicyRelation, PolicyTarget
from home.models.records import CaseStep, FeedbackReport, ServiceRequest
from home.models.services import ServiceIndexPage, ServicePage, ServiceStep

__all__ = [
    "CaseStep",
    "ContentPage",
    "FeedbackPage",
    "FeedbackReport",
    "HomePage",
    "PolicyClause",
    "PolicyIndexPage",
    "PolicyPage",
    "PolicyRelation",
    "PolicyTarget",
    "ServiceIndexPage",
    "ServicePage",
    "ServiceRequest",
    "ServiceStep",
]
