"""Addresses of programmes, air times and scripts, inside the language prefix."""

from django.urls import path

from news.broadcasts import podcasts
from news.broadcasts import views as broadcasts
from portal.kernel.languages import route

urlpatterns = [
    path(
        route(vi="tin-tuc/chuong-trinh/<slug:code>/", en="news/programmes/<slug:code>/"),
        broadcasts.programme,
        name="programme",
    ),
    path(
        route(vi="tin-tuc/chuong-trinh/<slug:code>/podcast.xml", en="news/programmes/<slug:code>/podcast.xml"),
        podcasts.programme_podcast,
        name="programme-podcast",
    ),
    path(
        route(vi="tin-tuc/chuong-trinh/<slug:code>/bia.png", en="news/programmes/<slug:code>/cover.png"),
        broadcasts.programme_cover,
        name="programme-cover",
    ),
    path(
        route(vi="tin-tuc/toa-soan/<slug:code>/podcast.xml", en="news/newsroom/<slug:code>/podcast.xml"),
        podcasts.newsroom_podcast,
        name="newsroom-podcast",
    ),
    path(
        route(vi="tin-tuc/toa-soan/<slug:code>/bia.png", en="news/newsroom/<slug:code>/cover.png"),
        broadcasts.newsroom_cover,
        name="newsroom-cover",
    ),
    path(
        route(vi="tin-tuc/toa-soan/<slug:code>/lich-phat-song/", en="news/newsroom/<slug:code>/air-times/"),
        broadcasts.air_times,
        name="schedule",
    ),
    path(
        route(vi="tin-tuc/toa-soan/<slug:code>/ban-doc-loa/", en="news/newsroom/<slug:code>/scripts/"),
        broadcasts.script_list,
        name="scripts",
    ),
    path(
        route(vi="tin-tuc/ban-doc-loa/<uuid:article_key>/", en="news/scripts/<uuid:article_key>/"),
        broadcasts.script,
        name="script",
    ),
    path(
        route(vi="tin-tuc/ban-doc-loa/<uuid:article_key>/ban-doc.txt", en="news/scripts/<uuid:article_key>/script.txt"),
        broadcasts.script_text,
        name="script-text",
    ),
]
