"""Addresses of requests for a correction or a reply, inside the language prefix."""

from django.urls import path

from news.replies import views as reply_views
from portal.kernel.languages import route

urlpatterns = [
    path(
        route(vi="cai-chinh/xac-nhan/<str:secret>/", en="right-of-reply/confirm/<str:secret>/"),
        reply_views.confirm,
        name="reply-confirm",
    ),
    path(
        route(vi="cai-chinh/phieu/<str:secret>/", en="right-of-reply/request/<str:secret>/"),
        reply_views.state,
        name="reply-state",
    ),
    path(
        route(vi="cai-chinh/<uuid:article_key>/", en="right-of-reply/<uuid:article_key>/"),
        reply_views.ask,
        name="reply",
    ),
    path(
        route(vi="cai-chinh/<uuid:article_key>/da-gui/", en="right-of-reply/<uuid:article_key>/sent/"),
        reply_views.asked,
        name="reply-asked",
    ),
]
