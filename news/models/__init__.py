"""Models of the room: records before pages."""

from news.models.articles import ArticlePage
from news.models.newsrooms import NewsIndexPage, NewsroomPage
from news.models.parts import ArticleAirTime, ArticleCorrection, ArticleRelatedPage
from news.models.records import Comment, CommentMove, FeaturedStory

__all__ = [
    "ArticleAirTime",
    "ArticleCorrection",
    "ArticlePage",
    "ArticleRelatedPage",
    "Comment",
    "CommentMove",
    "FeaturedStory",
    "NewsIndexPage",
    "NewsroomPage",
]
