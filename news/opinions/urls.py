"""Addresses of readers' opinions, inside the language prefix."""

from django.urls import path

from news.opinions import views as opinions
from news.opinions import writer_views as writers
from news.opinions.feeds import OpinionFeed
from portal.kernel.languages import route

urlpatterns = [
    path(route(vi="y-kien/quy-dinh/", en="comments/rules/"), opinions.rules, name="comment-rules"),
    path(route(vi="y-kien/da-xoa/", en="comments/erased/"), writers.erased, name="comment-erased"),
    path(
        route(vi="y-kien/xac-nhan/<str:secret>/", en="comments/confirm/<str:secret>/"),
        writers.confirm,
        name="comment-confirm",
    ),
    path(route(vi="y-kien/cua-toi/<str:secret>/", en="comments/mine/<str:secret>/"), writers.own, name="comment-own"),
    path(
        route(vi="y-kien/cua-toi/<str:secret>/rut-lai/", en="comments/mine/<str:secret>/withdraw/"),
        writers.withdraw,
        name="comment-withdraw",
    ),
    path(
        route(vi="y-kien/cua-toi/<str:secret>/ban-sao/", en="comments/mine/<str:secret>/copy/"),
        writers.copy,
        name="comment-copy",
    ),
    path(route(vi="y-kien/<uuid:article_key>/", en="comments/<uuid:article_key>/"), opinions.comment, name="comment"),
    path(
        route(vi="y-kien/<uuid:article_key>/da-gui/", en="comments/<uuid:article_key>/sent/"),
        opinions.comment_sent,
        name="comment-sent",
    ),
    path(
        route(vi="y-kien/<uuid:article_key>/atom.xml", en="comments/<uuid:article_key>/atom.xml"),
        OpinionFeed(),
        name="comment-feed",
    ),
]
