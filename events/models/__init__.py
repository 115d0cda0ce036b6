"""Models of the events room."""

from events.models.calendar_fetches import CalendarFetch
from events.models.calendar_fragments import CalendarFragment
from events.models.delegations import (
    DelegationInvitation,
    DelegationLog,
    DelegationMember,
    DelegationPaper,
    DelegationReport,
)
from events.models.event_page import EventPage
from events.models.fairs import (
    BoothDraw,
    ChoiceTurn,
    ExhibitorReminder,
    FairAnswer,
    FairRequirement,
    FairSetup,
    StaffPass,
)
from events.models.festivals import Festival
from events.models.halls import Booth, BoothLog, Hall
from events.models.index_pages import CourseIndexPage, EventIndexPage
from events.models.kind_pages import CoursePage, FairPage, TradePromotionPage
from events.models.materials import CourseMaterial
from events.models.programme import ProgrammeChange, ProgrammeState
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
    "Booth",
    "BoothDraw",
    "BoothLog",
    "CalendarFeedState",
    "CalendarFetch",
    "CalendarFragment",
    "CalendarIdentity",
    "ChoiceTurn",
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
    "ExhibitorReminder",
    "FairAnswer",
    "FairApplication",
    "FairApplicationLog",
    "FairHall",
    "FairPage",
    "FairRequirement",
    "FairSetup",
    "Festival",
    "Hall",
    "ProgrammeChange",
    "ProgrammeState",
    "ShownTechnology",
    "StaffPass",
    "SyllabusRow",
    "TradeDelegate",
    "TradePartner",
    "TradePromotionPage",
]
