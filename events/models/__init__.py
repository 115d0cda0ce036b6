"""Models of the events room."""

from events.models.delegations import (
    DelegationInvitation,
    DelegationLog,
    DelegationMember,
    DelegationPaper,
    DelegationReport,
)
from events.models.event_page import EventPage
from events.models.index_pages import CourseIndexPage, EventIndexPage
from events.models.kind_pages import CoursePage, FairPage, TradePromotionPage
from events.models.materials import CourseMaterial
from events.models.records import (
    CalendarFeedState,
    CalendarIdentity,
    FairApplication,
    FairApplicationLog,
    ShownTechnology,
)
from events.models.rows import (
    CourseTrainer,
    EventDocument,
    EventOrganiser,
    EventSession,
    FairHall,
    SyllabusRow,
    TradeDelegate,
    TradePartner,
)

__all__ = [
    "CalendarFeedState",
    "CalendarIdentity",
    "CourseIndexPage",
    "CourseMaterial",
    "CoursePage",
    "CourseTrainer",
    "DelegationInvitation",
    "DelegationLog",
    "DelegationMember",
    "DelegationPaper",
    "DelegationReport",
    "EventDocument",
    "EventIndexPage",
    "EventOrganiser",
    "EventPage",
    "EventSession",
    "FairApplication",
    "FairApplicationLog",
    "FairHall",
    "FairPage",
    "ShownTechnology",
    "SyllabusRow",
    "TradeDelegate",
    "TradePartner",
    "TradePromotionPage",
]
