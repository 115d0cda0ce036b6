"""Models of the experts room."""

from experts.models.pages import ExpertIndexPage
from experts.models.profiles import ExpertHelp, ExpertLanguage, ExpertLink, ExpertLog, ExpertProfile
from experts.models.requests import ExpertBlock, ExpertMessage, ExpertRequest

__all__ = [
    "ExpertBlock",
    "ExpertHelp",
    "ExpertIndexPage",
    "ExpertLanguage",
    "ExpertLink",
    "ExpertLog",
    "ExpertMessage",
    "ExpertProfile",
    "ExpertRequest",
]
