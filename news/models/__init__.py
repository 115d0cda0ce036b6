"""Models of the room: records before pages."""

from news.models.articles import ArticlePage
from news.models.comments import Comment, CommentMove, CommentRules
from news.models.corrections import CorrectionNote, StoryChange
from news.models.desk import StepAssignment, StoryTask
from news.models.leads import ArticleAudienceLead, ArticleSubject
from news.models.newsletter import NewsletterSubscription
from news.models.newsrooms import NewsIndexPage, NewsroomPage
from news.models.notices import WorkNotice, WorkPreference
from news.models.parts import ArticleAirTime, ArticleCorrection, ArticleRelatedPage
from news.models.programmes import Programme, ProgrammeAirTime, ProgrammeSlot
from news.models.readership import ReadingCount
from news.models.records import FeaturedStory
from news.models.replies import ReplyMove, ReplyRequest
from news.models.reviews import ReviewLink, ReviewRemark
from news.models.rooms import NewsroomDesk, NewsroomMove, NewsroomStanding
from news.models.staff import StaffChange, StaffInvitation
from news.models.takedowns import Takedown
from news.models.topics import TopicMove, TopicProposal

__all__ = [
    "ArticleAirTime",
    "ArticleAudienceLead",
    "ArticleCorrection",
    "ArticlePage",
    "ArticleRelatedPage",
    "ArticleSubject",
    "Comment",
    "CommentMove",
    "CommentRules",
    "CorrectionNote",
    "FeaturedStory",
    "NewsIndexPage",
    "NewsletterSubscription",
    "NewsroomDesk",
    "NewsroomMove",
    "NewsroomPage",
    "NewsroomStanding",
    "Programme",
    "ProgrammeAirTime",
    "ProgrammeSlot",
    "ReadingCount",
    "ReplyMove",
    "ReplyRequest",
    "ReviewLink",
    "ReviewRemark",
    "StaffChange",
    "StaffInvitation",
    "StepAssignment",
    "StoryChange",
    "StoryTask",
    "Takedown",
    "TopicMove",
    "TopicProposal",
    "WorkNotice",
    "WorkPreference",
]
