"""Addresses of the news room, inside the language prefix."""

from django.urls import path

from news import feeds, views
from portal.kernel.languages import route

app_name = "news"
urlpatterns = [
    path(route(vi="tin-tuc/atom.xml", en="news/atom.xml"), feeds.NewsFeed(), name="feed"),
    path(
        route(vi="tin-tuc/toa-soan/<slug:code>/atom.xml", en="news/newsroom/<slug:code>/atom.xml"),
        feeds.NewsroomFeed(),
        name="newsroom-feed",
    ),
    path(
        route(vi="tin-tuc/danh-cho/<slug:code>/atom.xml", en="news/for/<slug:code>/atom.xml"),
        feeds.AudienceFeed(),
        name="audience-feed",
    ),
    path(route(vi="y-kien/<uuid:article_key>/", en="comments/<uuid:article_key>/"), views.comment, name="comment"),
    path(
        route(vi="y-kien/<uuid:article_key>/da-gui/", en="comments/<uuid:article_key>/sent/"),
        views.comment_sent,
        name="comment-sent",
    ),
]
