"""Addresses of the news room, inside the language prefix; each part of the room names its own."""

from django.urls import path

from news import feeds, staff_views
from news.broadcasts import urls as broadcasts
from news.corrections import urls as corrections
from news.newsletter import urls as newsletter
from news.opinions import urls as opinions
from news.readership import views as readership
from news.replies import urls as replies
from news.reviews import urls as reviews
from portal.kernel.languages import route

app_name = "news"
urlpatterns = [
    path(route(vi="tin-tuc/atom.xml", en="news/atom.xml"), feeds.atom(feeds.NewsFeed), name="feed"),
    path(route(vi="tin-tuc/rss.xml", en="news/rss.xml"), feeds.rss(feeds.NewsFeed), name="feed-rss"),
    path(
        route(vi="tin-tuc/toa-soan/<slug:code>/atom.xml", en="news/newsroom/<slug:code>/atom.xml"),
        feeds.atom(feeds.NewsroomFeed),
        name="newsroom-feed",
    ),
    path(
        route(vi="tin-tuc/toa-soan/<slug:code>/rss.xml", en="news/newsroom/<slug:code>/rss.xml"),
        feeds.rss(feeds.NewsroomFeed),
        name="newsroom-feed-rss",
    ),
    path(
        route(vi="tin-tuc/danh-cho/<slug:code>/atom.xml", en="news/for/<slug:code>/atom.xml"),
        feeds.atom(feeds.AudienceFeed),
        name="audience-feed",
    ),
    path(
        route(vi="tin-tuc/danh-cho/<slug:code>/rss.xml", en="news/for/<slug:code>/rss.xml"),
        feeds.rss(feeds.AudienceFeed),
        name="audience-feed-rss",
    ),
    path(
        route(vi="tin-tuc/linh-vuc/<slug:code>/atom.xml", en="news/field/<slug:code>/atom.xml"),
        feeds.atom(feeds.FieldFeed),
        name="field-feed",
    ),
    path(
        route(vi="tin-tuc/linh-vuc/<slug:code>/rss.xml", en="news/field/<slug:code>/rss.xml"),
        feeds.rss(feeds.FieldFeed),
        name="field-feed-rss",
    ),
    path(
        route(vi="tin-tuc/loi-moi/<str:secret>/", en="news/invitation/<str:secret>/"),
        staff_views.invitation,
        name="staff-invitation",
    ),
    path(
        route(vi="tin-tuc/luot-doc/<uuid:article_key>/", en="news/readings/<uuid:article_key>/"),
        readership.count,
        name="reading",
    ),
    *broadcasts.urlpatterns,
    *opinions.urlpatterns,
    *newsletter.urlpatterns,
    *corrections.urlpatterns,
    *replies.urlpatterns,
    *reviews.urlpatterns,
]
